package io.joborchestrator.orchestrator;

import io.joborchestrator.config.AppConfig;
import java.time.Duration;

/** A running core with what it was configured with. Thread-safe. */
public interface OrchestratorSession extends AutoCloseable {
  /** The longest wait of {@link #close()}. */
  Duration CLOSE_DEADLINE = Duration.ofSeconds(15);

  Orchestrator orchestrator();

  AppConfig config();

  /** Whether this process executes jobs. */
  boolean executes();

  /**
   * Lets running jobs finish until shortly before the deadline, gives the others back, leaves the
   * fleet, closes connections. Idempotent; returns when all is stopped.
   */
  void stop(Duration deadline);

  @Override
  default void close() {
    stop(CLOSE_DEADLINE);
  }
}
