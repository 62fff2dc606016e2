package io.joborchestrator.engine.spark;

import io.joborchestrator.analytics.StatementAt;
import io.joborchestrator.analytics.StatementRefusedException;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.NearNames;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** What Spark's parser and analyzer say of a statement, as a code, a place and a plain sentence. */
final class SparkStatementErrors {
  private SparkStatementErrors() {}

  static StatementRefusedException of(ParseException error, StatementAt statement) {
    int character = character(error.start(), statement);
    Map<String, String> facts = error.getMessageParameters();
    String near = facts == null ? null : facts.get("error");
    String sentence =
        "PARSE_SYNTAX_ERROR".equals(error.getCondition()) && near != null
            ? "The SQL cannot be read at " + near
            : sentence(error);
    return statement.refusal(ErrorCode.INVALID_SQL, character, sentence, null);
  }

  static StatementRefusedException of(AnalysisException error, StatementAt statement) {
    int character = character(error.line(), error.startPosition(), statement);
    String condition = String.valueOf(error.getCondition()).replaceFirst("\\..*", "");
    return switch (condition) {
      case "UNRESOLVED_COLUMN" -> {
        String name = bare(fact(error, "objectName"));
        List<String> known =
            Arrays.stream(fact(error, "proposal").split(", "))
                .map(SparkStatementErrors::bare)
                .filter(candidate -> !candidate.isEmpty())
                .toList();
        String last = last(name);
        List<String> bare = known.stream().map(SparkStatementErrors::last).distinct().toList();
        yield statement.refusal(
            ErrorCode.UNKNOWN_COLUMN,
            character,
            "There is no column '" + name + "'" + nearest(known),
            NearNames.nearest(last, bare).orElse(null));
      }
      case "DATATYPE_MISMATCH" ->
          statement.refusal(ErrorCode.TYPE_MISMATCH, character, sentence(error), null);
      case "CAST_INVALID_INPUT" ->
          statement.refusal(ErrorCode.VALUE_ERROR, character, sentence(error), null);
      default -> statement.refusal(ErrorCode.INVALID_SQL, character, sentence(error), null);
    };
  }

  private static String nearest(List<String> known) {
    return known.isEmpty() ? "" : " (there are " + String.join(", ", known) + ")";
  }

  private static String last(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** What the analyzer cannot do without a session. */
  static StatementRefusedException ofOther(SparkThrowable error, StatementAt statement) {
    return statement.refusal(ErrorCode.INVALID_SQL, -1, sentence((Throwable) error), null);
  }

  private static String fact(AnalysisException error, String name) {
    Map<String, String> facts = error.getMessageParameters();
    return facts == null ? "" : facts.getOrDefault(name, "");
  }

  private static String bare(String quoted) {
    return quoted.replace("`", "");
  }

  /** Spark's first sentence, without its condition, SQLSTATE and the plan behind it. */
  private static String sentence(Throwable error) {
    String message = SparkErrors.brief(error);
    return message
        .replaceFirst("^\\[[A-Z_.0-9]+\\] ", "")
        .replaceFirst(" SQLSTATE: .*$", "")
        .replaceFirst("[.;:]\\s*$", "");
  }

  /** The character of the statement at a place Spark names, or -1. */
  static int character(@Nullable Origin origin, StatementAt statement) {
    return origin == null ? -1 : character(origin.line(), origin.startPosition(), statement);
  }

  private static int character(Option<Object> line, Option<Object> column, StatementAt statement) {
    return line.isEmpty() || column.isEmpty()
        ? -1
        : statement.text().character((Integer) line.get(), (Integer) column.get());
  }
}
