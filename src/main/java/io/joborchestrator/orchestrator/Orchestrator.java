package io.joborchestrator.orchestrator;

import io.joborchestrator.domain.worker.Absence;
import io.joborchestrator.pipeline.PipelineWorkbench;
import io.joborchestrator.store.FleetStore.ConnectionFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everything the console and the command line use. Thread-safe. */
public interface Orchestrator {
  EnhancedJobManager jobs();

  QueueManager queues();

  WorkerManager workers();

  DeadLetterManager deadLetters();

  RetryPolicyManager retryPolicies();

  TemplateManager templates();

  EngineManager engines();

  StatisticsManager statistics();

  PipelineWorkbench workbench();

  /** Who is connected to what. Blocks. */
  ConnectionFacts facts();

  /** State of the connection as last seen. Does not block. */
  ConnectionState connection();

  /**
   * The last time in which the database did not hear this process, because the machine slept or the
   * connection was gone, and its jobs were in doubt. Does not block.
   */
  Optional<Absence> lastAbsence();

  /**
   * A process that was opened for direct runs takes work of the queue as well from now on; others
   * go on as they are. Does not block.
   */
  void joinQueue();

  /**
   * Calls the listener after something may have changed (a hint, a reconnect), at most ten times
   * per second, on a thread of the core. Close the answer to end it.
   */
  AutoCloseable onChange(Runnable listener);

  /**
   * @param connected false: what is shown is as of {@code lastContact}
   * @param problem why not, in a plain sentence, or null
   * @param roundTrip of the last heartbeat, or null before the first
   * @param clockOffset database time minus local time, as measured
   * @param pollOnly a connection pooler is in between: changes made by others are seen a little
   *     later
   * @param readOnly why nothing may be changed through it, in a plain sentence, or null
   */
  record ConnectionState(
      boolean connected,
      @Nullable Instant lastContact,
      @Nullable String problem,
      @Nullable Duration roundTrip,
      Duration clockOffset,
      boolean pollOnly,
      @Nullable String readOnly) {
    /** With hints of other processes. */
    public ConnectionState(
        boolean connected,
        @Nullable Instant lastContact,
        @Nullable String problem,
        @Nullable Duration roundTrip,
        Duration clockOffset) {
      this(connected, lastContact, problem, roundTrip, clockOffset, false, null);
    }
  }
}
