package io.joborchestrator.pipeline.expression;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The expression language from outside: check a text, complete a text. */
public final class Expressions {
  private static final long LONGEST_SQL = 200_000;

  private Expressions() {}

  /** An operation may need an argument more than once, and those of that argument again. */
  private static long length(Typed typed) {
    if (!(typed instanceof Typed.Operation operation)) {
      return 40;
    }
    List<Long> arguments = new ArrayList<>();
    operation.arguments().forEach(argument -> arguments.add(length(argument)));
    return Math.min(operation.template().length(arguments), 10 * LONGEST_SQL);
  }

  /**
   * Parses and checks.
   *
   * @param expected type the result must have or widen to, or null for any
   * @throws ExpressionException at the first wrong characters
   */
  public static Typed check(String source, List<Column> columns, @Nullable ColumnType expected) {
    Node node = Parser.parse(source);
    Typed typed = new TypeChecker(source, columns).check(node);
    if (length(typed) > LONGEST_SQL) {
      throw ExpressionException.syntax(
          node.start(),
          node.end(),
          "The expression is too large: derive columns for parts of it in a step before");
    }
    if (expected != null) {
      if (!Types.widens(typed.type(), expected)) {
        throw ExpressionException.type(
            node,
            expected.equals(ColumnType.BOOLEAN)
                ? "A condition is needed (true or false), this is a " + typed.type()
                : "A " + expected + " is needed, this is a " + typed.type());
      }
      return Types.widen(typed, expected);
    }
    if (typed.type() == null) {
      throw new ExpressionException(
          ErrorCode.TYPE_MISMATCH,
          node.start(),
          node.end(),
          "NULL alone has no type: write cast(null as …)",
          null);
    }
    return typed;
  }

  /** A column name as it is written in an expression: quoted if it must be. */
  public static String written(String column) {
    boolean plain =
        !column.isEmpty()
            && Lexer.isNameStart(column.charAt(0))
            && column.chars().allMatch(c -> Lexer.isNamePart((char) c))
            && !Lexer.KEYWORDS.contains(column.toLowerCase(Locale.ROOT));
    return plain ? column : '"' + column.replace("\"", "\"\"") + '"';
  }

  /**
   * Names and functions that fit where the text ends, at most 30; functions with an opening
   * parenthesis. Empty inside a text constant and behind a finished value.
   */
  public static List<String> completions(String source, List<Column> columns) {
    int start = source.length();
    while (start > 0 && Lexer.isNamePart(source.charAt(start - 1))) {
      start--;
    }
    String prefix = source.substring(start).toLowerCase(Locale.ROOT);
    String before = source.substring(0, start);
    List<Token> tokens;
    try {
      tokens = Lexer.tokens(before);
    } catch (ExpressionException e) {
      return List.of();
    }
    Token last = tokens.size() < 2 ? null : tokens.get(tokens.size() - 2);
    if (last != null && endsValue(last)) {
      return matching(
          prefix, List.of("and", "or", "is null", "is not null", "in (", "between", "like"));
    }
    List<String> names = new ArrayList<>();
    columns.forEach(column -> names.add(written(column.name())));
    Functions.names().forEach(name -> names.add(name + "("));
    names.addAll(List.of("case when ", "cast(", "not ", "null", "true", "false"));
    return matching(prefix, names);
  }

  private static boolean endsValue(Token token) {
    return switch (token.kind()) {
      case NAME, QUOTED_NAME, TEXT, NUMBER -> true;
      case KEYWORD -> List.of("null", "true", "false", "end").contains(token.text());
      case SYMBOL -> token.text().equals(")");
      case END -> false;
    };
  }

  private static List<String> matching(String prefix, List<String> names) {
    List<String> found = new ArrayList<>();
    for (String name : names) {
      String plain = name.startsWith("\"") ? name.substring(1) : name;
      if (plain.toLowerCase(Locale.ROOT).startsWith(prefix)
          && !plain.toLowerCase(Locale.ROOT).equals(prefix)
          && found.size() < 30) {
        found.add(name);
      }
    }
    return found;
  }
}
