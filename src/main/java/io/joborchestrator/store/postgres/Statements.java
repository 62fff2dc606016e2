package io.joborchestrator.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs prepared statements with parameters by position; lists become arrays. */
final class Statements {
  private Statements() {}

  /** Makes one value of one row. */
  @FunctionalInterface
  interface Mapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  /**
   * An array parameter.
   *
   * @param type the name of the element type
   */
  record SqlArray(String type, @Nullable Object[] values) {}

  static SqlArray texts(Collection<String> values) {
    return new SqlArray("text", values.toArray());
  }

  static <T> SqlArray array(
      String type, Collection<T> items, Function<T, ? extends @Nullable Object> value) {
    @Nullable Object[] values = new Object[items.size()];
    int i = 0;
    for (T item : items) {
      values[i++] = value.apply(item);
    }
    return new SqlArray(type, values);
  }

  static <T> List<T> list(
      Connection connection, String sql, Mapper<T> mapper, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(connection, statement, parameters);
      try (ResultSet rows = statement.executeQuery()) {
        List<T> result = new ArrayList<>();
        while (rows.next()) {
          result.add(mapper.map(rows));
        }
        return result;
      }
    }
  }

  static <T> Optional<T> first(
      Connection connection, String sql, Mapper<T> mapper, @Nullable Object... parameters)
      throws SQLException {
    List<T> rows = list(connection, sql, mapper, parameters);
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
  }

  /** Exactly one row, as functions and aggregates give. */
  static <T> T one(
      Connection connection, String sql, Mapper<T> mapper, @Nullable Object... parameters)
      throws SQLException {
    return first(connection, sql, mapper, parameters)
        .orElseThrow(() -> new SQLException("No row came back"));
  }

  private static void bind(
      Connection connection, PreparedStatement statement, @Nullable Object[] parameters)
      throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      Object value = parameters[i];
      if (value instanceof SqlArray array) {
        statement.setArray(i + 1, connection.createArrayOf(array.type(), array.values()));
      } else if (value instanceof Instant instant) {
        statement.setObject(i + 1, Rows.time(instant));
      } else {
        statement.setObject(i + 1, value);
      }
    }
  }
}
