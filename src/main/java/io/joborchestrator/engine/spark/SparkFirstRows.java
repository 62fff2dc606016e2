package io.joborchestrator.engine.spark;

import io.joborchestrator.pipeline.CanonicalText;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** The first rows of what was written, read back from the files. */
final class SparkFirstRows {
  static final int COUNT = 100;
  private static final String NULL_MARK = "\uE000\uE001";

  private SparkFirstRows() {}

  static List<List<@Nullable String>> of(
      SparkSession session, List<Path> parts, String format, boolean header, List<Column> columns) {
    List<List<@Nullable String>> rows = new ArrayList<>();
    for (Path part : parts) {
      if (rows.size() == COUNT) {
        break;
      }
      String path = SparkInputs.uri(part);
      List<Row> read = read(session, path, format, header, columns).takeAsList(COUNT - rows.size());
      read.forEach(row -> rows.add(texts(row, columns)));
    }
    return rows;
  }

  private static Dataset<Row> read(
      SparkSession session, String path, String format, boolean header, List<Column> columns) {
    var reader = session.read().schema(SparkTypes.schema(columns));
    return switch (format) {
      case "csv" ->
          session
              .read()
              .schema(SparkTypes.text(columns.stream().map(Column::name).toList()))
              .option("header", header)
              .option("escape", "\"")
              .option("nullValue", NULL_MARK)
              .option("multiLine", true)
              .option("lineSep", "\n")
              .csv(path);
      case "json" -> reader.json(path);
      default -> reader.parquet(path);
    };
  }

  /** A row as canonical text. */
  static List<@Nullable String> texts(Row row, List<Column> columns) {
    List<@Nullable String> texts = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Object value = row.get(i);
      boolean writtenDouble =
          value instanceof String && columns.get(i).type().kind() == Kind.DOUBLE;
      texts.add(
          CanonicalText.of(writtenDouble ? (Object) Double.valueOf(String.valueOf(value)) : value));
    }
    return Collections.unmodifiableList(texts);
  }
}
