package io.joborchestrator.learning;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of an algorithm that a job may set.
 *
 * @param name key in documents
 * @param title what people call it
 * @param least smallest allowed value of a number
 * @param most largest allowed value of a number
 * @param normal value if it is left out; a number, or one of the choices
 * @param choices words that are allowed; empty for numbers
 */
public record Parameter(
    String name,
    String title,
    boolean whole,
    double least,
    double most,
    Object normal,
    List<String> choices) {
  static Parameter whole(String name, String title, int least, int most, int normal) {
    return new Parameter(name, title, true, least, most, normal, List.of());
  }

  static Parameter number(String name, String title, double least, double most, double normal) {
    return new Parameter(name, title, false, least, most, normal, List.of());
  }

  static Parameter choice(String name, String title, String normal, List<String> choices) {
    return new Parameter(name, title, false, 0, 0, normal, choices);
  }

  /** What is wrong with a value, as a sentence, or null. */
  public @Nullable String problem(JsonNode value) {
    if (!choices.isEmpty()) {
      return choices.contains(value.asText())
          ? null
          : "'" + value.asText() + "' is not possible: " + String.join(", ", choices);
    }
    boolean number = whole ? value.isIntegralNumber() || isWhole(value) : value.isNumber();
    if (!number) {
      return whole ? "A whole number is needed" : "A number is needed";
    }
    double given = value.asDouble();
    boolean inside = given >= least && given <= most;
    return inside ? null : "It must be from " + text(least) + " to " + text(most);
  }

  private static boolean isWhole(JsonNode value) {
    return value.isNumber() && value.asDouble() == Math.rint(value.asDouble());
  }

  private String text(double limit) {
    return limit == Math.rint(limit) && Math.abs(limit) < 1e15
        ? Long.toString((long) limit)
        : Double.toString(limit);
  }
}
