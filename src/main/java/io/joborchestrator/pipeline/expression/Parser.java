package io.joborchestrator.pipeline.expression;

import io.joborchestrator.pipeline.expression.Node.LiteralKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Pratt parser. From loose to tight: {@code or}, {@code and}, {@code not}, comparison, {@code ||},
 * {@code + -}, {@code * / %}, unary minus.
 */
final class Parser {
  private static final int DEEPEST = 200;

  private final String source;
  private final List<Token> tokens;
  private int at;
  private int depth;

  private Parser(String source) {
    this.source = source;
    this.tokens = Lexer.tokens(source);
  }

  static Node parse(String source) {
    Parser parser = new Parser(source);
    if (parser.current().kind() == Token.Kind.END) {
      throw ExpressionException.syntax(0, source.length(), "The expression is empty");
    }
    Node node = parser.expression(0);
    Token rest = parser.current();
    if (rest.kind() != Token.Kind.END) {
      throw ExpressionException.syntax(
          rest.start(), rest.end(), "An operator is missing before " + parser.shown(rest));
    }
    return node;
  }

  private Token current() {
    return tokens.get(at);
  }

  private Token take() {
    Token token = tokens.get(at);
    if (token.kind() != Token.Kind.END) {
      at++;
    }
    return token;
  }

  private String shown(Token token) {
    return token.kind() == Token.Kind.END
        ? "the end"
        : "'" + source.substring(token.start(), token.end()) + "'";
  }

  private Token expectSymbol(String symbol, String purpose) {
    Token token = current();
    if (!token.isSymbol(symbol)) {
      throw ExpressionException.syntax(
          token.start(), token.end(), "A '" + symbol + "' is missing " + purpose);
    }
    return take();
  }

  private Token expectKeyword(String keyword, String purpose) {
    Token token = current();
    if (!token.isKeyword(keyword)) {
      throw ExpressionException.syntax(
          token.start(), token.end(), "The word '" + keyword + "' is missing " + purpose);
    }
    return take();
  }

  private Node expression(int tighterThan) {
    if (++depth > DEEPEST) {
      throw ExpressionException.syntax(
          current().start(), current().end(), "The expression is nested too deeply");
    }
    Node left = prefix();
    while (true) {
      int strength = strength(current());
      if (strength <= tighterThan) {
        depth--;
        return left;
      }
      left = infix(left, strength);
    }
  }

  private int strength(Token token) {
    if (token.kind() == Token.Kind.KEYWORD) {
      return switch (token.text()) {
        case "or" -> 1;
        case "and" -> 2;
        case "is", "in", "between", "like" -> 4;
        case "not" -> negates(tokens.get(Math.min(at + 1, tokens.size() - 1))) ? 4 : 0;
        default -> 0;
      };
    }
    if (token.kind() != Token.Kind.SYMBOL) {
      return 0;
    }
    return switch (token.text()) {
      case "=", "<>", "!=", "<", "<=", ">", ">=" -> 4;
      case "||" -> 5;
      case "+", "-" -> 6;
      case "*", "/", "%" -> 7;
      default -> 0;
    };
  }

  private static boolean negates(Token token) {
    return token.isKeyword("in") || token.isKeyword("between") || token.isKeyword("like");
  }

  private Node infix(Node left, int strength) {
    Token operator = take();
    if (operator.kind() == Token.Kind.SYMBOL
        || operator.isKeyword("and")
        || operator.isKeyword("or")) {
      Node right = expression(strength);
      if (strength == 4 && strength(current()) == 4) {
        throw ExpressionException.syntax(
            current().start(), current().end(), "Comparisons cannot be chained: use and");
      }
      String symbol = operator.text().equals("!=") ? "<>" : operator.text();
      return new Node.Binary(symbol, left, right, left.start(), right.end());
    }
    boolean negated = operator.isKeyword("not");
    Token word = negated ? take() : operator;
    return switch (word.text()) {
      case "is" -> isNull(left);
      case "in" -> in(left, negated);
      case "between" -> between(left, negated);
      default -> {
        Node pattern = expression(4);
        yield new Node.Like(left, pattern, negated, left.start(), pattern.end());
      }
    };
  }

  private Node isNull(Node left) {
    boolean negated = current().isKeyword("not");
    if (negated) {
      take();
    }
    Token word = expectKeyword("null", "after 'is'");
    return new Node.IsNull(left, negated, left.start(), word.end());
  }

  private Node in(Node left, boolean negated) {
    expectSymbol("(", "after 'in'");
    List<Node> values = arguments("the list of 'in'");
    int end = tokens.get(at - 1).end();
    if (values.isEmpty()) {
      throw ExpressionException.syntax(left.end(), end, "The list of 'in' is empty");
    }
    return new Node.In(left, values, negated, left.start(), end);
  }

