package io.joborchestrator.engine.spark;

import io.joborchestrator.connection.ConnectionErrors;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.engine.spark.SparkErrors.Verdict;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkThrowable;
import org.jspecify.annotations.Nullable;

/** What one throwable of a chain means, if it means anything by itself. */
final class SparkConditions {
  private SparkConditions() {}

  static Optional<Verdict> verdict(Throwable cause) {
    if (cause instanceof OrchestratorException ours) {
      return Optional.of(new Verdict(ours.code(), String.valueOf(ours.getMessage())));
    }
    if (cause instanceof OutOfMemoryError) {
      return verdict(
          ErrorCode.OUT_OF_MEMORY,
          "Spark ran out of memory. Give the program more (-Xmx) or read less at once.");
    }
    if (cause instanceof SparkThrowable typed && typed.getCondition() != null) {
      return ofCondition(typed.getCondition(), typed.getMessageParameters())
          .or(() -> ClusterErrors.verdict(cause));
    }
    Optional<OrchestratorException> database = ConnectionErrors.of(cause);
    if (database.isPresent()) {
      return verdict(database.get().code(), String.valueOf(database.get().getMessage()));
    }
    if (cause instanceof IOException) {
      return ofFile((IOException) cause);
    }
    return ClusterErrors.verdict(cause);
  }

  private static Optional<Verdict> ofCondition(String condition, Map<String, String> parameters) {
    String main = condition.replaceFirst("\\..*", "");
    return switch (main) {
      case "PATH_NOT_FOUND", "FILE_NOT_EXIST" ->
          verdict(
              ErrorCode.INPUT_NOT_FOUND,
              "The input " + parameter(parameters, "path") + " does not exist.");
      case "CAST_INVALID_INPUT" ->
          verdict(
              ErrorCode.VALUE_ERROR,
              "The value "
                  + parameter(parameters, "expression")
                  + " cannot be converted to "
                  + parameter(parameters, "targetType")
                  + ". Mend the data, or cast with onError null.");
      case "CANNOT_PARSE_TIMESTAMP",
          "INVALID_ARRAY_INDEX",
          "CONVERSION_INVALID_INPUT",
          "DATETIME_FIELD_OUT_OF_BOUNDS" ->
          verdict(ErrorCode.VALUE_ERROR, "A value has the wrong form: " + parameters);
      case "DIVIDE_BY_ZERO", "REMAINDER_BY_ZERO" ->
          verdict(ErrorCode.DIVISION_BY_ZERO, "A number was divided by zero.");
      case "ARITHMETIC_OVERFLOW",
          "BINARY_ARITHMETIC_OVERFLOW",
          "CAST_OVERFLOW",
          "CAST_OVERFLOW_IN_TABLE_INSERT",
          "NUMERIC_VALUE_OUT_OF_RANGE",
          "NUMERIC_OUT_OF_SUPPORTED_RANGE" ->
          verdict(ErrorCode.NUMERIC_OVERFLOW, "A number became too large for its type.");
      case "UNRESOLVED_COLUMN" ->
          verdict(
              ErrorCode.UNKNOWN_COLUMN,
              "There is no column " + parameter(parameters, "objectName") + ".");
      case "DATATYPE_MISMATCH" ->
          verdict(
              ErrorCode.TYPE_MISMATCH,
              "An operation got a value of the wrong type: "
                  + parameter(parameters, "sqlExpr")
                  + ".");
      case "MALFORMED_RECORD_IN_PARSING", "MALFORMED_CSV_RECORD" ->
          verdict(ErrorCode.BAD_ROWS, "A row of the input is malformed.");
      case "UNABLE_TO_ACQUIRE_MEMORY", "CANNOT_ACQUIRE_MEMORY_TO_BUILD_LONG_HASHED_RELATION" ->
          verdict(
              ErrorCode.OUT_OF_MEMORY,
              "Spark ran out of memory. Give the program more (-Xmx) or read less at once.");
      default -> Optional.empty();
    };
  }

  private static Optional<Verdict> ofFile(IOException cause) {
    String message = SparkErrors.brief(cause);
    String lower = message.toLowerCase(Locale.ROOT);
    if (lower.contains("no space left")
        || lower.contains("not enough space")
        || lower.contains("file too large")) {
      return verdict(
          ErrorCode.DISK_FULL, "The disk is full. Free some space, then run the job again.");
    }
    if (cause instanceof AccessDeniedException || lower.contains("permission denied")) {
      return verdict(ErrorCode.INPUT_NOT_READABLE, "A file may not be read or written: " + message);
    }
    if (cause instanceof FileNotFoundException || cause instanceof NoSuchFileException) {
      return verdict(ErrorCode.INPUT_NOT_FOUND, "A file disappeared while it was read: " + message);
    }
    if (cause instanceof CharacterCodingException) {
      return verdict(ErrorCode.INPUT_FORMAT, "The input is not text in the encoding given for it.");
    }
    return Optional.empty();
  }

  private static Optional<Verdict> verdict(ErrorCode code, String sentence) {
    return Optional.of(new Verdict(code, sentence));
  }

  private static String parameter(@Nullable Map<String, String> parameters, String name) {
    String value = parameters == null ? null : parameters.get(name);
    return value == null ? "of the input" : value;
  }
}
