package io.joborchestrator.pipeline.schema;

import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import java.math.BigInteger;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the types of columns from texts. Careful rather than clever: what would lose something
 * stays text. {@code 007} and {@code +1} are text, whole numbers are bigint, numbers with a point
 * double, dates only as {@code 2024-01-31}, timestamps only as ISO 8601, booleans only {@code true}
 * and {@code false}.
 */
public final class TypeGuess {
  /** So many digits always fit into 64 bits. */
  private static final int SAFE_DIGITS = 18;

  private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,18})");
  private static final Pattern TIMESTAMP =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]([01][0-9]|2[0-3]):[0-5][0-9]"
              + "(:[0-5][0-9]([.][0-9]{1,9})?(Z|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?)?)?");

  private final List<@Nullable ColumnType> types = new ArrayList<>();

  /** One row of texts; null is NULL. Rows may have any length. */
  public void add(List<@Nullable String> row) {
    while (types.size() < row.size()) {
      types.add(null);
    }
    for (int i = 0; i < row.size(); i++) {
      String text = row.get(i);
      // What is text once stays text: there is nothing to find out any more.
      if (text != null && !ColumnType.STRING.equals(types.get(i))) {
        types.set(i, merge(types.get(i), guess(text)));
      }
    }
  }

  /** The columns found so far; a column without any value is a string. */
  public List<Column> columns(List<String> names) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      ColumnType type = i < types.size() ? types.get(i) : null;
      columns.add(new Column(names.get(i), type == null ? ColumnType.STRING : type));
    }
    return columns;
  }

  /** Whether any column is something else than text. */
  public boolean hasTyped() {
    return types.stream().anyMatch(t -> t != null && !t.equals(ColumnType.STRING));
  }

  static ColumnType guess(String text) {
    if (isShortWhole(text)) {
      return ColumnType.BIGINT;
    }
    char first = text.isEmpty() ? ' ' : text.charAt(0);
    return first == '-' || isDigit(first) ? guessNumberOrTime(text) : guessWord(text);
  }

  /** Most whole numbers, without the cost of a pattern. */
  private static boolean isShortWhole(String text) {
    int from = text.startsWith("-") ? 1 : 0;
    int digits = text.length() - from;
    if (digits < 1 || digits > SAFE_DIGITS || (text.charAt(from) == '0' && digits > 1)) {
      return false;
    }
    for (int i = from; i < text.length(); i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(char sign) {
    return sign >= '0' && sign <= '9';
  }

  private static ColumnType guessWord(String text) {
    return switch (text) {
      case "NaN" -> ColumnType.DOUBLE;
      case "true", "false" -> ColumnType.BOOLEAN;
      default -> ColumnType.STRING;
    };
  }

  private static ColumnType guessNumberOrTime(String text) {
    if (WHOLE.matcher(text).matches() && new BigInteger(text).bitLength() < Long.SIZE) {
      return ColumnType.BIGINT;
    }
    if (isNumber(text)) {
      return ColumnType.DOUBLE;
    }
    if (isDate(text)) {
      return ColumnType.DATE;
    }
    return TIMESTAMP.matcher(text).matches() && isDate(text.substring(0, 10))
        ? ColumnType.TIMESTAMP
        : ColumnType.STRING;
  }

  /** With a whole part of at most 15 digits, 17 digits behind the point, an exponent of 3. */
  private static boolean isNumber(String text) {
    int at = text.startsWith("-") ? 1 : 0;
    int whole = digits(text, at, 15);
    if (whole < 1 || (whole > 1 && text.charAt(at) == '0')) {
      return false;
    }
    at += whole;
    if (at < text.length() && text.charAt(at) == '.') {
      int behind = digits(text, at + 1, 17);
      if (behind < 1) {
        return false;
      }
      at += 1 + behind;
    }
    return at == text.length() || isExponent(text, at);
  }

  private static boolean isExponent(String text, int from) {
    int at = from + 1;
    if ((text.charAt(from) | 0x20) != 'e' || at == text.length()) {
      return false;
    }
    if (text.charAt(at) == '+' || text.charAt(at) == '-') {
      at++;
    }
    int digits = digits(text, at, 3);
    return digits > 0 && at + digits == text.length();
  }

  /** How many digits follow one another, or -1 if there are more than that. */
  private static int digits(String text, int from, int most) {
    int at = from;
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    return at - from > most ? -1 : at - from;
  }

  private static boolean isDate(String text) {
    if (text.length() != 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
      return false;
    }
    if (digits(text, 0, 4) != 4 || digits(text, 5, 2) != 2 || digits(text, 8, 2) != 2) {
      return false;
    }
    int year = Integer.parseInt(text, 0, 4, 10);
    int month = Integer.parseInt(text, 5, 7, 10);
    int day = Integer.parseInt(text, 8, 10, 10);
    return year >= 1
        && month >= 1
        && month <= 12
        && day >= 1
        && day <= YearMonth.of(year, month).lengthOfMonth();
  }

  private static ColumnType merge(@Nullable ColumnType before, ColumnType now) {
    if (before == null || before.equals(now)) {
      return now;
    }
    if (before.isNumeric() && now.isNumeric()) {
      return ColumnType.DOUBLE;
    }
    boolean times =
        (before.equals(ColumnType.DATE) || before.equals(ColumnType.TIMESTAMP))
            && (now.equals(ColumnType.DATE) || now.equals(ColumnType.TIMESTAMP));
    return times ? ColumnType.TIMESTAMP : ColumnType.STRING;
  }
}
