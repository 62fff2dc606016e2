package io.joborchestrator.engine;

import java.util.concurrent.CompletionStage;

/** Handle of one run in an engine. Thread-safe; the calls do not block. */
public interface EngineRun {
  /** The engine's own name of the run: enough to ask for it, or stop it, from another process. */
  String engineRunId();

  /** Completes exactly once, never exceptionally, after the run has ended for certain. */
  CompletionStage<RunOutcome> outcome();

  /**
   * Completes, never exceptionally, when the engine has room again for another run. With an outcome
   * that is not confirmed this is later than {@link #outcome()}, perhaps never; otherwise not.
   */
  default CompletionStage<?> released() {
    return outcome();
  }

  /**
   * Asks the run to end. The outcome becomes {@link RunOutcome.Cancelled} when nothing of it runs
   * any more.
   */
  void cancel(String reason);

  /** Ends the run by force. May be called with or without an earlier {@link #cancel}. */
  void kill();
}
