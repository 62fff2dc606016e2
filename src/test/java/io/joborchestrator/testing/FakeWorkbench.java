package io.joborchestrator.testing;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.PipelineWorkbench;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import io.joborchestrator.pipeline.spec.InputSpec;
import io.joborchestrator.pipeline.spec.OutputSpec;
import io.joborchestrator.pipeline.spec.PipelineSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A workbench whose answers are given by the test; it never reads a file. */
public final class FakeWorkbench implements PipelineWorkbench {
  private final Map<String, FileInspection> files = new HashMap<>();
  private final Map<String, Map<String, InputSpec>> databases = new TreeMap<>();
  private List<Problem> problems = List.of();
  private List<List<Column>> columns = List.of();
  private BiFunction<PipelineSpec, Integer, Preview> preview =
      (spec, steps) -> new Preview(List.of(), List.of(), 0, 0, 1);
  private BiFunction<String, List<Column>, ExpressionCheck> expressions =
      (text, known) -> new ExpressionCheck(ColumnType.BOOLEAN, List.of(), List.of());

  /** A file there is, with all-string columns unless given otherwise. */
  public void file(String path, List<Column> known, List<List<@Nullable String>> rows) {
    InputSpec input = InputSpec.of("csv", path).withColumns(known);
    files.put(path, new FileInspection(input, known, rows, 12_400_000, 1, rows.size(), List.of()));
  }

  /** A table there is, under a connection there is. */
  public void table(
      String connection, String table, List<Column> known, List<List<@Nullable String>> rows) {
    InputSpec input = InputSpec.table(connection, table).withColumns(known);
    databases.computeIfAbsent(connection, any -> new TreeMap<>()).put(table, input);
    files.put(
        input.describe(),
        new FileInspection(input, known, rows, 48_000_000, 0, 400_000, List.of()));
  }

  @Override
  public List<String> connections() {
    return List.copyOf(databases.keySet());
  }

  @Override
  public List<String> tables(String connection, String part, int most) {
    return databases.get(connection).keySet().stream().filter(each -> each.contains(part)).toList();
  }

  public void setProblems(List<Problem> value) {
    problems = List.copyOf(value);
  }

  public void setColumnsAfterSteps(List<List<Column>> value) {
    columns = new ArrayList<>(value);
  }

  public void setPreview(BiFunction<PipelineSpec, Integer, Preview> value) {
    preview = value;
  }

  public void setExpressions(BiFunction<String, List<Column>, ExpressionCheck> value) {
    expressions = value;
  }

  @Override
  public FileInspection inspect(String path, int rows) {
    FileInspection found = files.get(path);
    if (found == null) {
      throw new OrchestratorException(
          ErrorCode.INPUT_NOT_FOUND,
          "There is no " + (path.contains(":") ? "table " : "file ") + path);
    }
    return found;
  }

  @Override
  public FileInspection inspect(InputSpec input, int rows) {
    return inspect(input.describe(), rows);
  }

  @Override
  public ExaminedFiles examineFiles(
      Map<String, InputSpec> inputs, Map<String, OutputSpec> outputs) {
    return new ExaminedFiles(inputs, List.of());
  }

  @Override
  public Examined examine(PipelineSpec spec) {
    return new Examined(spec, problems);
  }

  @Override
  public ExpressionCheck checkExpression(
      String expression, List<Column> known, @Nullable ColumnType expected) {
    return expressions.apply(expression, known);
  }

  @Override
  public Preview preview(PipelineSpec spec, int steps, int sampleRows, int rows) {
    return preview.apply(spec, steps);
  }

  @Override
  public List<List<Column>> columnsAfterSteps(PipelineSpec spec) {
    return columns;
  }

  @Override
  public long inputBytes(PipelineSpec spec) {
    return 12_400_000;
  }

  @Override
  public PipelineSpec withSchemas(PipelineSpec spec) {
    return spec;
  }
}
