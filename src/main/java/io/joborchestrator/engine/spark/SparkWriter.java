package io.joborchestrator.engine.spark;

import io.joborchestrator.pipeline.CompiledPipeline.Dialect;
import io.joborchestrator.pipeline.expression.SqlText;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType.Kind;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Writes rows as part files, all tasks at once, in our text forms and none of Spark's. */
final class SparkWriter {
  private static final SqlText SQL = new SqlText(Dialect.SPARK);

  private final OutputSpec spec;
  private final List<Column> columns;

  SparkWriter(OutputSpec spec, List<Column> columns) {
    this.spec = spec;
    this.columns = columns;
  }

  /**
   * Blocks until all is written.
   *
   * @param header csv: each file begins with the names
   */
  void write(Dataset<Row> rows, Path folder, boolean header) {
    String target = new org.apache.hadoop.fs.Path(folder.toUri()).toString();
    switch (spec.format()) {
      case "csv" -> csv(rows, target, header);
      case "json" -> json(rows, target);
      default ->
          rows.write().option("compression", compression("zstd", "uncompressed")).parquet(target);
    }
  }

  private void csv(Dataset<Row> rows, String target, boolean header) {
    rows.selectExpr(columns.stream().map(this::asText).toArray(String[]::new))
        .write()
        .option("header", header)
        .option("escape", "\"")
        .option("nullValue", "")
        .option("emptyValue", "\"\"")
        .option("ignoreLeadingWhiteSpace", false)
        .option("ignoreTrailingWhiteSpace", false)
        .option("compression", compression("none", "none"))
        .csv(target);
  }

  private void json(Dataset<Row> rows, String target) {
    rows.selectExpr(columns.stream().map(this::asJson).toArray(String[]::new))
        .write()
        .option("ignoreNullFields", false)
        .option("compression", compression("none", "none"))
        .json(target);
  }

  private String asText(Column column) {
    String name = SQL.name(column.name());
    return switch (column.type().kind()) {
      case STRING -> name;
      case TIMESTAMP -> timestamp(name) + " AS " + name;
      case BOOLEAN, INTEGER, BIGINT, DOUBLE, DECIMAL, DATE ->
          "CAST(" + name + " AS STRING) AS " + name;
    };
  }

  private String asJson(Column column) {
    String name = SQL.name(column.name());
    return column.type().kind() == Kind.TIMESTAMP ? timestamp(name) + " AS " + name : name;
  }

  /** {@code 2024-01-31T13:45:00.5Z}, with as many digits of the second as there are. */
  private static String timestamp(String name) {
    return "concat(replace(CAST(" + name + " AS STRING), ' ', 'T'), 'Z')";
  }

  private String compression(String usual, String none) {
    String chosen = spec.compression() == null ? usual : spec.compression();
    return "none".equals(chosen) ? none : chosen;
  }
}
