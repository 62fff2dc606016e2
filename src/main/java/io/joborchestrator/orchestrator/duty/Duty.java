package io.joborchestrator.orchestrator.duty;

import java.time.Duration;

/** Something that is done again and again. One thread calls it at a time. */
public interface Duty {
  /** For threads and log lines. */
  String name();

  /** Pause after a call that left nothing to do. */
  Duration interval();

  /**
   * Does a bounded amount.
   *
   * @return whether there is more to do at once
   * @throws io.joborchestrator.domain.error.OrchestratorException if the database could not be
   *     asked: it is called again after a growing pause
   */
  boolean runOnce();
}
