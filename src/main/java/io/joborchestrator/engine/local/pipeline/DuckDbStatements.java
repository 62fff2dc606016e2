package io.joborchestrator.engine.local.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.joborchestrator.analytics.AnalyticsSpec;
import io.joborchestrator.analytics.ParameterValues;
import io.joborchestrator.analytics.StatementAt;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.expression.SqlText;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * The statements of a job in a session where its inputs are relations: parsed and checked by the
 * engine itself, with parameters as typed variables. One per session.
 */
final class DuckDbStatements {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SqlText SQL = DuckDbSession.SQL;

  private final DuckDbSession session;
  private final AnalyticsSpec spec;

  DuckDbStatements(DuckDbSession session, AnalyticsSpec spec) {
    this.session = session;
    this.spec = spec;
  }

  /**
   * A statement that may be run.
   *
   * @param query its rows with types that files have, in the order of {@code columns}
   */
  record Ready(StatementAt statement, List<Column> columns, String query) {}

  /**
   * Checks all statements and makes the views; nothing is read yet.
   *
   * @throws io.joborchestrator.analytics.StatementRefusedException at the first that is wrong
   */
  List<Ready> prepare() throws SQLException {
    parameters();
    session.execute("SET errors_as_json = true");
    List<Ready> ready = new ArrayList<>();
    for (StatementAt statement : StatementAt.allOf(spec)) {
      ready.add(prepare(statement));
    }
    session.execute("SET errors_as_json = false");
    return ready;
  }

  /** The prefix keeps it from being a variable of the engine's. */
  private static String variable(String parameter) {
    return "getvariable('p_" + parameter.toLowerCase(Locale.ROOT) + "')";
  }

  private void parameters() throws SQLException {
    for (Map.Entry<String, AnalyticsSpec.Parameter> entry : spec.parameters().entrySet()) {
      Object value = ParameterValues.of(entry.getValue());
      session.setVariable(
          "p_" + entry.getKey().toLowerCase(Locale.ROOT),
          SQL.type(entry.getValue().type()),
          value instanceof Instant instant
              ? LocalDateTime.ofInstant(instant, ZoneOffset.UTC)
              : value);
    }
  }

  private Ready prepare(StatementAt statement) throws SQLException {
    String query = statement.text().queryWith(DuckDbStatements::variable);
    IntUnaryOperator places =
        position ->
            statement.text().originalOf(characters(query, position), DuckDbStatements::variable);
    new DuckDbStatementCheck(statement, statement.relations(spec), places).require(parsed(query));
    List<DuckDbSession.NamedType> found;
    try {
      found = session.columns(query);
    } catch (SQLException e) {
      throw DuckDbStatementErrors.of(e, statement, places);
    }
    String view = statement.view();
    if (view != null) {
      session.execute("CREATE VIEW " + SQL.name(view) + " AS " + query);
      return new Ready(statement, known(found), "SELECT * FROM " + SQL.name(view));
    }
    List<Column> columns = columns(found, statement);
    return new Ready(statement, columns, typed(query, columns));
  }

  private com.fasterxml.jackson.databind.JsonNode parsed(String query) throws SQLException {
    String tree =
        session.query(
            "SELECT CAST(json_serialize_sql(" + SQL.text(query) + ") AS VARCHAR)",
            rows -> rows.next() ? rows.getString(1) : "{}");
    try {
      return JSON.readTree(tree);
    } catch (JsonProcessingException e) {
      throw new SQLException("The engine's tree of a statement cannot be read", e);
    }
  }

  /** The engine counts bytes. */
  private static int characters(String query, int bytes) {
    byte[] text = query.getBytes(StandardCharsets.UTF_8);
    return new String(text, 0, Math.min(bytes, text.length), StandardCharsets.UTF_8).length();
  }

  private static String typed(String query, List<Column> columns) {
    List<String> values = new ArrayList<>();
    for (Column column : columns) {
      String name = SQL.name(column.name());
      values.add("CAST(" + name + " AS " + SQL.type(column.type()) + ") AS " + name);
    }
    return "SELECT " + String.join(", ", values) + " FROM (" + query + "\n)";
  }

  private static List<Column> columns(List<DuckDbSession.NamedType> found, StatementAt statement) {
    List<Column> columns = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (DuckDbSession.NamedType one : found) {
      if (!names.add(one.name().toLowerCase(Locale.ROOT))) {
        throw statement.refusal(
            ErrorCode.INVALID_SQL,
            -1,
            "Two columns of the result have the name '" + one.name() + "': rename one with AS",
            null);
      }
      ColumnType type =
          type(one.type())
              .orElseThrow(
                  () ->
                      statement.refusal(
                          ErrorCode.TYPE_MISMATCH,
                          -1,
                          "The column '"
                              + one.name()
                              + "' has the type "
                              + one.type()
                              + ", which no output holds: convert it, for example with to_json",
                          null));
      columns.add(new Column(one.name(), type));
    }
    return columns;
  }

  private static List<Column> known(List<DuckDbSession.NamedType> found) {
    List<Column> columns = new ArrayList<>();
    for (DuckDbSession.NamedType one : found) {
      type(one.type()).ifPresent(type -> columns.add(new Column(one.name(), type)));
    }
    return columns;
  }

  /**
   * Sums of integers have 128 bits in the engine; files have 64, and too large a sum is an error.
   */
  private static Optional<ColumnType> type(String name) {
    if (name.startsWith("DECIMAL(") && name.endsWith(")")) {
      return Optional.of(ColumnType.parse(name.toLowerCase(Locale.ROOT)));
    }
    if (name.startsWith("ENUM")) {
      return name.endsWith("[]") ? Optional.empty() : Optional.of(ColumnType.STRING);
    }
    return switch (name) {
      case "VARCHAR", "UUID", "JSON", "NULL", "\"NULL\"" -> Optional.of(ColumnType.STRING);
      case "BOOLEAN" -> Optional.of(ColumnType.BOOLEAN);
      case "TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT" ->
          Optional.of(ColumnType.INTEGER);
      case "BIGINT", "UINTEGER", "HUGEINT" -> Optional.of(ColumnType.BIGINT);
      case "UBIGINT" -> Optional.of(ColumnType.decimal(20, 0));
      case "FLOAT", "DOUBLE" -> Optional.of(ColumnType.DOUBLE);
      case "DATE" -> Optional.of(ColumnType.DATE);
      case "TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" ->
          Optional.of(ColumnType.TIMESTAMP);
      default -> Optional.empty();
    };
  }
}
