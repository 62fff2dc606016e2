package io.joborchestrator.orchestrator.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.pipeline.spec.InputSpec;
import java.util.Map;

/**
 * Writes down what was found of inputs, so that every engine and every repetition reads the same;
 * everything else stays as it was written. Stateless.
 */
final class WrittenInputs {
  private WrittenInputs() {}

  /** A copy of a document whose {@code inputs} are complete. */
  static ObjectNode complete(ObjectNode config, Map<String, InputSpec> known, ObjectMapper json) {
    ObjectNode complete = config.deepCopy();
    for (Map.Entry<String, JsonNode> input : complete.path("inputs").properties()) {
      InputSpec spec = known.get(input.getKey());
      if (spec != null && input.getValue() instanceof ObjectNode object) {
        complete(object, spec, json);
      }
    }
    return complete;
  }

  /** Adds to one input. */
  static void complete(ObjectNode input, InputSpec known, ObjectMapper json) {
    if (known.columns() != null) {
      input.set("columns", json.valueToTree(known.columns()));
    }
    if (known.pathColumns() != null) {
      input.set("pathColumns", json.valueToTree(known.pathColumns()));
    }
  }
}
