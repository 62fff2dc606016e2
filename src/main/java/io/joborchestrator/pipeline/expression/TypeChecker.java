package io.joborchestrator.pipeline.expression;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives every part of an expression its type and makes all conversions explicit. */
final class TypeChecker {
  private final String source;
  private final Map<String, ColumnType> columns = new LinkedHashMap<>();

  TypeChecker(String source, List<Column> columns) {
    this.source = source;
    columns.forEach(column -> this.columns.put(column.name(), column.type()));
  }

  Typed check(Node node) {
    if (node instanceof Node.Literal literal) {
      return Literals.typed(literal);
    }
    if (node instanceof Node.Name name) {
      return column(name);
    }
    if (node instanceof Node.Unary unary) {
      return unary.operator().equals("not") ? not(check(unary.operand()), unary) : negated(unary);
    }
    if (node instanceof Node.Binary binary) {
      return binary(binary);
    }
    if (node instanceof Node.IsNull isNull) {
      return Types.operation(
          ColumnType.BOOLEAN,
          Template.same(isNull.negated() ? "($1 IS NOT NULL)" : "($1 IS NULL)"),
          check(isNull.operand()));
    }
    if (node instanceof Node.In in) {
      return in(in);
    }
    if (node instanceof Node.Between between) {
      return between(between);
    }
    if (node instanceof Node.Like like) {
      return like(like);
    }
    if (node instanceof Node.Case cases) {
      return cases(cases);
    }
    if (node instanceof Node.Cast cast) {
      return cast(cast);
    }
    return call((Node.Call) node);
  }

  private String text(Node node) {
    return source.substring(node.start(), node.end());
  }

  private Typed column(Node.Name name) {
    ColumnType type = columns.get(name.name());
    if (type != null) {
      return new Typed.ColumnRef(type, name.name());
    }
    String near = Suggestion.near(name.name(), columns.keySet());
    String hint =
        near != null
            ? ": did you mean '" + near + "'?"
            : name.quoted() ? "; text is written in single quotes" : "";
    throw new ExpressionException(
        ErrorCode.UNKNOWN_COLUMN,
        name.start(),
        name.end(),
        "There is no column '" + name.name() + "'" + hint,
        near == null ? null : Expressions.written(near));
  }

  private static Typed not(Typed operand, Node.Unary at) {
    return Types.operation(
        ColumnType.BOOLEAN, Template.same("(NOT $1)"), truth(operand, at.operand(), "not"));
  }

  private static Typed truth(Typed value, Node at, String operator) {
    if (value.type() != null && !ColumnType.BOOLEAN.equals(value.type())) {
      throw ExpressionException.type(
          at, "'" + operator + "' needs true or false here, this is a " + value.type());
    }
    return Types.widen(value, ColumnType.BOOLEAN);
  }

  private Typed negated(Node.Unary unary) {
    if (unary.operand() instanceof Node.Literal literal
        && literal.kind() == Node.LiteralKind.NUMBER) {
      return Literals.negative(literal);
    }
    Typed operand = check(unary.operand());
    ColumnType type = operand.type();
    if (type == null || !type.isNumeric()) {
      throw ExpressionException.type(
          unary.operand(), "'-' needs a number, this is " + (type == null ? "NULL" : "a " + type));
    }
    if (Types.isInteger(type)) {
      return Types.operation(
          ColumnType.BIGINT,
          Template.same("(CAST(0 AS BIGINT) - $1)"),
          Types.widen(operand, ColumnType.BIGINT));
    }
    return Types.operation(type, Template.same("(-$1)"), operand);
  }

  private Typed binary(Node.Binary node) {
    Typed left = check(node.left());
    Typed right = check(node.right());
    return switch (node.operator()) {
      case "and", "or" ->
          Types.operation(
              ColumnType.BOOLEAN,
              Template.same(node.operator().equals("and") ? "($1 AND $2)" : "($1 OR $2)"),
              truth(left, node.left(), node.operator()),
              truth(right, node.right(), node.operator()));
      case "||" ->
          Types.operation(
              ColumnType.STRING,
              Template.same("($1 || $2)"),
              joined(left, node.left()),
              joined(right, node.right()));
      case "=", "<>", "<", "<=", ">", ">=" -> comparison(node.operator(), left, right, node);
      default -> arithmetic(node, left, right);
    };
  }

