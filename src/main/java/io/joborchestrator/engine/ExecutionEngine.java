package io.joborchestrator.engine;

import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.worker.EngineExecutor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

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

  /**
   * What this engine stands on beyond this machine (the address of a cluster). Engines of all
   * processes with the same name and the same answer share one circuit breaker; without an answer
   * those of one machine do.
   */
  default Optional<String> sharedResource() {
    return Optional.empty();
  }

  /**
   * Asks what the engine stands on whether it can be used, where {@link #health()} only knows what
   * was last seen. Does not block; ends within some seconds.
   */
  default CompletionStage<EngineHealth> ask() {
    return CompletableFuture.completedFuture(health());
  }

  /**
   * Processes elsewhere that work for this engine now, and those it lost since its session began.
   * Cheap, from what is known: never starts anything.
   */
  default List<EngineExecutor> executors() {
    return List.of();
  }

  /** Ends what runs (cancelled, then killed at the deadline) and frees everything. Idempotent. */
  void stop(Duration deadline);
}
