package io.joborchestrator.pipeline.sql;

import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.ChunkedPipeline;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.CompiledPipeline.Dialect;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.StagedPipeline;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.PipelineSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Checks pipelines and compiles them for an engine. No file is read: every input must have its
 * columns written down. Stateless and thread-safe.
 */
public final class PipelineCompiler {
  /** Everything that is wrong, in written order. */
  public List<Problem> check(PipelineSpec spec) {
    PipelinePlanner planner = new PipelinePlanner();
    planner.plan(spec, true);
    return planner.problems().list();
  }

  /** Columns after each step of the main chain, up to the first step that is wrong. */
  public List<List<Column>> columnsAfterSteps(PipelineSpec spec) {
    PipelinePlanner planner = new PipelinePlanner();
    planner.plan(spec, false);
    return planner.columnsAfterSteps();
  }

  /**
   * Compiles for one engine; a pipeline without match steps.
   *
   * @throws OrchestratorException with the first problem if the pipeline is wrong
   */
  public CompiledPipeline compile(PipelineSpec spec, Dialect dialect) {
    Chain result = plan(spec);
    QueryWriter writer = new QueryWriter(dialect, result);
    String query = writer.query();
    return new CompiledPipeline(
        dialect,
        writer.inputs(),
        query,
        result.columns(),
        !result.order().isEmpty(),
        spec.output());
  }

  /**
   * Compiles with the stages of its match steps, if there are any.
   *
   * @param folder where the stages keep their files
   * @throws OrchestratorException with the first problem if the pipeline is wrong
   */
  public StagedPipeline compileStaged(PipelineSpec spec, Dialect dialect, Path folder) {
    return new StageCompiler(dialect, plan(spec), spec.output(), folder).compile();
  }

  /**
   * Compiles in two stages, one of which is run for each chunk of a large input.
   *
   * @param input name of the large input
   * @return empty if the pipeline cannot be run that way, or gains nothing: a join of which both
   *     sides are large, an input that is used in several ways, a limit without an order
   * @throws OrchestratorException with the first problem if the pipeline is wrong
   */
  public Optional<ChunkedPipeline> compileChunked(
      PipelineSpec spec, Dialect dialect, String input) {
    return new ChunkCompiler(dialect, plan(spec), spec.output()).compile(input);
  }

  private static Chain plan(PipelineSpec spec) {
    PipelinePlanner planner = new PipelinePlanner();
    Chain result = planner.plan(spec, spec.output() != null);
    if (result == null) {
      Problem first = planner.problems().list().get(0);
      String place = first.pointer().isEmpty() ? "" : " (" + first.pointer() + ")";
      throw new OrchestratorException(first.code(), first.message() + place);
    }
    return result;
  }
}
