package io.joborchestrator.engine;

import io.joborchestrator.domain.error.OrchestratorException;
import java.time.Duration;
import java.util.Optional;

/**
 * What executes jobs. Implementations are thread-safe; none of the methods may be called on the UI
 * thread. One contract test is run against every implementation.
 */
public interface ExecutionEngine {
  /** Stable lower-case name, as in {@code jobs.execution_engine}. */
  String name();

  EngineCapabilities capabilities();

  /**
   * Starts a run and returns at once; the outcome arrives through {@link EngineRun#outcome()}.
   * Everything that may take long (reading the configuration's files, starting a session) belongs
   * into the run.
   *
   * @throws OrchestratorException if the engine cannot take the run at all
   */
  EngineRun start(JobRun run, RunListener listener);

  /**
   * What became of a run whose worker died, asked before the job is run again.
   *
   * @return empty if the engine cannot know; then the run is taken as ended
   */
  default Optional<EngineRun> reattach(JobRun run, String engineRunId, RunListener listener) {
    return Optional.empty();
  }

  /** Cheap, from what is known: never starts anything. */
  EngineHealth health();

  /** Cheap, from what is known: never starts anything. */
  EngineResources resources();

  /** Ends what runs (cancelled, then killed at the deadline) and frees everything. Idempotent. */
  void stop(Duration deadline);
}
