package io.joborchestrator.connection;

import io.joborchestrator.pipeline.spec.ColumnType;
import org.jspecify.annotations.Nullable;

/** Types of PostgreSQL as those of pipelines, and back. */
public final class PostgresTypes {
  /** A number without declared digits: 20 before the point, 18 behind it. */
  private static final ColumnType OPEN_NUMERIC = ColumnType.decimal(38, 18);

  private static final int LONGEST = 38;

  private PostgresTypes() {}

  /**
   * @param base name of the type in the catalog, that of the base type for domains
   * @param kind {@code typtype}: {@code b}ase, {@code c}omposite, {@code e}num, …
   * @param category {@code typcategory}: {@code A} is an array
   * @param modifier {@code typmod}
   * @return null if a pipeline cannot hold such values
   */
  static @Nullable ColumnType of(String base, String kind, String category, int modifier) {
    if (category.equals("A") || kind.equals("c") || kind.equals("p") || base.equals("bytea")) {
      return null;
    }
    return switch (base) {
      case "bool" -> ColumnType.BOOLEAN;
      case "int2", "int4" -> ColumnType.INTEGER;
      case "int8" -> ColumnType.BIGINT;
      case "float4", "float8" -> ColumnType.DOUBLE;
      case "numeric" -> numeric(modifier);
      case "date" -> ColumnType.DATE;
      case "timestamp", "timestamptz" -> ColumnType.TIMESTAMP;
      default -> ColumnType.STRING;
    };
  }

  private static ColumnType numeric(int modifier) {
    if (modifier < 4) {
      return OPEN_NUMERIC;
    }
    int precision = ((modifier - 4) >> 16) & 0xffff;
    // Eleven bits with a sign.
    int scale = (((modifier - 4) & 0x7ff) ^ 1024) - 1024;
    if (scale < 0) {
      return ColumnType.decimal(Math.min(LONGEST, precision - scale), 0);
    }
    int digits = Math.min(LONGEST, Math.max(precision, scale));
    return ColumnType.decimal(digits, Math.min(scale, digits));
  }

  /** The type a column of a new table gets. */
  public static String sql(ColumnType type) {
    return switch (type.kind()) {
      case STRING -> "text";
      case BOOLEAN -> "boolean";
      case INTEGER -> "integer";
      case BIGINT -> "bigint";
      case DOUBLE -> "double precision";
      case DECIMAL -> "numeric(" + type.precision() + "," + type.scale() + ")";
      case DATE -> "date";
      case TIMESTAMP -> "timestamp with time zone";
    };
  }
}
