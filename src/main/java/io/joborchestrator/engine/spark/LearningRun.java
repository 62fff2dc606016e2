package io.joborchestrator.engine.spark;

import io.joborchestrator.connection.Connections;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.engine.TableRun;
import io.joborchestrator.engine.output.OutputGroup;
import io.joborchestrator.engine.spark.learning.LearningSteps;
import io.joborchestrator.learning.LearningDocument;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.PipelineSpec;
import io.joborchestrator.pipeline.sql.PipelineCompiler;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * What trainings and scorings share: the input as rows, steps told as progress. One per run; until
 * it is closed, the rows of a table can be read as of one moment, however often.
 */
final class LearningRun implements LearningSteps, AutoCloseable {
  private final SparkRunContext context;
  private final CompiledPipeline pipeline;
  private final OutputGroup outputs;
  private final SparkBadRows badRows;
  private final TableRun tables;
  private final SparkInputs inputs;

  /**
   * @param connections databases whose tables may be the input
   */
  LearningRun(SparkRunContext context, PipelineSpec input, Connections connections) {
    this.context = context;
    this.pipeline = new PipelineCompiler().compile(input, CompiledPipeline.Dialect.SPARK);
    this.outputs = new OutputGroup(context.run(), SparkInputs.find(pipeline.inputs()));
    this.badRows = new SparkBadRows(context, outputs);
    this.tables = new TableRun(connections, context.run());
    context.cancelled().thenRun(tables::cancel);
    this.inputs =
        new SparkInputs(context, new CsvSurveys(), new SparkTables(context, tables.sources()));
  }

  /** What was read, or the first thing that is wrong with it as an error. */
  static <T> T read(LearningDocument.Reading<T> reading) {
    T spec = reading.spec();
    refuse(reading.problems());
    if (spec == null) {
      throw new IllegalStateException("A document that cannot be read has problems");
    }
    return spec;
  }

  /** Throws the first problem, if there is one. */
  static void refuse(List<Problem> problems) {
    if (!problems.isEmpty()) {
      Problem first = problems.get(0);
      throw new OrchestratorException(
          first.code(), first.message() + " (at " + first.pointer() + ")");
    }
  }

  CompiledPipeline pipeline() {
    return pipeline;
  }

  /** Where the results go; the files of bad rows are added by {@link #rows}. */
  OutputGroup outputs() {
    return outputs;
  }

  SparkBadRows badRows() {
    return badRows;
  }

  /** The rows of the input; read whenever they are used. */
  Dataset<Row> rows() throws IOException {
    badRows.open(pipeline.inputs());
    for (CompiledPipeline.Input input : pipeline.inputs()) {
      inputs.register(input);
    }
    checkCancelled();
    return context.session().sql(pipeline.query());
  }

  /** Rows of the input, good and bad, once they were read. */
  @Nullable Long rowsRead() {
    context.drainEvents();
    return inputs.rows();
  }

  @Override
  public void reached(double percent, String step) {
    context.progress().reached(percent, step);
  }

  @Override
  public void say(String line) {
    context.progress().say("info", line);
  }

  @Override
  public void checkCancelled() {
    context.checkCancelled();
  }

  @Override
  public void close() {
    tables.close();
  }
}
