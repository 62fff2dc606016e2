package io.joborchestrator.engine.local.pipeline;

import io.joborchestrator.engine.output.OutputPublisher;
import io.joborchestrator.pipeline.CanonicalText;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.expression.SqlText;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType.Kind;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the result of a query to the hidden place of an attempt and reads its first rows. */
final class DuckDbOutput {
  private static final SqlText SQL = DuckDbSession.SQL;
  private static final String TIME_FORM = "'%Y-%m-%dT%H:%M:%S.%fZ'";

  private final DuckDbSession session;
  private final CompiledPipeline pipeline;
  private final OutputSpec spec;

  DuckDbOutput(DuckDbSession session, CompiledPipeline pipeline, OutputSpec spec) {
    this.session = session;
    this.pipeline = pipeline;
    this.spec = spec;
  }

  /**
   * @return rows written
   */
  long write(OutputPublisher publisher) throws SQLException, IOException {
    return write(publisher.firstFile(), true);
  }

  /**
   * @param header csv: whether the file begins with the names
   * @return rows written
   */
  long write(Path file, boolean header) throws SQLException {
    String target = SQL.text(file.toString());
    return session.update("COPY (" + query() + ") TO " + target + " (" + options(header) + ")");
  }

  /**
   * Writes the rows alone as CSV, every text in quotes: what is empty and not quoted is NULL.
   *
   * @return rows written
   */
  long writeRows(Path file) throws SQLException {
    List<String> texts = new ArrayList<>();
    for (Column column : pipeline.columns()) {
      if (column.type().kind() == Kind.STRING) {
        texts.add(name(column));
      }
    }
    String quoted = texts.isEmpty() ? "" : ", FORCE_QUOTE (" + String.join(", ", texts) + ")";
    String target = SQL.text(file.toString());
    return session.update(
        "COPY (" + query() + ") TO " + target + " (" + options(false) + quoted + ")");
  }

  /** Values whose form in the file is not what the engine would write by itself. */
  private String query() {
    boolean plain = pipeline.columns().stream().allMatch(c -> value(c).equals(name(c)));
    if (plain) {
      return pipeline.query();
    }
    List<String> values = new ArrayList<>();
    for (Column column : pipeline.columns()) {
      values.add(value(column) + " AS " + name(column));
    }
    return "SELECT " + String.join(", ", values) + " FROM (" + pipeline.query() + ")";
  }

  private static String name(Column column) {
    return SQL.name(column.name());
  }

  private String value(Column column) {
    String name = name(column);
    boolean number = column.type().kind() == Kind.DOUBLE;
    return switch (spec.format()) {
      case "csv" -> number ? finite(name, "CAST(" + name + " AS VARCHAR)", "$1") : name;
      // JSON has no NaN and no infinity: they are texts there.
      case "json" -> number ? finite(name, "to_json(" + name + ")", "to_json($1)") : name;
      // Parquet marks instants as such only in a column with a zone.
      default -> column.type().kind() == Kind.TIMESTAMP ? "timezone('UTC', " + name + ")" : name;
    };
  }

  private static String finite(String name, String usual, String special) {
    String word =
        "CASE WHEN isnan("
            + name
            + ") THEN 'NaN' WHEN "
            + name
            + " > 0 THEN 'Infinity' ELSE '-Infinity' END";
    return "CASE WHEN "
        + name
        + " IS NULL THEN NULL WHEN isfinite("
        + name
        + ") THEN "
        + usual
        + " ELSE "
        + special.replace("$1", word)
        + " END";
  }

  private String options(boolean header) {
    String compression = spec.compression();
    return switch (spec.format()) {
      case "csv" ->
          "FORMAT csv, HEADER "
              + header
              + ", DELIMITER ',', QUOTE '\"', ESCAPE '\"', NULLSTR '',"
              + " TIMESTAMPFORMAT "
              + TIME_FORM
              + gzip(compression);
      case "json" -> "FORMAT json, TIMESTAMPFORMAT " + TIME_FORM + gzip(compression);
      default ->
          "FORMAT parquet, COMPRESSION "
              + ("none".equals(compression)
                  ? "uncompressed"
                  : compression == null ? "zstd" : compression);
    };
  }

  private static String gzip(@Nullable String compression) {
    return ", COMPRESSION " + ("gzip".equals(compression) ? "gzip" : "none");
  }

  /** The first rows of what was written, as canonical text. */
  List<List<@Nullable String>> firstRows(Path file, int rows) throws SQLException {
    return firstRows(file, true, rows);
  }

  /**
   * As {@link #firstRows(Path, int)}.
   *
   * @param header csv: whether the file begins with the names
   */
  List<List<@Nullable String>> firstRows(Path file, boolean header, int rows) throws SQLException {
    List<String> values = new ArrayList<>();
    List<String> types = new ArrayList<>();
    for (Column column : pipeline.columns()) {
      values.add(SQL.name(column.name()));
      boolean instant = column.type().kind() == Kind.TIMESTAMP;
      types.add(
          SQL.text(column.name())
              + ": "
              + SQL.text(instant ? "TIMESTAMPTZ" : SQL.type(column.type())));
    }
    String source = SQL.text(file.toString());
    String columns = ", columns = {" + String.join(", ", types) + "}";
    String packed = "gzip".equals(spec.compression()) ? ", compression = 'gzip'" : "";
    String from =
        switch (spec.format()) {
          case "csv" ->
              "read_csv("
                  + source
                  + ", auto_detect = false, hive_partitioning = false, header = "
                  + header
                  + ", delim = ',', quote = '\"', escape ="
                  + " '\"', nullstr = '', allow_quoted_nulls = false, max_line_size = 16777216"
                  + columns
                  + packed
                  + ")";
          case "json" ->
              "read_json("
                  + source
                  + ", format = 'newline_delimited', hive_partitioning = false"
                  + columns
                  + packed
                  + ")";
          default -> "read_parquet(" + source + ", hive_partitioning = false)";
        };
    return session.query(
        "SELECT " + String.join(", ", values) + " FROM " + from + " LIMIT " + rows,
        DuckDbOutput::texts);
  }

  static List<List<@Nullable String>> texts(ResultSet rows) throws SQLException {
    List<List<@Nullable String>> texts = new ArrayList<>();
    int columns = rows.getMetaData().getColumnCount();
    boolean[] local = new boolean[columns];
    for (int i = 0; i < columns; i++) {
      local[i] = rows.getMetaData().getColumnTypeName(i + 1).equals("TIMESTAMP");
    }
    while (rows.next()) {
      List<@Nullable String> row = new ArrayList<>();
      for (int i = 1; i <= columns; i++) {
        row.add(
            CanonicalText.of(
                local[i - 1]
                    ? rows.getObject(i, java.time.LocalDateTime.class)
                    : rows.getObject(i)));
      }
      texts.add(row);
    }
    return texts;
  }
}
