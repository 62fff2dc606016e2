package io.joborchestrator.engine.spark;

import io.joborchestrator.engine.RunResult;
import io.joborchestrator.engine.output.OutputGroup;
import io.joborchestrator.engine.output.OutputPublisher;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.CompiledPipeline.Dialect;
import io.joborchestrator.pipeline.expression.SqlText;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Counts the rows that were left out and puts them into quarantine files. One per run. */
final class SparkBadRows {
  private static final SqlText SQL = new SqlText(Dialect.SPARK);

  private final SparkRunContext context;
  private final OutputGroup outputs;
  private final Map<CompiledPipeline.Input, OutputPublisher> quarantines = new LinkedHashMap<>();

  SparkBadRows(SparkRunContext context, OutputGroup outputs) {
    this.context = context;
    this.outputs = outputs;
  }

  /** Checks the places of quarantine files before the work starts. */
  void open(List<CompiledPipeline.Input> read) {
    for (CompiledPipeline.Input input : read) {
      String path = input.spec().quarantinePath();
      if (path != null) {
        quarantines.put(input, outputs.open(new OutputSpec("csv", path, "replace", null)));
      }
    }
  }

  /** Writes the quarantine files; a pass over the input of its own, so that counts are exact. */
  long collect(List<CompiledPipeline.Input> read) throws IOException {
    long bad = 0;
    for (CompiledPipeline.Input input : read) {
      String query = input.badRowsQuery();
      OutputPublisher quarantine = quarantines.get(input);
      if (query == null) {
        if (quarantine != null) {
          write(input, context.session().sql(nothing(input)), quarantine);
        }
        continue;
      }
      context.progress().phase("collecting bad rows");
      Dataset<Row> rows = context.session().sql(query);
      bad += rows.count();
      if (quarantine != null) {
        write(input, rows, quarantine);
      }
    }
    return bad;
  }

  private void write(CompiledPipeline.Input input, Dataset<Row> rows, OutputPublisher quarantine)
      throws IOException {
    List<Column> columns = new ArrayList<>();
    input.used().forEach(column -> columns.add(new Column(column.name(), ColumnType.STRING)));
    columns.add(new Column("reason", ColumnType.STRING));
    var spec = new OutputSpec("csv", quarantine.target().toString(), null, null);
    var texts =
        new CompiledPipeline(Dialect.SPARK, List.of(input), nothing(input), columns, false, spec);
    new SparkOutput(context, texts, spec).write(rows, quarantine);
  }

  /** The columns of a quarantine file without rows: of this input no row can be bad. */
  private static String nothing(CompiledPipeline.Input input) {
    StringBuilder query = new StringBuilder("SELECT ");
    for (Column column : input.used()) {
      query.append("CAST(NULL AS STRING) AS ").append(SQL.name(column.name())).append(", ");
    }
    return query + "'' AS reason WHERE FALSE";
  }

  /** What will be placed beside the output, as it will be seen. */
  List<RunResult.OutputFile> files() throws IOException {
    List<RunResult.OutputFile> files = new ArrayList<>();
    for (OutputPublisher quarantine : quarantines.values()) {
      files.addAll(quarantine.written("csv", null));
    }
    return files;
  }
}
