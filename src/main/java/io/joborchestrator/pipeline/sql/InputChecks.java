package io.joborchestrator.pipeline.sql;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.CompiledPipeline.Dialect;
import io.joborchestrator.pipeline.expression.Conversion;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType.Kind;
import io.joborchestrator.pipeline.spec.InputSpec;
import io.joborchestrator.pipeline.spec.OutputSpec;
import io.joborchestrator.pipeline.spec.PartitionSpec;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be wrong with inputs and the output without looking at any file. */
final class InputChecks {
  private static final Set<String> FORMATS = Set.of("csv", "json", "parquet", InputSpec.JDBC);
  private static final Set<String> MODES = Set.of("refuse", "append", "replace", "upsert");
  private static final int MOST_PARTS = 64;

  private final Problems problems;

  InputChecks(Problems problems) {
    this.problems = problems;
  }

  void input(InputSpec input, String at) {
    String format = word(input.format(), FORMATS, "format", at + "/format");
    place(input.readsTable(), input.path(), input.connection(), input.table(), at);
    partition(input, at + "/partitionBy");
    String badRows =
        word(input.badRows(), Set.of("fail", "skip", "quarantine"), "policy", at + "/badRows");
    if ("quarantine".equals(badRows) != (input.quarantinePath() != null)) {
      problems.invalid(
          at + "/quarantinePath",
          input.quarantinePath() == null
              ? "With quarantine a path for the bad rows is needed"
              : "A path for bad rows goes with badRows: quarantine only");
    }
    boolean csv = "csv".equals(format);
    only(csv, input.header(), at + "/header");
    only(csv, input.delimiter(), at + "/delimiter");
    only(csv, input.quote(), at + "/quote");
    only(csv, input.nullText(), at + "/nullText");
    oneSign(input.delimiter(), at + "/delimiter");
    oneSign(input.quote(), at + "/quote");
    if (input.delimiter() != null && input.delimiter().equals(quoteOf(input))) {
      problems.invalid(at + "/quote", "The quote and the delimiter are the same");
    }
    if (input.encoding() != null) {
      word(input.encoding(), Set.of("UTF-8", "ISO-8859-1"), "encoding", at + "/encoding");
      if ("parquet".equals(format) || input.readsTable()) {
        problems.invalid(at + "/encoding", "The format " + format + " has no encoding to choose");
      }
    }
    if (input.columns() != null) {
      columns(input.columns(), at + "/columns");
    }
    pathColumns(input, at);
  }

  /** A path, or a table and its database. */
  private void place(
      boolean isTable,
      String path,
      @Nullable String connection,
      @Nullable String table,
      String at) {
    if (!isTable) {
      path(path, at + "/path");
      notInFiles(connection, at + "/connection");
      notInFiles(table, at + "/table");
      return;
    }
    if (!path.isEmpty()) {
      problems.invalid(at + "/path", "A table has no path: give connection and table");
    }
    if (connection == null || connection.isBlank()) {
      problems.invalid(at + "/connection", "The name of the connection is missing");
    }
    if (table == null || table.isBlank()) {
      problems.invalid(at + "/table", "The table is missing: schema.table");
    }
  }

  private void notInFiles(@Nullable Object value, String pointer) {
    if (value != null) {
      problems.invalid(pointer, "This goes with the format jdbc only");
    }
  }

  private void partition(InputSpec input, String at) {
    PartitionSpec partition = input.partitionBy();
    if (partition == null) {
      return;
    }
    if (!input.readsTable()) {
      notInFiles(partition, at);
    } else if (partition.number() < 1 || partition.number() > MOST_PARTS) {
      problems.invalid(at + "/number", "A table is cut into 1 to " + MOST_PARTS + " parts");
    }
  }

  private void pathColumns(InputSpec input, String at) {
    if (input.readsTable() && input.pathColumns() != null) {
      problems.invalid(at + "/pathColumns", "A table is in no folders");
    }
    List<Column> columns = input.columns();
    boolean none =
        columns != null
            && !columns.isEmpty()
            && columns.stream().allMatch(each -> input.folderColumns().contains(each.name()));
    if (none) {
      problems.invalid(at + "/columns", "At least one column has to be in the files themselves");
    }
  }

  private static String quoteOf(InputSpec input) {
    return input.quote() == null ? "\"" : input.quote();
  }

