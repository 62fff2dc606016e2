package io.joborchestrator.console.submit;

import java.math.BigDecimal;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** Numbers that a person may leave out, as texts of the form. */
final class NumberText {
  private NumberText() {}

  /** Without needless digits; empty for null. */
  static String of(@Nullable Double number) {
    return number == null ? "" : BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  /** Null if the text is empty, or no number. */
  static @Nullable Double of(StringProperty text) {
    try {
      return text.get().isBlank() ? null : Double.valueOf(plain(text));
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }

  static boolean isWrong(StringProperty text) {
    return !text.get().isBlank() && of(text) == null;
  }

  private static String plain(StringProperty text) {
    return text.get().strip().replace(",", "");
  }
}
