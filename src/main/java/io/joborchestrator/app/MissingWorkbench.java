package io.joborchestrator.app;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.PipelineWorkbench;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import io.joborchestrator.pipeline.spec.InputSpec;
import io.joborchestrator.pipeline.spec.PipelineSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says that this build has no engine for pipelines. */
final class MissingWorkbench implements PipelineWorkbench {
  private static OrchestratorException missing() {
    return new OrchestratorException(
        ErrorCode.NOT_POSSIBLE_NOW, "This build has no engine for pipelines.");
  }

  @Override
  public FileInspection inspect(String path, int rows) {
    throw missing();
  }

  @Override
  public FileInspection inspect(InputSpec input, int rows) {
    throw missing();
  }

  @Override
  public List<Problem> check(PipelineSpec spec) {
    throw missing();
  }

  @Override
  public ExpressionCheck checkExpression(
      String expression, List<Column> columns, @Nullable ColumnType expected) {
    throw missing();
  }

  @Override
  public Preview preview(PipelineSpec spec, int steps, int sampleRows, int rows) {
    throw missing();
  }

  @Override
  public List<List<Column>> columnsAfterSteps(PipelineSpec spec) {
    throw missing();
  }

  @Override
  public long inputBytes(PipelineSpec spec) {
    throw missing();
  }

  @Override
  public PipelineSpec withSchemas(PipelineSpec spec) {
    throw missing();
  }
}
