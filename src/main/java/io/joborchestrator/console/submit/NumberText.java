package io.joborchestrator.console.submit;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** Numbers that a person may leave out, as texts of the form. */
final class NumberText {
  /** Commas stand between thousands only: in other places they would change the number. */
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+|\\d{1,3}(,\\d{3})+)?([.]\\d+)?([eE][+-]?\\d+)?");

  private NumberText() {}

  /** Without needless digits; empty for null. */
  static String of(@Nullable Double number) {
    return number == null ? "" : BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  /** Null if the text is empty, or no number. */
  static @Nullable Double of(StringProperty text) {
    String written = text.get().strip();
    try {
      return NUMBER.matcher(written).matches() ? Double.valueOf(written.replace(",", "")) : null;
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }

  static boolean isWrong(StringProperty text) {
    return !text.get().isBlank() && of(text) == null;
  }
}
