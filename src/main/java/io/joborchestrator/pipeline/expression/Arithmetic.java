package io.joborchestrator.pipeline.expression;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.CompiledPipeline.Dialect;
import io.joborchestrator.pipeline.spec.ColumnType;
import io.joborchestrator.pipeline.spec.ColumnType.Kind;
import org.jspecify.annotations.Nullable;

/** The four operations and the remainder, with their result types. */
final class Arithmetic {
  private Arithmetic() {}

  /**
   * @return null if the operands have no such operation
   */
  static @Nullable Typed operation(String operator, Typed left, Typed right, String what) {
    Typed a = left.type() == null ? Types.widen(left, ColumnType.BIGINT) : left;
    Typed b = right.type() == null ? Types.widen(right, ColumnType.BIGINT) : right;
    if (!a.certainType().isNumeric() || !b.certainType().isNumeric()) {
      return null;
    }
    return switch (operator) {
      case "/" -> quotient(a, b, what);
      case "%" -> remainder(a, b, what);
      case "*" -> product(a, b);
      default -> sum(operator, a, b);
    };
  }

  private static Typed quotient(Typed a, Typed b, String what) {
    return guarded(
        ColumnType.DOUBLE,
        "($1 / $2)",
        Types.widen(a, ColumnType.DOUBLE),
        Types.widen(b, ColumnType.DOUBLE),
        what);
  }

  static Typed remainder(Typed a, Typed b, String what) {
    ColumnType x = a.certainType();
    ColumnType y = b.certainType();
    ColumnType type = Types.common(x, y);
    if (type == null) {
      type = ColumnType.DOUBLE;
    } else if (Types.isInteger(type)) {
      type = ColumnType.BIGINT;
    }
    return guarded(type, "($1 % $2)", Types.widen(a, type), Types.widen(b, type), what);
  }

  /** Dividing by zero is an error on every engine, unless the other operand is NULL. */
  private static Typed guarded(ColumnType type, String sql, Typed a, Typed b, String what) {
    if (isNonZeroConstant(b)) {
      return Types.operation(type, Template.same(sql), a, b);
    }
    return Types.operation(
        type,
        new Template(guard(Dialect.DUCKDB, sql, what), guard(Dialect.SPARK, sql, what)),
        a,
        b);
  }

  private static String guard(Dialect dialect, String sql, String what) {
    return "CASE WHEN $2 = 0 AND $1 IS NOT NULL THEN "
        + Template.quoted(
            RaisedError.sql(dialect, ErrorCode.DIVISION_BY_ZERO, "Division by zero in " + what, ""))
        + " ELSE "
        + sql
        + " END";
  }

  private static boolean isNonZeroConstant(Typed value) {
    if (value instanceof Typed.Operation operation) {
      return operation.template().duckdb().startsWith("CAST($1 AS ")
          && isNonZeroConstant(operation.arguments().get(0));
    }
    return value instanceof Typed.Literal literal
        && literal.value() != null
        && literal.value().matches("-?[0-9.]*[1-9][0-9.]*");
  }

  private static Typed sum(String operator, Typed a, Typed b) {
    ColumnType type = sumType(a.certainType(), b.certainType());
    if (type.kind() != Kind.DECIMAL) {
      return Types.operation(
          type,
          Template.same("($1 " + operator + " $2)"),
          Types.widen(a, type),
          Types.widen(b, type));
    }
    return Types.operation(type, exact(operator, type, type), operand(a, type), operand(b, type));
  }

  private static ColumnType sumType(ColumnType a, ColumnType b) {
    if (a.kind() == Kind.DOUBLE || b.kind() == Kind.DOUBLE) {
      return ColumnType.DOUBLE;
    }
    if (Types.isInteger(a) && Types.isInteger(b)) {
      return ColumnType.BIGINT;
    }
    ColumnType x = Types.asDecimal(a);
    ColumnType y = Types.asDecimal(b);
    int scale = Math.max(x.scale(), y.scale());
    int whole = Math.max(x.precision() - x.scale(), y.precision() - y.scale());
    return ColumnType.decimal(Math.min(38, whole + scale + 1), scale);
  }

  private static Typed product(Typed a, Typed b) {
    ColumnType x = a.certainType();
    ColumnType y = b.certainType();
    if (x.kind() == Kind.DOUBLE || y.kind() == Kind.DOUBLE) {
      return Types.operation(
          ColumnType.DOUBLE,
          Template.same("($1 * $2)"),
          Types.widen(a, ColumnType.DOUBLE),
          Types.widen(b, ColumnType.DOUBLE));
    }
    if (Types.isInteger(x) && Types.isInteger(y)) {
      return Types.operation(
          ColumnType.BIGINT,
          Template.same("($1 * $2)"),
          Types.widen(a, ColumnType.BIGINT),
          Types.widen(b, ColumnType.BIGINT));
    }
    ColumnType dx = Types.asDecimal(x);
    ColumnType dy = Types.asDecimal(y);
    int scale = dx.scale() + dy.scale();
    if (scale > 38) {
      throw new IllegalArgumentException(
          "The product would have " + scale + " digits behind the point: cast an operand first");
    }
    ColumnType type = ColumnType.decimal(Math.min(38, dx.precision() + dy.precision()), scale);
    return Types.operation(type, exact("*", type, dx), operand(a, dx), operand(b, dy));
  }

  /**
   * DuckDB computes with 64 bits while both operands have at most 18 digits, whatever the result
   * needs: its left operand gets more digits first.
   */
  private static Template exact(String operator, ColumnType type, ColumnType left) {
    String cast = "CAST((%s " + operator + " $2) AS " + decimal(type) + ")";
    int wide = Math.max(19, left.precision());
    String duck =
        type.precision() > 18
            ? "CAST($1 AS " + decimal(ColumnType.decimal(wide, left.scale())) + ")"
            : "$1";
    return new Template(cast.formatted(duck), cast.formatted("$1"));
  }

  private static String decimal(ColumnType type) {
    return "DECIMAL(" + type.precision() + "," + type.scale() + ")";
  }

  private static Typed operand(Typed value, ColumnType decimal) {
    ColumnType type = value.certainType();
    if (type.kind() == Kind.DECIMAL && type.scale() == decimal.scale()) {
      return value;
    }
    // The result may be capped at 38 digits, so this may narrow: an overflow is an error then.
    return Types.operation(decimal, Template.same("CAST($1 AS " + decimal(decimal) + ")"), value);
  }
}
