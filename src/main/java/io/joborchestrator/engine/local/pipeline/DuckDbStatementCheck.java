package io.joborchestrator.engine.local.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.joborchestrator.analytics.StatementAt;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.NearNames;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a statement may do: read registered inputs and earlier views, and compute. Looks at the tree
 * the engine itself makes of the text. One per statement.
 */
final class DuckDbStatementCheck {
  private static final Set<String> QUERIES =
      Set.of("SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE");

  private static final Set<String> SOURCES =
      Set.of(
          "BASE_TABLE", "SUBQUERY", "JOIN", "EXPRESSION_LIST", "TABLE_FUNCTION", "EMPTY", "PIVOT");

  private static final Set<String> TABLE_FUNCTIONS =
      Set.of("range", "generate_series", "generate_subscripts", "unnest");

  /** These tell of settings and the environment of this process, or keep something. */
  private static final Set<String> REFUSED_FUNCTIONS =
      Set.of(
          "current_setting",
          "current_database",
          "current_schema",
          "current_schemas",
          "current_user",
          "session_user",
          "user",
          "currval",
          "getenv",
          "nextval",
          "pg_typeof",
          "txid_current",
          "version",
          "write_log");

  private final StatementAt statement;
  private final Set<String> relations;
  private final IntUnaryOperator places;
  private final Set<String> lowerNames = new HashSet<>();

  /**
   * @param relations it may read
   * @param places the character of the statement for one of the engine's
   */
  DuckDbStatementCheck(StatementAt statement, Set<String> relations, IntUnaryOperator places) {
    this.statement = statement;
    this.relations = relations;
    this.places = places;
    relations.forEach(name -> lowerNames.add(lower(name)));
  }

  /**
   * @param parsed what {@code json_serialize_sql} says of the query
   * @throws io.joborchestrator.analytics.StatementRefusedException at the first that is not allowed
   */
  void require(JsonNode parsed) {
    if (parsed.path("error").asBoolean()) {
      throw unreadable(parsed);
    }
    namedQueries(parsed);
    look(parsed);
  }

  private RuntimeException unreadable(JsonNode parsed) {
    if (!parsed.path("error_type").asText().equals("parser")) {
      return statement.refusal(
          ErrorCode.SQL_NOT_ALLOWED,
          statement.text().offset(),
          statement.text().verb()
              + " is not allowed here, only queries are: SELECT, WITH, VALUES, and CREATE"
              + " TEMPORARY VIEW … AS a query",
          null);
    }
    int character = parsed.path("position").asInt(-1);
    return statement.refusal(
        ErrorCode.INVALID_SQL,
        character < 0 ? -1 : places.applyAsInt(character),
        "The SQL cannot be read: " + parsed.path("error_message").asText(),
        null);
  }

  /** Names of WITH, wherever they are: one that is used outside of its query fails later. */
  private void namedQueries(JsonNode node) {
    for (JsonNode map : node.findValues("cte_map")) {
      map.path("map").forEach(entry -> lowerNames.add(lower(entry.path("key").asText())));
    }
    for (JsonNode recursive : node.findValues("cte_name")) {
      lowerNames.add(lower(recursive.asText()));
    }
  }

  private void look(JsonNode node) {
    if (node.isObject()) {
      String type = node.path("type").asText();
      if (node.has("class")) {
        expression(node, type);
      } else if (node.has("sample") && node.has("alias")) {
        source(node, type);
      } else if (type.endsWith("_NODE") && !QUERIES.contains(type)) {
        throw refusal(node, ErrorCode.SQL_NOT_ALLOWED, "'" + type + "' is not allowed here", null);
      }
    }
    node.forEach(this::look);
  }

  private void source(JsonNode node, String type) {
    if (!SOURCES.contains(type)) {
      throw refusal(
          node,
          ErrorCode.SQL_NOT_ALLOWED,
          type.equals("SHOW_REF")
              ? "DESCRIBE, SHOW and SUMMARIZE are not allowed here"
              : "'" + type + "' is not allowed here",
          null);
    }
    if (type.equals("BASE_TABLE")) {
      table(node);
    }
    if (type.equals("TABLE_FUNCTION")) {
      String name = node.path("function").path("function_name").asText();
      if (!TABLE_FUNCTIONS.contains(lower(name))) {
        throw refusal(
            node,
            ErrorCode.SQL_NOT_ALLOWED,
            "The table function "
                + name
                + " is not allowed here: files are read as inputs of the"
                + " job only",
            null);
      }
    }
  }

  private void table(JsonNode node) {
    String name = node.path("table_name").asText();
    boolean qualified =
        !node.path("schema_name").asText().isEmpty()
            || !node.path("catalog_name").asText().isEmpty()
            || node.path("qualified_name").path("path").size() > 1;
    if (qualified || name.indexOf('/') >= 0 || name.indexOf('.') >= 0 || name.indexOf('\\') >= 0) {
      throw refusal(
          node,
          ErrorCode.SQL_NOT_ALLOWED,
          "'"
              + name
              + "' is no registered input: files and tables are read as inputs of the job"
              + " only",
          null);
    }
    if (!lowerNames.contains(lower(name))) {
      throw refusal(
          node,
          ErrorCode.INPUT_NOT_FOUND,
          "There is no input or earlier view '" + name + "'",
          NearNames.nearest(name, relations).orElse(null));
    }
  }

  private void expression(JsonNode node, String type) {
    if (type.equals("VALUE_PARAMETER")) {
      throw refusal(node, ErrorCode.INVALID_SQL, "Parameters have names here: write :name", null);
    }
    String function = node.path("function_name").asText();
    if (REFUSED_FUNCTIONS.contains(lower(function))) {
      throw refusal(
          node,
          ErrorCode.SQL_NOT_ALLOWED,
          "The function " + function + " is not allowed here",
          null);
    }
  }

  private RuntimeException refusal(
      JsonNode node, ErrorCode code, String sentence, @Nullable String near) {
    long place = node.path("query_location").asLong(-1);
    boolean known = place >= 0 && place <= statement.statement().sql().length();
    return statement.refusal(code, known ? places.applyAsInt((int) place) : -1, sentence, near);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
