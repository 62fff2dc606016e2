package io.joborchestrator.engine.spark;

import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.schema.PipelineDocument;
import io.joborchestrator.pipeline.spec.PipelineSpec;
import io.joborchestrator.pipeline.sql.PipelineCompiler;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Where a run's pipeline comes from: parsed, checked and compiled for Spark. Thread-safe. */
@FunctionalInterface
public interface PipelineSource {
  /**
   * Called on the run's own thread; may read the headers of files.
   *
   * @throws io.joborchestrator.domain.error.OrchestratorException if the configuration is wrong
   */
  CompiledPipeline compile(JobRun run);

  /** The pipeline before it is compiled, or empty if it cannot be run in chunks. */
  default Optional<PipelineSpec> spec(JobRun run) {
    return Optional.empty();
  }

  /** The job's configuration is the pipeline; its inputs have their columns written down. */
  static PipelineSource ofConfiguration() {
    return ofConfiguration(spec -> spec);
  }

  /**
   * The job's configuration is the pipeline.
   *
   * @param withSchemas writes down the columns of inputs that have none
   */
  static PipelineSource ofConfiguration(UnaryOperator<PipelineSpec> withSchemas) {
    var compiler = new PipelineCompiler();
    return new PipelineSource() {
      @Override
      public CompiledPipeline compile(JobRun run) {
        return compiler.compile(read(run, withSchemas), CompiledPipeline.Dialect.SPARK);
      }

      @Override
      public Optional<PipelineSpec> spec(JobRun run) {
        return Optional.of(read(run, withSchemas));
      }
    };
  }

  private static PipelineSpec read(JobRun run, UnaryOperator<PipelineSpec> withSchemas) {
    PipelineDocument.Reading reading = PipelineDocument.read(run.config());
    PipelineSpec spec = reading.spec();
    if (spec == null || !reading.problems().isEmpty()) {
      Problem first = reading.problems().get(0);
      throw new OrchestratorException(first.code(), first.message() + " (" + first.pointer() + ")");
    }
    boolean inferred = spec.inputs().values().stream().anyMatch(i -> i.columns() == null);
    return inferred ? withSchemas.apply(spec) : spec;
  }
}
