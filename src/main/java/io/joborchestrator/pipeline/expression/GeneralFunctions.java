package io.joborchestrator.pipeline.expression;

import io.joborchestrator.pipeline.spec.ColumnType;
import java.util.ArrayList;
import java.util.List;

/** Functions of any type. */
final class GeneralFunctions {
  private GeneralFunctions() {}

  static List<Function> list() {
    return List.of(
        new Function(
            "coalesce",
            "coalesce(a, b, …)",
            "The first argument that is not NULL",
            1,
            -1,
            a -> all(a, "COALESCE($*)")),
        new Function(
            "nullif",
            "nullif(a, b)",
            "NULL if both are equal, else a",
            2,
            2,
            a -> all(a, "NULLIF($1, $2)")),
        new Function(
            "if",
            "if(condition, a, b)",
            "a where the condition is true, else b (also where it is NULL)",
            3,
            3,
            GeneralFunctions::choice),
        new Function(
            "least",
            "least(a, b, …)",
            "The smallest argument; NULLs are left out",
            2,
            -1,
            a -> all(a, "LEAST($*)")),
        new Function(
            "greatest",
            "greatest(a, b, …)",
            "The largest argument; NULLs are left out, NaN is largest",
            2,
            -1,
            a -> all(a, "GREATEST($*)")));
  }

  private static Typed all(Arguments arguments, String sql) {
    ColumnType type = arguments.common(0);
    List<Typed> values = new ArrayList<>();
    for (int i = 0; i < arguments.count(); i++) {
      values.add(arguments.as(i, type));
    }
    return new Typed.Operation(type, Template.same(sql), values);
  }

  private static Typed choice(Arguments arguments) {
    ColumnType type = arguments.common(1);
    return Types.operation(
        type,
        Template.same("CASE WHEN $1 THEN $2 ELSE $3 END"),
        arguments.as(0, ColumnType.BOOLEAN),
        arguments.as(1, type),
        arguments.as(2, type));
  }
}
