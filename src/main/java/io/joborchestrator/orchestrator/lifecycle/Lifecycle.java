package io.joborchestrator.orchestrator.lifecycle;

import java.time.Duration;

/** Something that runs. Both methods are idempotent and thread-safe. */
public interface Lifecycle {
  void start();

  /** Returns when it has stopped, at the latest shortly after the deadline. */
  void stop(Duration deadline);
}
