package io.joborchestrator.pipeline.expression;

import java.util.Map;

/**
 * A pattern of dates and times, in our letters, as each engine and a regular expression want it.
 * Letters: {@code yyyy MM M MMM dd d HH H hh h mm ss SSS SSSSSS a}; text between single quotes and
 * signs stand for themselves.
 */
record DatePattern(String duckdbParse, String duckdbFormat, String spark, String regex) {
  private record Part(String parse, String format, String regex) {}

  private static final Map<String, Part> PARTS =
      Map.ofEntries(
          Map.entry("yyyy", new Part("%Y", "%Y", "[0-9]{4}")),
          Map.entry(
              "MMM", new Part("%b", "%b", "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)")),
          Map.entry("MM", new Part("%m", "%m", "[0-9]{2}")),
          Map.entry("M", new Part("%m", "%-m", "[0-9]{1,2}")),
          Map.entry("dd", new Part("%d", "%d", "[0-9]{2}")),
          Map.entry("d", new Part("%d", "%-d", "[0-9]{1,2}")),
          Map.entry("HH", new Part("%H", "%H", "([01][0-9]|2[0-3])")),
          Map.entry("H", new Part("%H", "%-H", "(1?[0-9]|2[0-3])")),
          Map.entry("hh", new Part("%I", "%I", "(0[1-9]|1[0-2])")),
          Map.entry("h", new Part("%I", "%-I", "([1-9]|1[0-2])")),
          Map.entry("mm", new Part("%M", "%M", "[0-5][0-9]")),
          Map.entry("ss", new Part("%S", "%S", "[0-5][0-9]")),
          Map.entry("SSS", new Part("%g", "%g", "[0-9]{3}")),
          Map.entry("SSSSSS", new Part("%f", "%f", "[0-9]{6}")),
          Map.entry("a", new Part("%p", "%p", "(AM|PM)")));

  /**
   * @throws IllegalArgumentException with a plain sentence if the pattern cannot be used
   */
  static DatePattern parse(String pattern) {
    StringBuilder parse = new StringBuilder();
    StringBuilder format = new StringBuilder();
    StringBuilder regex = new StringBuilder();
    int i = 0;
    boolean lastWasPart = false;
    while (i < pattern.length()) {
      char c = pattern.charAt(i);
      if (c == '\'') {
        int close = pattern.indexOf('\'', i + 1);
        if (close < 0) {
          throw new IllegalArgumentException("The quoted text in the pattern is not closed");
        }
        literal(pattern.substring(i + 1, close), parse, format, regex);
        i = close + 1;
        lastWasPart = false;
      } else if (Character.isLetter(c)) {
        int end = i;
        while (end < pattern.length() && pattern.charAt(end) == c) {
          end++;
        }
        Part part = PARTS.get(pattern.substring(i, end));
        if (part == null) {
          throw new IllegalArgumentException(
              "The pattern part '"
                  + pattern.substring(i, end)
                  + "' is unknown: use yyyy, MM, M, MMM, dd, d, HH, H, hh, h, mm, ss, SSS, SSSSSS,"
                  + " a, or quote it");
        }
        if (lastWasPart && (end - i == 1 || pattern.charAt(i - 1) == c)) {
          throw new IllegalArgumentException(
              "Parts without a fixed width need a sign between them");
        }
        parse.append(part.parse());
        format.append(part.format());
        regex.append(part.regex());
        i = end;
        lastWasPart = true;
      } else {
        literal(String.valueOf(c), parse, format, regex);
        i++;
        lastWasPart = false;
      }
    }
    if (regex.isEmpty()) {
      throw new IllegalArgumentException("The pattern is empty");
    }
    return new DatePattern(
        parse.toString(), format.toString(), sparkForm(pattern), regex.toString());
  }

  boolean hasDate() {
    return duckdbParse.contains("%Y")
        && (duckdbParse.contains("%m") || duckdbParse.contains("%b"))
        && duckdbParse.contains("%d");
  }

  private static void literal(
      String text, StringBuilder parse, StringBuilder format, StringBuilder regex) {
    for (char c : text.toCharArray()) {
      String percent = c == '%' ? "%%" : String.valueOf(c);
      parse.append(percent);
      format.append(percent);
      if (Character.isLetterOrDigit(c) || c == ' ') {
        regex.append(c);
      } else {
        regex
            .append('[')
            .append(c == '^' || c == '\\' || c == ']' || c == '[' ? "\\" : "")
            .append(c)
            .append(']');
      }
    }
  }

  /** Signs that mean something to Spark's patterns are quoted. */
  private static String sparkForm(String pattern) {
    StringBuilder out = new StringBuilder();
    boolean quoted = false;
    for (char c : pattern.toCharArray()) {
      if (c == '\'') {
        quoted = !quoted;
        out.append(c);
      } else if (!quoted && "[]{}#".indexOf(c) >= 0) {
        out.append('\'').append(c).append('\'');
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