  private static Typed joined(Typed value, Node at) {
    if (!Types.widens(value.type(), ColumnType.STRING)) {
      throw ExpressionException.type(
          at, "'||' joins texts, this is a " + value.type() + ": use cast(… as string)");
    }
    return Types.widen(value, ColumnType.STRING);
  }

  private Typed arithmetic(Node.Binary node, Typed left, Typed right) {
    @Nullable Typed result;
    try {
      result = Arithmetic.operation(node.operator(), left, right, text(node));
    } catch (IllegalArgumentException e) {
      throw ExpressionException.type(node, String.valueOf(e.getMessage()));
    }
    if (result == null) {
      boolean leftIsWrong = left.type() != null && !left.type().isNumeric();
      Node at = leftIsWrong ? node.left() : node.right();
      ColumnType type = leftIsWrong ? left.type() : right.type();
      String hint =
          type != null && Types.isTemporal(type)
              ? ": use date_add_days, add_months or days_between"
              : node.operator().equals("+") && ColumnType.STRING.equals(type)
                  ? ": texts are joined with ||"
                  : "";
      throw ExpressionException.type(
          at, "'" + node.operator() + "' needs numbers, this is a " + type + hint);
    }
    return result;
  }

  private Typed comparison(String operator, Typed left, Typed right, Node at) {
    ColumnType type = comparable(left, right, at);
    return Types.operation(
        ColumnType.BOOLEAN,
        Template.same("($1 " + operator + " $2)"),
        Types.widen(left, type),
        Types.widen(right, type));
  }

  private static ColumnType comparable(Typed left, Typed right, Node at) {
    ColumnType type = Types.common(left.type(), right.type());
    if (type == null && left.type() != null && right.type() != null) {
      if (left.type().isNumeric() && right.type().isNumeric()) {
        return ColumnType.DOUBLE;
      }
      throw ExpressionException.type(at, mismatch(left.type(), right.type()));
    }
    return type == null ? ColumnType.BOOLEAN : type;
  }

  private static String mismatch(ColumnType left, ColumnType right) {
    ColumnType other = left.equals(ColumnType.STRING) ? right : left;
    boolean withText = left.equals(ColumnType.STRING) || right.equals(ColumnType.STRING);
    String hint = "";
    if (withText && Types.isTemporal(other)) {
      hint = ": write " + other + " '2024-01-31' for a constant";
    } else if (withText) {
      hint = ": use cast(… as " + other + ")";
    }
    return "A " + left + " cannot be compared with a " + right + hint;
  }

