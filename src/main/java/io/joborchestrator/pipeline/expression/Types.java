package io.joborchestrator.pipeline.expression;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.CompiledPipeline.Dialect;
import io.joborchestrator.pipeline.spec.ColumnType;
import io.joborchestrator.pipeline.spec.ColumnType.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How types meet: widening, common types, explicit casts. */
public final class Types {
  /** Digits of an integer and a bigint as decimals. */
  private static final ColumnType INTEGER_DIGITS = ColumnType.decimal(10, 0);

  private static final ColumnType BIGINT_DIGITS = ColumnType.decimal(19, 0);

  private Types() {}

  /**
   * The type both fit into without loss (a bigint or decimal beside a double becomes a double), or
   * null if there is none.
   */
  public static @Nullable ColumnType common(@Nullable ColumnType a, @Nullable ColumnType b) {
    if (a == null || b == null || a.equals(b)) {
      return a == null ? b : a;
    }
    if (a.isNumeric() && b.isNumeric()) {
      return commonNumber(a, b);
    }
    boolean time = isTemporal(a) && isTemporal(b);
    return time ? ColumnType.TIMESTAMP : null;
  }

  private static @Nullable ColumnType commonNumber(ColumnType a, ColumnType b) {
    if (a.kind() == Kind.DOUBLE || b.kind() == Kind.DOUBLE) {
      return ColumnType.DOUBLE;
    }
    if (isInteger(a) && isInteger(b)) {
      return ColumnType.BIGINT;
    }
    ColumnType x = asDecimal(a);
    ColumnType y = asDecimal(b);
    int scale = Math.max(x.scale(), y.scale());
    int whole = Math.max(x.precision() - x.scale(), y.precision() - y.scale());
    return whole + scale > 38 ? null : ColumnType.decimal(Math.max(1, whole + scale), scale);
  }

  static boolean isInteger(ColumnType type) {
    return type.kind() == Kind.INTEGER || type.kind() == Kind.BIGINT;
  }

  static boolean isTemporal(ColumnType type) {
    return type.kind() == Kind.DATE || type.kind() == Kind.TIMESTAMP;
  }

  static ColumnType asDecimal(ColumnType type) {
    return switch (type.kind()) {
      case INTEGER -> INTEGER_DIGITS;
      case BIGINT -> BIGINT_DIGITS;
      case DECIMAL -> type;
      default -> throw new IllegalArgumentException(type + " is no exact number");
    };
  }

  /** Whether a value of one type becomes the other without being asked. */
  static boolean widens(@Nullable ColumnType from, ColumnType to) {
    return from == null || to.equals(common(from, to));
  }

  /** Widens; the caller has checked that it is possible. */
  public static Typed widen(Typed value, ColumnType to) {
    ColumnType from = value.type();
    if (to.equals(from)) {
      return value;
    }
    if (from == null) {
      return new Typed.Literal(to, null);
    }
    return operation(to, plainCast(from, to), value);
  }

  static Typed operation(ColumnType type, Template template, Typed... arguments) {
    return new Typed.Operation(type, template, List.of(arguments));
  }

  private static Template plainCast(ColumnType from, ColumnType to) {
    String duck = "CAST($1 AS " + new SqlText(Dialect.DUCKDB).type(to) + ")";
    String spark = "CAST($1 AS " + new SqlText(Dialect.SPARK).type(to) + ")";
    if (from.kind() == Kind.DECIMAL && to.kind() == Kind.DOUBLE && from.precision() > 15) {
      // DuckDB divides the unscaled value: exact only while that fits a double.
      duck = "CAST(CAST($1 AS VARCHAR) AS DOUBLE)";
    }
    return new Template(duck, spark);
  }