  private Node between(Node left, boolean negated) {
    Node low = expression(4);
    expectKeyword("and", "of 'between … and …'");
    Node high = expression(4);
    return new Node.Between(left, low, high, negated, left.start(), high.end());
  }

  /** Up to and with the closing parenthesis. */
  private List<Node> arguments(String purpose) {
    List<Node> values = new ArrayList<>();
    if (current().isSymbol(")")) {
      take();
      return values;
    }
    do {
      values.add(expression(0));
    } while (current().isSymbol(",") && take() != null);
    expectSymbol(")", "at the end of " + purpose);
    return values;
  }

  private Node prefix() {
    Token token = take();
    return switch (token.kind()) {
      case TEXT -> new Node.Literal(LiteralKind.TEXT, token.text(), token.start(), token.end());
      case NUMBER -> new Node.Literal(LiteralKind.NUMBER, token.text(), token.start(), token.end());
      case QUOTED_NAME -> new Node.Name(token.text(), true, token.start(), token.end());
      case NAME -> named(token);
      case KEYWORD -> keyword(token);
      case SYMBOL -> symbol(token);
      case END ->
          throw ExpressionException.syntax(
              Math.max(0, token.start() - 1), token.end(), "The expression is not finished");
    };
  }

  private Node symbol(Token token) {
    if (token.text().equals("(")) {
      Node inner = expression(0);
      expectSymbol(")", "for the '(' before it");
      return inner;
    }
    if (token.text().equals("-")) {
      Node operand = expression(8);
      return new Node.Unary("-", operand, token.start(), operand.end());
    }
    throw ExpressionException.syntax(
        token.start(), token.end(), "A value is missing before " + shown(token));
  }

  private Node named(Token token) {
    Token next = current();
    if (next.isSymbol("(")) {
      take();
      List<Node> arguments = arguments(token.text() + "(…)");
      return new Node.Call(
          token.text().toLowerCase(Locale.ROOT),
          arguments,
          token.end(),
          token.start(),
          tokens.get(at - 1).end());
    }
    if (next.kind() == Token.Kind.TEXT) {
      @Nullable LiteralKind kind = timeKind(token.text().toLowerCase(Locale.ROOT));
      if (kind != null) {
        take();
        return new Node.Literal(kind, next.text(), token.start(), next.end());
      }
    }
    return new Node.Name(token.text(), false, token.start(), token.end());
  }

  private static @Nullable LiteralKind timeKind(String word) {
    return switch (word) {
      case "date" -> LiteralKind.DATE;
      case "timestamp" -> LiteralKind.TIMESTAMP;
      default -> null;
    };
  }

  private Node keyword(Token token) {
    return switch (token.text()) {
      case "null" -> new Node.Literal(LiteralKind.NULL, "null", token.start(), token.end());
      case "true", "false" ->
          new Node.Literal(LiteralKind.BOOLEAN, token.text(), token.start(), token.end());
      case "not" -> {
        Node operand = expression(3);
        yield new Node.Unary("not", operand, token.start(), operand.end());
      }
      case "case" -> cases(token);
      case "cast" -> cast(token, false);
      case "try_cast" -> cast(token, true);
      default ->
          throw ExpressionException.syntax(
              token.start(),
              token.end(),
              "'" + token.text() + "' does not belong here; a column of this name needs \"…\"");
    };
  }

  private Node cases(Token start) {
    @Nullable Node subject = current().isKeyword("when") ? null : expression(0);
    List<Node.When> whens = new ArrayList<>();
    while (current().isKeyword("when")) {
      take();
      Node condition = expression(0);
      if (subject != null) {
        condition = new Node.Binary("=", subject, condition, condition.start(), condition.end());
      }
      expectKeyword("then", "after the condition");
      whens.add(new Node.When(condition, expression(0)));
    }
    if (whens.isEmpty()) {
      expectKeyword("when", "after 'case'");
    }
    @Nullable Node otherwise = null;
    if (current().isKeyword("else")) {
      take();
      otherwise = expression(0);
    }
    Token end = expectKeyword("end", "at the end of 'case'");
    return new Node.Case(whens, otherwise, start.start(), end.end());
  }

  private Node cast(Token start, boolean tries) {
    expectSymbol("(", "after '" + start.text() + "'");
    Node operand = expression(0);
    Token as = expectKeyword("as", "in 'cast(… as type)'");
    int from = current().start();
    int open = 0;
    while (current().kind() != Token.Kind.END && !(open == 0 && current().isSymbol(")"))) {
      open += current().isSymbol("(") ? 1 : current().isSymbol(")") ? -1 : 0;
      take();
    }
    String type = source.substring(Math.min(from, current().start()), current().start()).strip();
    if (type.isEmpty()) {
      throw ExpressionException.syntax(as.start(), current().end(), "The type is missing");
    }
    Token close = expectSymbol(")", "at the end of '" + start.text() + "'");
    return new Node.Cast(operand, type, tries, from, start.start(), close.end());
  }
}
