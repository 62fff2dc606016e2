package io.joborchestrator.pipeline;

import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.InputSpec;
import io.joborchestrator.pipeline.spec.OutputSpec;
import io.joborchestrator.pipeline.spec.PipelineSpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * What a person needs while building a pipeline: look into files, check, preview. All methods block
 * (files are read), may be called from several threads, and end with a {@link
 * CancellationException} when their thread is interrupted.
 */
public interface PipelineWorkbench {
  /**
   * Detects format and columns of a file, folder or glob and reads its first rows.
   *
   * @throws io.joborchestrator.domain.error.OrchestratorException if it is missing, unreadable, or
   *     binary data under a text name
   */
  FileInspection inspect(String path, int rows);

  /**
   * As {@link #inspect(String, int)} with what the person already chose (delimiter, columns, …).
   */
  FileInspection inspect(InputSpec input, int rows);

  /** Names of the databases that inputs and outputs may be tables of. Does not block. */
  List<String> connections();

  /**
   * Names of tables and views, {@code schema.table}, that the user of a connection can see.
   *
   * @param part what the name holds; empty for all
   * @param most names that are returned at most
   * @throws io.joborchestrator.domain.error.OrchestratorException if there is no such connection or
   *     it does not answer
   */
  List<String> tables(String connection, String part, int most);

  /** Everything that is wrong, in written order; empty means the pipeline can be submitted. */
  default List<Problem> check(PipelineSpec spec) {
    return examine(spec).problems();
  }

  /** Checks a pipeline and finds its schemas, with one look into each file for both. */
  Examined examine(PipelineSpec spec);

  /**
   * As {@link #examine} for inputs and outputs that no pipeline joins.
   *
   * @param outputs by their JSON pointers
   */
  ExaminedFiles examineFiles(Map<String, InputSpec> inputs, Map<String, OutputSpec> outputs);

  /**
   * Checks one expression against columns, as it is typed.
   *
   * @param expected type the expression must have, or null for any
   */
  ExpressionCheck checkExpression(
      String expression,
      List<Column> columns,
      io.joborchestrator.pipeline.spec.@Nullable ColumnType expected);

  /**
   * Runs the main chain up to a step on a sample of the inputs.
   *
   * @param steps how many steps to apply, 0 for the bare input
   * @param sampleRows rows taken from the start of each input
   * @param rows rows returned at most
   */
  Preview preview(PipelineSpec spec, int steps, int sampleRows, int rows);

  /**
   * Columns after each step: index 0 is the input. Shorter than steps + 1 where a step is wrong.
   */
  List<List<Column>> columnsAfterSteps(PipelineSpec spec);

  /** Bytes of all inputs, for routing. */
  long inputBytes(PipelineSpec spec);

  /**
   * The same pipeline with every inferred schema written down, so that all engines read the same
   * types.
   */
  PipelineSpec withSchemas(PipelineSpec spec);

  /**
   * @param input what was detected, complete, ready for a pipeline
   * @param files number of files
   * @param rowsEstimate or -1 if unknown
   */
  record FileInspection(
      InputSpec input,
      List<Column> columns,
      List<List<@Nullable String>> firstRows,
      long bytes,
      int files,
      long rowsEstimate,
      List<String> warnings) {}

  /**
   * A pipeline that was looked at.
   *
   * @param spec with the schemas that were found; complete if there are no problems
   * @param problems in written order
   */
  record Examined(PipelineSpec spec, List<Problem> problems) {
    public Examined {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Inputs and outputs that were looked at.
   *
   * @param inputs with the columns that were found; complete if there are no problems
   * @param problems in written order
   */
  record ExaminedFiles(Map<String, InputSpec> inputs, List<Problem> problems) {
    public ExaminedFiles {
      problems = List.copyOf(problems);
    }
  }

  /**
   * @param type of the expression, or null if it has problems
   * @param completions names and functions that fit where the text ends
   */
  record ExpressionCheck(
      io.joborchestrator.pipeline.spec.@Nullable ColumnType type,
      List<Problem> problems,
      List<String> completions) {}

  /**
   * @param sampledRows rows read from the inputs
   * @param rowCount rows of the result on that sample
   */
  record Preview(
      List<Column> columns,
      List<List<@Nullable String>> rows,
      long sampledRows,
      long rowCount,
      long millis) {}
}
