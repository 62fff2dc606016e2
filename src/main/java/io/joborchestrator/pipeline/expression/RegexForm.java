package io.joborchestrator.pipeline.expression;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Regular expressions both engines understand in the same way: the common part of RE2 and Java. No
 * look-around, no back references, no possessive quantifiers, no named groups.
 *
 * @param duckdb as RE2 reads it
 * @param spark as Java reads it, with the same meaning of {@code .} and {@code $}
 */
record RegexForm(String duckdb, String spark) {
  private static final String ESCAPES = "dDwWsSbBtnr";

  /**
   * @throws IllegalArgumentException with a plain sentence if the pattern cannot be used
   */
  static RegexForm parse(String pattern) {
    boolean ignoresCase = pattern.startsWith("(?i)");
    String body = ignoresCase ? pattern.substring(4) : pattern;
    StringBuilder spark = new StringBuilder(ignoresCase ? "(?diu)" : "(?d)");
    boolean inClass = false;
    for (int i = 0; i < body.length(); i++) {
      char c = body.charAt(i);
      char next = i + 1 < body.length() ? body.charAt(i + 1) : '\0';
      if (c == '\\') {
        checkEscape(next);
        spark.append(c).append(next);
        i++;
      } else if (inClass) {
        if (c == '[' || (c == '&' && next == '&')) {
          throw new IllegalArgumentException("Write '\\" + c + "' inside […]");
        }
        inClass = c != ']';
        spark.append(c);
      } else if (c == '[') {
        inClass = true;
        spark.append(c);
        if (next == '^') {
          spark.append(next);
          i++;
        }
        if (i + 1 < body.length() && body.charAt(i + 1) == ']') {
          throw new IllegalArgumentException("Write '\\]' inside […]");
        }
      } else if (c == '$') {
        spark.append("\\z");
      } else {
        checkOutside(body, i, c, next);
        spark.append(c);
      }
    }
    compile(spark.toString());
    return new RegexForm(pattern, spark.toString());
  }

  private static void checkEscape(char next) {
    if (next == '\0') {
      throw new IllegalArgumentException("The pattern ends in a lone backslash");
    }
    if (next >= '1' && next <= '9') {
      throw new IllegalArgumentException("Back references are not supported");
    }
    if (Character.isLetterOrDigit(next) && ESCAPES.indexOf(next) < 0) {
      throw new IllegalArgumentException("'\\" + next + "' is not supported in patterns");
    }
  }

  private static void checkOutside(String body, int i, char c, char next) {
    if (c == '(' && next == '?' && !body.startsWith("(?:", i)) {
      throw new IllegalArgumentException(
          "Look-around, named groups and flags are not supported; (?i) only at the start");
    }
    boolean quantifier = c == '*' || c == '+' || c == '?' || c == '}';
    if (quantifier && (next == '+' || next == '*')) {
      throw new IllegalArgumentException("Two quantifiers in a row are not supported");
    }
    if (c == '{') {
      int close = body.indexOf('}', i);
      String limits = close < 0 ? "" : body.substring(i + 1, close);
      if (!limits.matches("[0-9]{1,4}(,[0-9]{0,4})?")) {
        throw new IllegalArgumentException("Write '\\{' for a brace, or {2}, {2,} or {2,5}");
      }
      for (String limit : limits.split(",", -1)) {
        if (!limit.isEmpty() && Integer.parseInt(limit) > 1000) {
          throw new IllegalArgumentException("A repetition may go up to 1000");
        }
      }
    }
  }

  private static void compile(String pattern) {
    try {
      Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("The pattern is wrong: " + e.getDescription(), e);
    }
  }

  /** A replacement text with {@code \1} to {@code \9} for groups, as Java wants it. */
  static String sparkReplacement(String replacement) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < replacement.length(); i++) {
      char c = replacement.charAt(i);
      if (c == '\\') {
        char next = i + 1 < replacement.length() ? replacement.charAt(++i) : '\0';
        if (next >= '0' && next <= '9') {
          out.append('$').append(next);
        } else if (next == '\\') {
          out.append("\\\\");
        } else {
          throw new IllegalArgumentException(
              "In a replacement a backslash is followed by a digit or a backslash");
        }
      } else if (c == '$') {
        out.append("\\$");
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
