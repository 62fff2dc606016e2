package io.joborchestrator.pipeline.expression;

import io.joborchestrator.pipeline.spec.ColumnType;
import io.joborchestrator.pipeline.spec.ColumnType.Kind;
import java.util.List;

/** Functions of numbers. */
final class NumberFunctions {
  /** From here on a double has no digits behind the point. */
  private static final String WHOLE = "CAST('4503599627370496' AS DOUBLE)";

  private NumberFunctions() {}

  static List<Function> list() {
    return List.of(
        new Function("abs", "abs(number)", "Without its sign", 1, 1, NumberFunctions::abs),
        new Function(
            "sign",
            "sign(number)",
            "-1, 0 or 1 as a bigint; NaN gives NULL",
            1,
            1,
            NumberFunctions::sign),
        new Function(
            "round",
            "round(number, digits)",
            "Rounded half away from zero to 0 to 15 digits behind the point (0 if left out)",
            1,
            2,
            NumberFunctions::round),
        new Function(
            "floor",
            "floor(number)",
            "The next whole number below",
            1,
            1,
            a -> whole(a, "floor($1)", "floor($1)")),
        new Function(
            "ceil",
            "ceil(number)",
            "The next whole number above",
            1,
            1,
            a -> whole(a, "ceil($1)", "ceil($1)")),
        new Function(
            "trunc",
            "trunc(number)",
            "The digits behind the point cut off",
            1,
            1,
            a -> whole(a, "trunc($1)", "(CASE WHEN $1 < 0 THEN ceil($1) ELSE floor($1) END)")),
        new Function(
            "mod",
            "mod(a, b)",
            "Remainder of a / b, with the sign of a; the same as a % b",
            2,
            2,
            a -> Arithmetic.remainder(a.number(0), a.number(1), "mod(…)")),
        doubles("sqrt", "Square root; NaN below zero", "sqrt($1)"),
        doubles("exp", "e to the power of the number (last digit may vary)", "exp($1)"),
        doubles(
            "ln",
            "Natural logarithm, NULL for zero and below (last digit may vary)",
            "CASE WHEN $1 > 0 THEN ln($1) END"),
        doubles(
            "log10",
            "Logarithm to base 10, NULL for zero and below (last digit may vary)",
            "CASE WHEN $1 > 0 THEN log10($1) END"),
        new Function(
            "power",
            "power(base, exponent)",
            "Base to the power of the exponent, a double (last digit may vary)",
            2,
            2,
            a ->
                Types.operation(
                    ColumnType.DOUBLE,
                    Template.same("power($1, $2)"),
                    a.as(0, ColumnType.DOUBLE),
                    a.as(1, ColumnType.DOUBLE))),
        new Function(
            "is_nan",
            "is_nan(number)",
            "Whether a double is NaN (not a number)",
            1,
            1,
            a ->
                Types.operation(
                    ColumnType.BOOLEAN,
                    // NaN-safe equality; a plain isnan(NULL) is false in one engine and NULL in the
                    // other.
                    Template.same("($1 = CAST('NaN' AS DOUBLE))"),
                    a.as(0, ColumnType.DOUBLE))));
  }

  private static Function doubles(String name, String doc, String sql) {
    return new Function(
        name,
        name + "(number)",
        doc,
        1,
        1,
        a -> Types.operation(ColumnType.DOUBLE, Template.same(sql), a.as(0, ColumnType.DOUBLE)));
  }

  private static Typed abs(Arguments arguments) {
    Typed value = arguments.number(0);
    if (value.certainType().kind() == Kind.INTEGER) {
      value = Types.widen(value, ColumnType.BIGINT);
    }
    return Types.operation(value.certainType(), Template.same("abs($1)"), value);
  }

  private static Typed sign(Arguments arguments) {
    return Types.operation(
        ColumnType.BIGINT,
        Template.same(
            "CAST(CASE WHEN $1 = CAST('NaN' AS DOUBLE) THEN NULL WHEN $1 > 0 THEN 1 WHEN $1 < 0"
                + " THEN -1 WHEN $1 = 0 THEN 0 END AS BIGINT)"),
        arguments.as(0, ColumnType.DOUBLE));
  }

  private static Typed round(Arguments arguments) {
    Typed value = arguments.number(0);
    ColumnType type = value.certainType();
    int digits = arguments.count() == 2 ? arguments.constantInteger(1, 0, 15) : 0;
    if (Types.isInteger(type) || (type.kind() == Kind.DECIMAL && digits >= type.scale())) {
      return value;
    }
    if (type.kind() == Kind.DECIMAL) {
      ColumnType result =
          ColumnType.decimal(
              Math.max(1, Math.min(38, type.precision() - type.scale() + digits + 1)), digits);
      String rounded = "CAST(round($1, " + digits + ") AS DECIMAL(%d,%d))";
      return Types.operation(
          result, Template.same(rounded.formatted(result.precision(), digits)), value);
    }
    // Java rounds the shortest decimal form of the double; DuckDB would round its binary value.
    String duck =
        "CASE WHEN abs($1) < "
            + WHOLE
            + " THEN CAST(CAST(CAST(CAST($1 AS VARCHAR) AS DECIMAL(38,"
            + digits
            + ")) AS VARCHAR) AS DOUBLE) ELSE $1 END";
    String spark = "CASE WHEN abs($1) < " + WHOLE + " THEN round($1, " + digits + ") ELSE $1 END";
    return Types.operation(ColumnType.DOUBLE, new Template(duck, spark), value);
  }

  private static Typed whole(Arguments arguments, String duck, String spark) {
    Typed value = arguments.number(0);
    ColumnType type = value.certainType();
    if (Types.isInteger(type)) {
      return value;
    }
    if (type.kind() == Kind.DECIMAL) {
      ColumnType result =
          ColumnType.decimal(Math.min(38, Math.max(1, type.precision() - type.scale() + 1)), 0);
      String form = "CAST(%s AS DECIMAL(" + result.precision() + ",0))";
      return Types.operation(
          result, new Template(form.formatted(duck), form.formatted(spark)), value);
    }
    String form = "CASE WHEN abs($1) < " + WHOLE + " THEN CAST(%s AS DOUBLE) ELSE $1 END";
    return Types.operation(
        ColumnType.DOUBLE, new Template(form.formatted(duck), form.formatted(spark)), value);
  }
}
