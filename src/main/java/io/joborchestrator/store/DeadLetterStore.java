package io.joborchestrator.store;

import io.joborchestrator.domain.deadletter.BulkOperation;
import io.joborchestrator.domain.deadletter.BulkOperationItem;
import io.joborchestrator.domain.deadletter.DeadLetterCounts;
import io.joborchestrator.domain.deadletter.DeadLetterDetail;
import io.joborchestrator.domain.deadletter.DeadLetterFilter;
import io.joborchestrator.domain.deadletter.DeadLetterGroup;
import io.joborchestrator.domain.deadletter.DeadLetterPage;
import io.joborchestrator.domain.deadletter.DeadLetterSelection;
import io.joborchestrator.domain.deadletter.ReplayOptions;
import io.joborchestrator.domain.deadletter.ReplayPreview;
import io.joborchestrator.domain.deadletter.RuleChange;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The dead-letter queue and the operations on it. Every method is one transaction and blocks;
 * thread-safe. A selection that cannot be meant, or means nothing, is an {@link
 * io.joborchestrator.domain.error.OrchestratorException} with {@code INVALID_SPECIFICATION} or
 * {@code JOB_NOT_FOUND}; an entry that an operation cannot take is an item with a reason.
 */
public interface DeadLetterStore {
  /** From counters: cheap however many entries there are. */
  DeadLetterCounts counts();

  /** Groups with entries that match, the largest first. */
  List<DeadLetterGroup> groups(DeadLetterFilter filter);

  /**
   * A window of the entries that match, newest failure first.
   *
   * @param limit at most 1000
   */
  DeadLetterPage page(DeadLetterFilter filter, long offset, int limit);

  Optional<DeadLetterDetail> find(long entryNo);

  /** The entry of a job, or of the job that it replays. */
  Optional<Long> entryOfJob(String jobId);

  /**
   * @param assignee null: nobody
   * @return how many entries changed
   */
  int assign(DeadLetterSelection selection, @Nullable String assignee);

  void comment(long entryNo, String text);

  /**
   * Puts entries away; those whose replay is pending are skipped.
   *
   * @param reason not blank
   * @return the operation, finished already; restoring its selection undoes it
   */
  BulkOperation discard(DeadLetterSelection selection, String reason);

  /** Takes discarded entries back. Returns the operation, finished already. */
  BulkOperation restore(DeadLetterSelection selection, @Nullable String reason);

  ReplayPreview preview(DeadLetterSelection selection, boolean forced);

  /** Makes the entries pending and starts to submit them again. */
  BulkOperation replay(
      DeadLetterSelection selection, ReplayOptions options, @Nullable String reason);

  /** The newest first, those that have not finished before all others. */
  List<BulkOperation> operations(int limit);

  Optional<BulkOperation> operation(long operationNo);

  /**
   * What became of the entries of an operation, in order.
   *
   * @param states only these; empty: all
   */
  List<BulkOperationItem> items(
      long operationNo, Set<BulkOperationItem.State> states, long offset, int limit);

  BulkOperation.CommandOutcome command(
      long operationNo, BulkOperation.Command command, @Nullable String reason);

  /** Changes the rules by which a replay goes on; done only while it runs or is paused. */
  BulkOperation.CommandOutcome change(long operationNo, RuleChange change, @Nullable String reason);

  // Standing duties: any process may call them at any time, each call does a bounded amount.

  /** Takes unfinished operations a step further. Returns how many jobs were submitted. */
  int runOperations(int limit);

  /** Closes entries whose job completed in a later run. Returns how many. */
  int closeRecovered(int limit);
}