  /**
   * A cast that was asked for.
   *
   * @param tries NULL instead of an error where the value does not fit
   * @param what the source, for messages
   * @return null if there is no such cast
   */
  public static @Nullable Typed cast(
      Typed value, ColumnType to, boolean tries, @Nullable String format, String what) {
    ColumnType from = value.type();
    if (from == null || (from.equals(to) && format == null)) {
      return widen(value, to);
    }
    if (from.kind() == Kind.STRING) {
      return operation(to, fromText(to, tries, format, what), value);
    }
    if (format != null) {
      return null;
    }
    if (to.kind() == Kind.STRING) {
      return from.kind() == Kind.DOUBLE
          ? null
          : operation(to, new Template("CAST($1 AS VARCHAR)", "CAST($1 AS STRING)"), value);
    }
    if (widens(from, to)) {
      return widen(value, to);
    }
    if (from.isNumeric() && to.isNumeric()) {
      return operation(to, narrowing(from, to, tries, what), value);
    }
    if (from.kind() == Kind.TIMESTAMP && to.kind() == Kind.DATE) {
      return operation(to, Template.same("CAST($1 AS DATE)"), value);
    }
    if (from.kind() == Kind.BOOLEAN && isInteger(to)) {
      return operation(to, plainCast(from, to), value);
    }
    return null;
  }

  private static Template fromText(
      ColumnType to, boolean tries, @Nullable String format, String what) {
    String message = "The text cannot be read as " + to + " in " + what + ": ";
    return new Template(
        text(Dialect.DUCKDB, to, tries, format, message),
        text(Dialect.SPARK, to, tries, format, message));
  }

  private static String text(
      Dialect dialect, ColumnType to, boolean tries, @Nullable String format, String message) {
    // The argument stands in for $1: templates must not see other dollar signs.
    String marker = "\u0001";
    String sql =
        tries
            ? Conversion.tryText(dialect, marker, to, format)
            : Conversion.strictText(dialect, marker, to, format, ErrorCode.VALUE_ERROR, message);
    return Template.quoted(sql).replace(marker, "$1");
  }

  private static Template narrowing(ColumnType from, ColumnType to, boolean tries, String what) {
    return new Template(
        narrowing(Dialect.DUCKDB, from, to, tries, what),
        narrowing(Dialect.SPARK, from, to, tries, what));
  }

  /** Doubles and decimals to integers cut off, to decimals round half away from zero. */
  private static String narrowing(
      Dialect dialect, ColumnType from, ColumnType to, boolean tries, String what) {
    String type = new SqlText(dialect).type(to);
    boolean duck = dialect == Dialect.DUCKDB;
    String value;
    if (from.kind() == Kind.DOUBLE && to.kind() == Kind.DECIMAL) {
      value =
          duck ? "TRY_CAST(CAST($1 AS VARCHAR) AS " + type + ")" : "try_cast($1 AS " + type + ")";
    } else if (isInteger(to) && from.kind() == Kind.DOUBLE) {
      String limit = to.kind() == Kind.BIGINT ? "9.223372036854775807E18" : "2147483648";
      String cast = duck ? "TRY_CAST(trunc($1) AS " + type + ")" : "try_cast($1 AS " + type + ")";
      value = "CASE WHEN $1 < CAST('" + limit + "' AS DOUBLE) THEN " + cast + " END";
    } else if (isInteger(to) && from.kind() == Kind.DECIMAL) {
      value = duck ? "TRY_CAST(trunc($1) AS " + type + ")" : "try_cast($1 AS " + type + ")";
    } else {
      value = (duck ? "TRY_CAST" : "try_cast") + "($1 AS " + type + ")";
    }
    if (tries) {
      return value;
    }
    String message = Template.quoted("The value does not fit " + to + " in " + what + ": ");
    String shown = duck ? "CAST($1 AS VARCHAR)" : "CAST($1 AS STRING)";
    return "COALESCE("
        + value
        + ", CASE WHEN $1 IS NOT NULL THEN "
        + RaisedError.sql(dialect, ErrorCode.NUMERIC_OVERFLOW, message, shown)
        + " END)";
  }
}
