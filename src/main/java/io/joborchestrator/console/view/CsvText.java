package io.joborchestrator.console.view;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lines of CSV (RFC 4180). Texts a spreadsheet would run as a formula get a leading apostrophe. */
public final class CsvText {
  private CsvText() {}

  /** One line without its end; null is an empty cell. */
  public static String line(@Nullable Object... values) {
    return Arrays.stream(values).map(CsvText::cell).collect(Collectors.joining(","));
  }

  public static String cell(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    String text = value.toString();
    if (value instanceof String && startsFormula(text)) {
      text = "'" + text;
    }
    boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  private static boolean startsFormula(String text) {
    return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
  }
}
