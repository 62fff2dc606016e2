package io.joborchestrator.console.frame;

import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.deadletter.BulkOperation;

/** Operations of the database in words, for the bottom bar and its list. */
final class OperationWords {
  private OperationWords() {}

  /** "Replaying 412 dead letters". */
  static String now(BulkOperation operation, Texts texts) {
    boolean paused = operation.state() == BulkOperation.State.PAUSED;
    String key = paused ? "frame.operation.paused" : "frame.operation." + operation.kind().wire();
    return texts.count(key, operation.total());
  }

  /** "157 of 412". */
  static String progress(BulkOperation operation, Texts texts) {
    return texts.get(
        "frame.operation.progress",
        Formats.exact(operation.settled()),
        Formats.exact(operation.total()));
  }

  /** "157 of 412, 2 failed". */
  static String facts(BulkOperation operation, Texts texts) {
    String progress = progress(operation, texts);
    return operation.failed() == 0
        ? progress
        : texts.get("frame.operation.failures", progress, Formats.exact(operation.failed()));
  }

  static double fraction(BulkOperation operation) {
    return operation.total() == 0 ? 0 : (double) operation.settled() / operation.total();
  }
}
