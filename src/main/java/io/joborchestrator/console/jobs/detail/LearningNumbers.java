package io.joborchestrator.console.jobs.detail;

import com.fasterxml.jackson.databind.JsonNode;
import io.joborchestrator.console.view.Formats;
import java.util.Locale;

/** Figures of models as people read them: four digits that count. */
final class LearningNumbers {
  private LearningNumbers() {}

  static String text(JsonNode value) {
    if (value.isTextual()) {
      return value.asText();
    }
    return value.isNumber() ? text(value.asDouble()) : Formats.NONE;
  }

  static String text(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return Formats.exact((long) value);
    }
    double size = Math.abs(value);
    if (size >= 1e6 || size < 1e-4) {
      return String.format(Locale.ROOT, "%.2e", value);
    }
    int digits = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4;
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /** As {@link #text(double)} without noughts at the end, for axes. */
  static String brief(double value) {
    String text = text(value);
    boolean plain = text.contains(".") && !text.contains("e");
    return plain ? text.replaceFirst("[.]?0+$", "") : text;
  }
}
