package io.joborchestrator.orchestrator;

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
 * Jobs that failed for good: look at them in groups, replay, discard, restore. Operations live in
 * the database and go on in any process that does the standing duties. Blocks; thread-safe. What
 * the methods mean is said at {@link io.joborchestrator.store.DeadLetterStore}.
 */
public interface DeadLetterManager {
  /** Cheap: for the badge. */
  DeadLetterCounts counts();

  List<DeadLetterGroup> groups(DeadLetterFilter filter);

  DeadLetterPage page(DeadLetterFilter filter, long offset, int limit);

  Optional<DeadLetterDetail> detail(long entryNo);

  /** The entry of a job, or of the job that it replays. */
  Optional<Long> entryOfJob(String jobId);

  int assign(DeadLetterSelection selection, @Nullable String assignee);

  void comment(long entryNo, String text);

  BulkOperation discard(DeadLetterSelection selection, String reason);

  BulkOperation restore(DeadLetterSelection selection, @Nullable String reason);

  ReplayPreview preview(DeadLetterSelection selection, boolean forced);

  BulkOperation replay(
      DeadLetterSelection selection, ReplayOptions options, @Nullable String reason);

  /** Those that have not finished, then the newest. */
  List<BulkOperation> operations(int limit);

  Optional<BulkOperation> operation(long operationNo);

  List<BulkOperationItem> items(
      long operationNo, Set<BulkOperationItem.State> states, long offset, int limit);

  BulkOperation.CommandOutcome command(
      long operationNo, BulkOperation.Command command, @Nullable String reason);

  BulkOperation.CommandOutcome change(long operationNo, RuleChange change, @Nullable String reason);
}