  private Typed in(Node.In in) {
    Typed operand = check(in.operand());
    List<Typed> values = new ArrayList<>();
    ColumnType type = operand.type();
    for (Node value : in.values()) {
      Typed checked = check(value);
      type = comparable(type == null ? checked : withType(operand, type), checked, value);
      values.add(checked);
    }
    ColumnType common = type == null ? ColumnType.BOOLEAN : type;
    List<Typed> arguments = new ArrayList<>();
    arguments.add(Types.widen(operand, common));
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      arguments.add(Types.widen(values.get(i), common));
    }
    Typed first = arguments.get(0);
    List<Typed> rest = arguments.subList(1, arguments.size());
    Typed tuple = new Typed.Operation(common, Template.same("($*)"), rest);
    String word = in.negated() ? "NOT IN" : "IN";
    return Types.operation(ColumnType.BOOLEAN, Template.same("($1 " + word + " $2)"), first, tuple);
  }

  private static Typed withType(Typed value, ColumnType type) {
    return value.type() == null ? Types.widen(value, type) : new Typed.ColumnRef(type, "");
  }

  private Typed between(Node.Between between) {
    Typed value = check(between.operand());
    Typed low = check(between.low());
    Typed high = check(between.high());
    Typed both =
        Types.operation(
            ColumnType.BOOLEAN,
            Template.same("($1 AND $2)"),
            comparison(">=", value, low, between.low()),
            comparison("<=", value, high, between.high()));
    return between.negated()
        ? Types.operation(ColumnType.BOOLEAN, Template.same("(NOT $1)"), both)
        : both;
  }

  private Typed like(Node.Like like) {
    Typed value = check(like.operand());
    Typed pattern = check(like.pattern());
    if (!Types.widens(value.type(), ColumnType.STRING)) {
      throw ExpressionException.type(
          like.operand(), "'like' needs a text, this is a " + value.type());
    }
    if (!(pattern instanceof Typed.Literal literal)
        || !ColumnType.STRING.equals(literal.type())
        || literal.value() == null) {
      throw ExpressionException.type(like.pattern(), "The pattern must be a text in single quotes");
    }
    if (!literal.value().matches("(?s)([^\\\\]|\\\\[\\\\%_])*")) {
      throw ExpressionException.syntax(
          like.pattern().start(), like.pattern().end(), "After \\ only %, _ or \\ may follow");
    }
    String word = like.negated() ? "NOT LIKE" : "LIKE";
    return Types.operation(
        ColumnType.BOOLEAN,
        new Template("($1 " + word + " $2 ESCAPE '\\')", "($1 " + word + " $2 ESCAPE '\\\\')"),
        Types.widen(value, ColumnType.STRING),
        pattern);
  }

  private Typed cases(Node.Case node) {
    List<Typed> arguments = new ArrayList<>();
    StringBuilder sql = new StringBuilder("CASE");
    List<Node> results = new ArrayList<>();
    node.whens().forEach(when -> results.add(when.result()));
    if (node.otherwise() != null) {
      results.add(node.otherwise());
    }
    ColumnType type = null;
    for (Node result : results) {
      Typed checked = check(result);
      ColumnType next = Types.common(type, checked.type());
      if (next == null && type != null && checked.type() != null) {
        throw ExpressionException.type(
            result, "The results of 'case' are a " + type + " and a " + checked.type());
      }
      type = next;
    }
    if (type == null) {
      throw ExpressionException.type(node, "All results are NULL: write cast(null as …)");
    }
    if (node.whens().size() > 100) {
      throw ExpressionException.syntax(node.start(), node.end(), "More than 100 'when'");
    }
    Typed chain =
        node.otherwise() == null
            ? new Typed.Literal(type, null)
            : Types.widen(check(node.otherwise()), type);
    for (int i = node.whens().size() - 1; i >= 0; i--) {
      Node.When when = node.whens().get(i);
      Typed condition = truth(check(when.condition()), when.condition(), "when");
      chain =
          Types.operation(
              type,
              Template.same("CASE WHEN $1 THEN $2 ELSE $3 END"),
              condition,
              Types.widen(check(when.result()), type),
              chain);
    }
    return chain;
  }

  private Typed cast(Node.Cast node) {
    ColumnType to;
    try {
      to = ColumnType.parse(node.type());
    } catch (IllegalArgumentException e) {
      throw ExpressionException.syntax(
          node.typeStart(),
          node.typeStart() + node.type().length(),
          String.valueOf(e.getMessage()));
    }
    Typed value = check(node.operand());
    Typed result = Types.cast(value, to, node.tries(), null, text(node));
    if (result == null) {
      String hint =
          ColumnType.DOUBLE.equals(value.type()) && to.equals(ColumnType.STRING)
              ? ": a double has no single written form, cast it to decimal(p,s) first"
              : "";
      throw ExpressionException.type(node, "A " + value.type() + " cannot be cast to " + to + hint);
    }
    return result;
  }

  private Typed call(Node.Call call) {
    Function function = Functions.find(call.function());
    if (function == null) {
      String near = Suggestion.near(call.function(), Functions.names());
      throw new ExpressionException(
          ErrorCode.INVALID_EXPRESSION,
          call.start(),
          call.nameEnd(),
          "There is no function '"
              + call.function()
              + "'"
              + (near == null ? "" : ": did you mean '" + near + "'?"),
          near);
    }
    int count = call.arguments().size();
    if (count < function.least() || (function.most() >= 0 && count > function.most())) {
      throw ExpressionException.syntax(
          call.start(), call.end(), "It is written " + function.signature());
    }
    List<Typed> values = new ArrayList<>();
    call.arguments().forEach(argument -> values.add(check(argument)));
    return function.resolver().resolve(new Arguments(call, values));
  }
}
