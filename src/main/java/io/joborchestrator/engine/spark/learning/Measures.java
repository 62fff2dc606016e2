package io.joborchestrator.engine.spark.learning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * What was measured, as it is stored: figures to ten digits, so that noise is not taken for more.
 */
final class Measures {
  private static final MathContext DIGITS = new MathContext(10);

  private final ObjectNode result = JsonNodeFactory.instance.objectNode();
  private final ArrayNode metrics = result.putArray("metrics");

  ObjectNode result() {
    return result;
  }

  void metric(String name, double value) {
    metrics.addObject().put("name", name).set("value", number(value));
  }

  /**
   * A figure by its name.
   *
   * @throws IllegalArgumentException if it was not measured
   */
  double value(String name) {
    for (JsonNode metric : metrics) {
      if (metric.path("name").asText().equals(name)) {
        return metric.path("value").asDouble();
      }
    }
    throw new IllegalArgumentException("Nothing was measured as " + name);
  }

  boolean has(String name) {
    return metrics.findValuesAsText("name").contains(name);
  }

  /** A figure; what is no number has no place in JSON and becomes null. */
  static JsonNode number(double value) {
    return Double.isFinite(value)
        ? JsonNodeFactory.instance.numberNode(
            new BigDecimal(value).round(DIGITS).stripTrailingZeros().doubleValue())
        : JsonNodeFactory.instance.nullNode();
  }
}
