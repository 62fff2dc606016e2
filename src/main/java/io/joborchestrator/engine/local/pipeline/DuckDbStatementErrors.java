package io.joborchestrator.engine.local.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.joborchestrator.analytics.StatementAt;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.NearNames;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** What the engine says of a statement it cannot bind, as a code, a place and a sentence. */
final class DuckDbStatementErrors {
  private static final ObjectMapper JSON = new ObjectMapper();

  private DuckDbStatementErrors() {}

  /**
   * @param error of a session that writes its errors as JSON
   * @param places the character of the statement for one of the engine's
   */
  static RuntimeException of(SQLException error, StatementAt statement, IntUnaryOperator places) {
    String message = String.valueOf(error.getMessage());
    JsonNode facts = facts(message);
    int position = facts.path("position").asInt(-1);
    int character = position < 0 ? -1 : places.applyAsInt(position);
    String name = facts.path("name").asText();
    List<String> candidates =
        Arrays.stream(facts.path("candidates").asText().split(","))
            .filter(word -> !word.isBlank())
            .toList();
    return switch (facts.path("error_subtype").asText()) {
      case "COLUMN_NOT_FOUND" -> {
        List<String> bare = candidates.stream().map(DuckDbStatementErrors::last).toList();
        String known = bare.isEmpty() ? "" : " (there are " + String.join(", ", bare) + ")";
        yield statement.refusal(
            ErrorCode.UNKNOWN_COLUMN,
            character,
            "There is no column '" + name + "'" + known,
            NearNames.nearest(name, bare).orElse(null));
      }
      case "MISSING_ENTRY" ->
          statement.refusal(
              ErrorCode.INVALID_SQL,
              character,
              facts.path("type").asText().contains("Function")
                  ? "There is no function " + name
                  : "There is no '" + name + "'",
              NearNames.nearest(name, candidates).orElse(null));
      case "NO_MATCHING_FUNCTION" ->
          statement.refusal(
              ErrorCode.TYPE_MISMATCH,
              character,
              "Nothing takes values of these types: " + facts.path("call").asText(name),
              null);
      default ->
          statement.refusal(ErrorCode.INVALID_SQL, character, sentence(facts, message), null);
    };
  }

  private static String last(String candidate) {
    String bare = candidate.strip().replace("\"", "");
    return bare.substring(bare.lastIndexOf('.') + 1);
  }

  private static String sentence(JsonNode facts, String message) {
    String text = facts.path("exception_message").asText(message);
    return text.strip().lines().findFirst().orElse(text).replaceFirst("[.!]$", "");
  }

  private static JsonNode facts(String message) {
    int start = message.indexOf('{');
    try {
      return start < 0 ? MissingNode.getInstance() : JSON.readTree(message.substring(start));
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
