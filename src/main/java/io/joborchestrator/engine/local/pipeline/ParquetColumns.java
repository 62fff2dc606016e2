package io.joborchestrator.engine.local.pipeline;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.expression.Types;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Types of Parquet columns as types of the language. */
final class ParquetColumns {
  private ParquetColumns() {}

  /** The engine's types by column, in order. */
  static Map<String, String> types(DuckDbSession session, String from) throws SQLException {
    return session.query(
        "DESCRIBE SELECT * FROM " + from,
        rows -> {
          Map<String, String> types = new LinkedHashMap<>();
          while (rows.next()) {
            types.put(rows.getString(1), rows.getString(2));
          }
          return types;
        });
  }

  /** The type of the language, or null if such a column cannot be used. */
  static @Nullable ColumnType of(String duckType) {
    if (duckType.startsWith("DECIMAL")) {
      return ColumnType.parse(duckType.toLowerCase(java.util.Locale.ROOT));
    }
    return switch (duckType) {
      case "VARCHAR" -> ColumnType.STRING;
      case "BOOLEAN" -> ColumnType.BOOLEAN;
      case "TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT" -> ColumnType.INTEGER;
      case "BIGINT", "UINTEGER" -> ColumnType.BIGINT;
      case "UBIGINT" -> ColumnType.decimal(20, 0);
      case "FLOAT", "DOUBLE" -> ColumnType.DOUBLE;
      case "DATE" -> ColumnType.DATE;
      case "TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S" ->
          ColumnType.TIMESTAMP;
      default -> null;
    };
  }

  static void require(Column column, String duckType) {
    ColumnType own = of(duckType);
    boolean fits = own != null && column.type().equals(Types.common(own, column.type()));
    if (!fits) {
      throw new OrchestratorException(
          ErrorCode.INPUT_FORMAT,
          "The column '"
              + column.name()
              + "' is a "
              + (own == null ? duckType : own)
              + " in the file, not a "
              + column.type()
              + (own == null ? ": such columns cannot be used." : ": declare it so and cast it."));
    }
  }
}
