package io.joborchestrator.pipeline.expression;

import io.joborchestrator.pipeline.spec.ColumnType;
import io.joborchestrator.pipeline.spec.ColumnType.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checked arguments of one function call, with their places for messages. */
record Arguments(Node.Call call, List<Typed> values) {
  int count() {
    return values.size();
  }

  Typed get(int index) {
    return values.get(index);
  }

  @Nullable ColumnType type(int index) {
    return values.get(index).type();
  }

  /** The argument as this type, widened if need be. */
  Typed as(int index, ColumnType wanted) {
    if (!Types.widens(type(index), wanted)) {
      throw wrong(index, wanted.toString());
    }
    return Types.widen(values.get(index), wanted);
  }

  /** A number, a bare NULL counting as a bigint. */
  Typed number(int index) {
    ColumnType type = type(index);
    if (type == null) {
      return Types.widen(values.get(index), ColumnType.BIGINT);
    }
    if (!type.isNumeric()) {
      throw wrong(index, "a number");
    }
    return values.get(index);
  }

  /** A date or a timestamp, a bare NULL counting as a date. */
  Typed time(int index) {
    ColumnType type = type(index);
    if (type == null) {
      return Types.widen(values.get(index), ColumnType.DATE);
    }
    if (!Types.isTemporal(type)) {
      throw wrong(index, "a date or timestamp");
    }
    return values.get(index);
  }

  /** Text that must be written down as a constant. */
  String constantText(int index) {
    if (values.get(index) instanceof Typed.Literal literal
        && literal.type() != null
        && literal.type().kind() == Kind.STRING
        && literal.value() != null) {
      return literal.value();
    }
    throw wrong(index, "a constant text in single quotes");
  }

  /** A whole number within limits that must be written down as a constant. */
  int constantInteger(int index, int low, int high) {
    String range = "a constant from " + low + " to " + high;
    Node at = call.arguments().get(index);
    try {
      if (at instanceof Node.Literal literal && literal.kind() == Node.LiteralKind.NUMBER) {
        int value = Integer.parseInt(literal.text());
        if (value >= low && value <= high) {
          return value;
        }
      }
    } catch (NumberFormatException e) {
      throw wrong(index, range);
    }
    throw wrong(index, range);
  }

  /** All arguments from an index on as their common type. */
  ColumnType common(int from) {
    ColumnType common = null;
    for (int i = from; i < values.size(); i++) {
      ColumnType next = Types.common(common, type(i));
      if (next == null && common != null && type(i) != null) {
        throw wrong(i, "a " + common + " like the arguments before it");
      }
      common = next;
    }
    if (common == null) {
      throw ExpressionException.type(
          call, "The type is not known: write cast(null as …) for one of the arguments");
    }
    return common;
  }

  ExpressionException wrong(int index, String wanted) {
    ColumnType type = type(index);
    return ExpressionException.type(
        call.arguments().get(index),
        call.function()
            + " needs "
            + wanted
            + " here, this is "
            + (type == null ? "NULL" : "a " + type));
  }

  ExpressionException wrongPattern(int index, @Nullable String message) {
    Node at = call.arguments().get(index);
    return ExpressionException.syntax(at.start(), at.end(), String.valueOf(message));
  }
}