  private void columns(List<Column> columns, String at) {
    if (columns.isEmpty()) {
      problems.invalid(at, "An input needs at least one column");
    }
    problems.namesAreFine(at, columns.stream().map(Column::name).toList());
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      if (column.format() == null) {
        continue;
      }
      String pointer = Problems.pointer(at, i, "format");
      if (column.type().kind() != Kind.DATE && column.type().kind() != Kind.TIMESTAMP) {
        problems.invalid(pointer, "A pattern is for dates and timestamps only");
        continue;
      }
      try {
        Conversion.tryText(Dialect.DUCKDB, "x", column.type(), column.format());
      } catch (IllegalArgumentException e) {
        problems.invalid(pointer, String.valueOf(e.getMessage()));
      }
    }
  }

  /** An output whose columns are not known. */
  void output(@Nullable OutputSpec output, String at) {
    output(output, null, at);
  }

  /**
   * @param columns of the result, or null if they are not known
   */
  void output(@Nullable OutputSpec output, @Nullable List<Column> columns, String at) {
    if (output == null) {
      problems.invalid(at, "The pipeline has no output");
      return;
    }
    String format = word(output.format(), FORMATS, "format", at + "/format");
    place(output.writesTable(), output.path(), output.connection(), output.table(), at);
    if (output.writesTable()) {
      table(output, columns, at);
      return;
    }
    notInFiles(output.mode(), at + "/mode");
    notInFiles(output.key(), at + "/key");
    notInFiles(output.create(), at + "/create");
    String ifExists =
        word(output.ifExists(), Set.of("refuse", "replace", "append"), "choice", at + "/ifExists");
    if ("append".equals(ifExists) && output.path() != null && isFile(output.path())) {
      problems.invalid(
          at + "/ifExists", "Rows can be appended to a folder only: give a path without .csv, …");
    }
    if (output.path() != null && isFile(output.path()) && format != null) {
      String ending = output.path().substring(output.path().lastIndexOf('.') + 1);
      if (!ending.equalsIgnoreCase(format)) {
        problems.invalid(
            at + "/path", "The path ends in ." + ending + " but the format is " + format);
      }
    }
    Set<String> compressions =
        "parquet".equals(format) ? Set.of("zstd", "snappy", "none") : Set.of("none", "gzip");
    word(output.compression(), compressions, "compression", at + "/compression");
  }

  private void table(OutputSpec output, @Nullable List<Column> columns, String at) {
    if (output.ifExists() != null) {
      problems.invalid(at + "/ifExists", "With a table this is called mode");
    }
    if (output.compression() != null) {
      problems.invalid(at + "/compression", "A table has no compression to choose");
    }
    word(output.mode(), MODES, "mode", at + "/mode");
    List<String> key = output.key() == null ? List.of() : output.key();
    if ("upsert".equals(output.mode()) && key.isEmpty()) {
      problems.invalid(at + "/key", "For upsert, name the columns that tell rows apart");
    }
    problems.namesAreFine(at + "/key", key);
    for (int i = 0; columns != null && i < key.size(); i++) {
      List<String> names = columns.stream().map(Column::name).toList();
      if (!names.contains(key.get(i))) {
        problems.unknown(
            ErrorCode.UNKNOWN_COLUMN,
            Problems.pointer(at + "/key", i),
            "column of the result",
            key.get(i),
            names);
      }
    }
  }

  private static boolean isFile(String path) {
    return path.matches("(?i).*[.](csv|json|parquet)");
  }

  private void path(@Nullable String path, String at) {
    if (path == null || path.isBlank()) {
      problems.invalid(at, "The path is missing");
    } else if (path.indexOf('\0') >= 0) {
      problems.invalid(at, "The path contains a zero character");
    }
  }

  private @Nullable String word(
      @Nullable String word, Set<String> known, String what, String pointer) {
    if (word != null && !known.contains(word)) {
      problems.unknown(ErrorCode.INVALID_SPECIFICATION, pointer, what, word, known);
      return null;
    }
    if (word == null && what.equals("format")) {
      problems.invalid(pointer, "The format is missing: csv, json, parquet or jdbc");
    }
    return word;
  }

  private void only(boolean csv, @Nullable Object value, String pointer) {
    if (!csv && value != null) {
      problems.invalid(pointer, "This goes with the format csv only");
    }
  }

  private void oneSign(@Nullable String sign, String pointer) {
    if (sign != null && (sign.length() != 1 || sign.charAt(0) > 126 || "\r\n\0".contains(sign))) {
      problems.invalid(pointer, "Exactly one character (ASCII) is needed here");
    }
  }
}
