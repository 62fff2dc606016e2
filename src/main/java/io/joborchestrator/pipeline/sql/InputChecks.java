package io.joborchestrator.pipeline.sql;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.CompiledPipeline.Dialect;
import io.joborchestrator.pipeline.expression.Conversion;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType.Kind;
import io.joborchestrator.pipeline.spec.InputSpec;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be wrong with inputs and the output without looking at any file. */
final class InputChecks {
  private static final Set<String> FORMATS = Set.of("csv", "json", "parquet");

  private final Problems problems;

  InputChecks(Problems problems) {
    this.problems = problems;
  }

  void input(InputSpec input, String at) {
    String format = word(input.format(), FORMATS, "format", at + "/format");
    path(input.path(), at + "/path");
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
      if ("parquet".equals(format)) {
        problems.invalid(at + "/encoding", "Parquet files have no encoding to choose");
      }
    }
    if (input.columns() != null) {
      columns(input.columns(), at + "/columns");
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

  void output(@Nullable OutputSpec output, String at) {
    if (output == null) {
      problems.invalid(at, "The pipeline has no output");
      return;
    }
    String format = word(output.format(), FORMATS, "format", at + "/format");
    path(output.path(), at + "/path");
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
      problems.invalid(pointer, "The format is missing: csv, json or parquet");
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
