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
import io.joborchestrator.store.DeadLetterStore;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Dead letters on the shared database: tells others after it changed something. */
final class StoredDeadLetters implements DeadLetterManager {
  private final DeadLetterStore store;
  private final StoredJobs.Hints hints;

  StoredDeadLetters(DeadLetterStore store, StoredJobs.Hints hints) {
    this.store = store;
    this.hints = hints;
  }

  @Override
  public DeadLetterCounts counts() {
    return store.counts();
  }

  @Override
  public List<DeadLetterGroup> groups(DeadLetterFilter filter) {
    return store.groups(filter);
  }

  @Override
  public DeadLetterPage page(DeadLetterFilter filter, long offset, int limit) {
    return store.page(filter, offset, limit);
  }

  @Override
  public Optional<DeadLetterDetail> detail(long entryNo) {
    return store.find(entryNo);
  }

  @Override
  public Optional<Long> entryOfJob(String jobId) {
    return store.entryOfJob(jobId);
  }

  @Override
  public int assign(DeadLetterSelection selection, @Nullable String assignee) {
    int changed = store.assign(selection, assignee);
    hints.jobs();
    return changed;
  }

  @Override
  public void comment(long entryNo, String text) {
    store.comment(entryNo, text);
    hints.jobs();
  }

  @Override
  public BulkOperation discard(DeadLetterSelection selection, String reason) {
    return changed(store.discard(selection, reason));
  }

  @Override
  public BulkOperation restore(DeadLetterSelection selection, @Nullable String reason) {
    return changed(store.restore(selection, reason));
  }

  @Override
  public ReplayPreview preview(DeadLetterSelection selection, boolean forced) {
    return store.preview(selection, forced);
  }

  @Override
  public BulkOperation replay(
      DeadLetterSelection selection, ReplayOptions options, @Nullable String reason) {
    return changed(store.replay(selection, options, reason));
  }

  @Override
  public List<BulkOperation> operations(int limit) {
    return store.operations(limit);
  }

  @Override
  public Optional<BulkOperation> operation(long operationNo) {
    return store.operation(operationNo);
  }

  @Override
  public List<BulkOperationItem> items(
      long operationNo, Set<BulkOperationItem.State> states, long offset, int limit) {
    return store.items(operationNo, states, offset, limit);
  }

  @Override
  public BulkOperation.CommandOutcome command(
      long operationNo, BulkOperation.Command command, @Nullable String reason) {
    BulkOperation.CommandOutcome outcome = store.command(operationNo, command, reason);
    hints.jobs();
    return outcome;
  }

  @Override
  public BulkOperation.CommandOutcome change(
      long operationNo, RuleChange change, @Nullable String reason) {
    BulkOperation.CommandOutcome outcome = store.change(operationNo, change, reason);
    hints.jobs();
    return outcome;
  }

  private BulkOperation changed(BulkOperation operation) {
    hints.jobs();
    return operation;
  }
}
