package io.joborchestrator.engine.spark;

import io.joborchestrator.engine.JobRun;
import io.joborchestrator.pipeline.CompiledPipeline;

/** Where a run's pipeline comes from: parsed, checked and compiled for Spark. Thread-safe. */
@FunctionalInterface
public interface PipelineSource {
  /**
   * Called on the run's own thread; may read the headers of files.
   *
   * @throws io.joborchestrator.domain.error.OrchestratorException if the configuration is wrong
   */
  CompiledPipeline compile(JobRun run);
}
