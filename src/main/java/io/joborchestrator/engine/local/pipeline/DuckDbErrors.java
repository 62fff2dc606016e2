package io.joborchestrator.engine.local.pipeline;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.expression.RaisedError;
import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The engine's messages as codes and plain sentences. */
final class DuckDbErrors {
  private static final Pattern CSV_LINE = Pattern.compile("CSV Error on Line: (\\d+)");
  private static final Pattern CSV_FILE = Pattern.compile("(?m)^\\s*file = (.+)$");
  private static final Pattern JSON_PLACE =
      Pattern.compile(
          "Malformed JSON in file \"(.+?)\", at byte \\d+ in (?:line|record/value) (\\d+)");

  private DuckDbErrors() {}

  static OrchestratorException of(SQLException error) {
    String message = String.valueOf(error.getMessage());
    RaisedError raised = RaisedError.in(message).orElse(null);
    if (raised != null) {
      return new OrchestratorException(raised.code(), raised.message(), error);
    }
    Matcher line = CSV_LINE.matcher(message);
    if (line.find()) {
      return csv(message, line.group(1), error);
    }
    Matcher json = JSON_PLACE.matcher(message);
    if (json.find()) {
      return new OrchestratorException(
          ErrorCode.BAD_ROWS,
          "The file " + json.group(1) + " holds broken JSON in line " + json.group(2) + ".",
          error);
    }
    return new OrchestratorException(code(message), first(message), error);
  }

  private static OrchestratorException csv(String message, String line, SQLException error) {
    Matcher file = CSV_FILE.matcher(message);
    String where = "line " + line + (file.find() ? " of " + file.group(1).trim() : "");
    if (message.contains("unicode") || message.contains("not utf-8")) {
      return new OrchestratorException(
          ErrorCode.INPUT_FORMAT,
          "There are bytes that are no UTF-8 in " + where + ": try the encoding ISO-8859-1.",
          error);
    }
    if (message.contains("Maximum line size")
        || message.contains("maximum_line_size")
        || message.contains("max_line_size")) {
      return new OrchestratorException(
          ErrorCode.INPUT_FORMAT, "There is a record longer than 2 MB in " + where + ".", error);
    }
    Matcher counts =
        Pattern.compile("Expected Number of Columns: (\\d+) Found: (\\d+)").matcher(message);
    String what =
        counts.find()
            ? "has " + counts.group(2) + " fields instead of " + counts.group(1)
            : "cannot be cut into fields (a quote stands in the wrong place)";
    return new OrchestratorException(
        ErrorCode.BAD_ROWS, "The record in " + where + " " + what + ".", error);
  }

  private static ErrorCode code(String message) {
    String text = message.toLowerCase(Locale.ROOT);
    if (text.contains("no space left")
        || text.contains("disk full")
        || text.contains("max_temp_directory_size")
        || text.contains("file too large")
        || text.contains("disk quota exceeded")
        || text.contains("file size limit")) {
      return ErrorCode.DISK_FULL;
    }
    if (text.startsWith("out of memory")
        || text.contains("failed to allocate")
        || text.contains("could not allocate")) {
      return ErrorCode.OUT_OF_MEMORY;
    }
    if (text.contains("permission denied")) {
      return text.contains("for reading") || text.contains("cannot open file")
          ? ErrorCode.INPUT_NOT_READABLE
          : ErrorCode.OUTPUT_NOT_WRITABLE;
    }
    if (text.contains("no files found") || text.contains("no such file")) {
      return ErrorCode.INPUT_NOT_FOUND;
    }
    if (text.contains("parquet")
        || text.contains("malformed json")
        || text.contains("csv error")
        || text.contains("unicode")
        || text.contains("invalid json")) {
      return ErrorCode.INPUT_FORMAT;
    }
    if (text.startsWith("out of range error")
        || text.contains("out of range")
        || text.contains("overflow")) {
      return ErrorCode.NUMERIC_OVERFLOW;
    }
    return text.startsWith("conversion error") ? ErrorCode.VALUE_ERROR : ErrorCode.ENGINE_FAILED;
  }

  private static String first(String message) {
    String line = message.strip().lines().findFirst().orElse("The engine gave no reason");
    return line.length() > 500 ? line.substring(0, 500) : line;
  }

  /** Whether the reader of CSV files gave up, and not one of our own checks. */
  static boolean isOfCsv(SQLException error) {
    String message = String.valueOf(error.getMessage());
    boolean ours = RaisedError.in(message).isPresent();
    return !ours && (CSV_LINE.matcher(message).find() || message.contains("CSV Parser"));
  }

  static boolean isInterrupt(SQLException error) {
    return String.valueOf(error.getMessage()).contains("INTERRUPT");
  }
}
