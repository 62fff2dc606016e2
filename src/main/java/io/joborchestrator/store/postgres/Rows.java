package io.joborchestrator.store.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads values of result rows and writes values of parameters, nulls and types included. */
final class Rows {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final double NANOS = 1e9;

  private Rows() {}

  static Instant instant(ResultSet row, String column) throws SQLException {
    Instant value = instantOrNull(row, column);
    if (value == null) {
      throw new SQLException("Column " + column + " is null");
    }
    return value;
  }

  static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  static @Nullable OffsetDateTime time(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  static @Nullable Double doubleOrNull(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? null : value;
  }

  static @Nullable Duration durationOrNull(ResultSet row, String column) throws SQLException {
    return duration(doubleOrNull(row, column));
  }

  static @Nullable Duration duration(@Nullable Double seconds) {
    return seconds == null ? null : Duration.ofNanos(Math.round(seconds * NANOS));
  }

  static @Nullable Double seconds(@Nullable Duration duration) {
    return duration == null ? null : duration.toNanos() / NANOS;
  }

  static List<String> texts(ResultSet row, String column) throws SQLException {
    Array array = row.getArray(column);
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }

  static ObjectNode object(ResultSet row, String column) throws SQLException {
    ObjectNode value = objectOrNull(row, column);
    return value == null ? JsonNodeFactory.instance.objectNode() : value;
  }

  static @Nullable ObjectNode objectOrNull(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    return text == null ? null : parse(text) instanceof ObjectNode node ? node : null;
  }

  static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new OrchestratorException(
          ErrorCode.INTERNAL, "The database holds JSON that cannot be read", e);
    }
  }

  static @Nullable String text(@Nullable JsonNode node) {
    return node == null ? null : node.toString();
  }

  /** A text as PostgreSQL can store it: every character but NUL. */
  static String storable(String text) {
    return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
  }

  static @Nullable String storableOrNull(@Nullable String text) {
    return text == null ? null : storable(text);
  }
}
