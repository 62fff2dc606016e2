package io.joborchestrator.pipeline.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Cuts an expression into words. */
final class Lexer {
  static final Set<String> KEYWORDS =
      Set.of(
          "and",
          "or",
          "not",
          "is",
          "null",
          "in",
          "between",
          "like",
          "case",
          "when",
          "then",
          "else",
          "end",
          "cast",
          "try_cast",
          "as",
          "true",
          "false");

  private static final int LONGEST = 100_000;

  private final String source;
  private int at;

  private Lexer(String source) {
    this.source = source;
  }

  static List<Token> tokens(String source) {
    if (source.length() > LONGEST) {
      throw ExpressionException.syntax(0, LONGEST, "The expression is longer than 100,000 letters");
    }
    Lexer lexer = new Lexer(source);
    List<Token> tokens = new ArrayList<>();
    Token token;
    do {
      token = lexer.next();
      tokens.add(token);
    } while (token.kind() != Token.Kind.END);
    return tokens;
  }

  private Token next() {
    while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
      at++;
    }
    if (at == source.length()) {
      return new Token(Token.Kind.END, "", at, at);
    }
    char c = source.charAt(at);
    if (c == '\'') {
      return quoted('\'', Token.Kind.TEXT, "text");
    }
    if (c == '"' || c == '`') {
      return quoted(c, Token.Kind.QUOTED_NAME, "name");
    }
    if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
      return number();
    }
    if (isNameStart(c)) {
      return word();
    }
    return symbol();
  }

  private char peek(int ahead) {
    return at + ahead < source.length() ? source.charAt(at + ahead) : '\0';
  }

  private Token quoted(char quote, Token.Kind kind, String what) {
    int start = at++;
    StringBuilder text = new StringBuilder();
    while (at < source.length()) {
      char c = source.charAt(at++);
      if (c == '\0') {
        throw ExpressionException.syntax(at - 1, at, "A zero character is not allowed");
      }
      if (c != quote) {
        text.append(c);
      } else if (peek(0) == quote) {
        text.append(quote);
        at++;
      } else if (kind == Token.Kind.QUOTED_NAME && text.isEmpty()) {
        throw ExpressionException.syntax(start, at, "The name is empty");
      } else {
        return new Token(kind, text.toString(), start, at);
      }
    }
    throw ExpressionException.syntax(start, at, "This " + what + " has no closing " + quote);
  }

  private Token number() {
    int start = at;
    skipDigits();
    if (peek(0) == '.') {
      at++;
      skipDigits();
    }
    if (peek(0) == 'e' || peek(0) == 'E') {
      int mark = at++;
      if (peek(0) == '+' || peek(0) == '-') {
        at++;
      }
      if (!isDigit(peek(0))) {
        throw ExpressionException.syntax(start, mark + 1, "The exponent has no digits");
      }
      skipDigits();
    }
    if (isNameStart(peek(0)) || peek(0) == '.') {
      throw ExpressionException.syntax(
          start, at + 1, "A number must be followed by a space or an operator");
    }
    return new Token(Token.Kind.NUMBER, source.substring(start, at), start, at);
  }

  private void skipDigits() {
    while (isDigit(peek(0))) {
      at++;
    }
  }

  private Token word() {
    int start = at;
    while (at < source.length() && isNamePart(source.charAt(at))) {
      at++;
    }
    String text = source.substring(start, at);
    String lower = text.toLowerCase(Locale.ROOT);
    return KEYWORDS.contains(lower)
        ? new Token(Token.Kind.KEYWORD, lower, start, at)
        : new Token(Token.Kind.NAME, text, start, at);
  }

  private Token symbol() {
    int start = at;
    String two = source.substring(at, Math.min(at + 2, source.length()));
    if (Set.of("<>", "!=", "<=", ">=", "||", "==").contains(two)) {
      at += 2;
      if (two.equals("==")) {
        throw new ExpressionException(
            io.joborchestrator.domain.error.ErrorCode.INVALID_EXPRESSION,
            start,
            at,
            "Equality is written with one =",
            "=");
      }
      return new Token(Token.Kind.SYMBOL, two, start, at);
    }
    char c = source.charAt(at++);
    if ("+-*/%=<>(),".indexOf(c) < 0) {
      throw ExpressionException.syntax(start, at, "'" + c + "' does not belong here");
    }
    return new Token(Token.Kind.SYMBOL, String.valueOf(c), start, at);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isNameStart(char c) {
    return c == '_' || Character.isLetter(c);
  }

  static boolean isNamePart(char c) {
    return c == '_' || Character.isLetterOrDigit(c);
  }
}
