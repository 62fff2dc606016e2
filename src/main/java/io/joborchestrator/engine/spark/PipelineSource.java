package io.joborchestrator.engine.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.spec.PipelineSpec;
import io.joborchestrator.pipeline.sql.PipelineCompiler;

/** Where a run's pipeline comes from: parsed, checked and compiled for Spark. Thread-safe. */
@FunctionalInterface
public interface PipelineSource {
  /**
   * Called on the run's own thread; may read the headers of files.
   *
   * @throws io.joborchestrator.domain.error.OrchestratorException if the configuration is wrong
   */
  CompiledPipeline compile(JobRun run);

  /** The job's configuration is the pipeline. */
  static PipelineSource ofConfiguration() {
    var json = new ObjectMapper();
    var compiler = new PipelineCompiler();
    return run -> {
      try {
        PipelineSpec spec = json.treeToValue(run.config(), PipelineSpec.class);
        return compiler.compile(spec, CompiledPipeline.Dialect.SPARK);
      } catch (JsonProcessingException wrong) {
        throw new OrchestratorException(
            ErrorCode.INVALID_SPECIFICATION,
            "The configuration is no pipeline: " + wrong.getOriginalMessage(),
            wrong);
      }
    };
  }
}
