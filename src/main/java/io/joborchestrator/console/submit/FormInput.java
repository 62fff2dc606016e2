package io.joborchestrator.console.submit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.InputSpec;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Parts of pipelines in the forms of other kinds: their documents, and problems at their places.
 */
final class FormInput {
  private static final ObjectMapper JSON = new ObjectMapper();

  private FormInput() {}

  static JsonNode json(InputSpec spec) {
    return JSON.valueToTree(spec);
  }

  static JsonNode json(OutputSpec spec) {
    return JSON.valueToTree(spec);
  }

  /** Fills an input, or empties it if there is none. */
  static void load(InputViewModel input, JsonNode node) {
    input.load("input", node.isObject() ? read(node, InputSpec.class) : InputSpec.of("csv", ""));
  }

  /** Fills an output, or empties it if there is none. */
  static void load(OutputViewModel output, JsonNode node) {
    output.load(node.isObject() ? read(node, OutputSpec.class) : OutputSpec.of("csv", ""));
  }

  static <T> T read(JsonNode node, Class<T> type) {
    try {
      return JSON.treeToValue(node, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  /** A number if it reads as one, else the text: what is wrong with it is said elsewhere. */
  static JsonNode number(String text) {
    try {
      return JsonNodeFactory.instance.numberNode(new BigDecimal(text.strip()));
    } catch (NumberFormatException notANumber) {
      return JsonNodeFactory.instance.textNode(text);
    }
  }

  /** What a part sees itself, with pointers that begin at the configuration. */
  static List<Problem> own(PipelinePart part, String prefix) {
    return part.ownProblems().stream()
        .map(each -> each.withPointer(prefix + each.pointer()))
        .toList();
  }

  /** Shows the problems that belong to a part. */
  static void show(PipelinePart part, String prefix, List<Problem> problems) {
    List<Problem> shown = new ArrayList<>(part.isTouched() ? part.ownProblems() : List.of());
    shown.addAll(below(prefix, problems));
    part.show(shown);
  }

  /** The problems of a part, with pointers that begin there. */
  static List<Problem> below(String prefix, List<Problem> problems) {
    return problems.stream()
        .filter(each -> each.isAtOrBelow(prefix))
        .map(each -> each.withPointer(each.pointer().substring(prefix.length())))
        .toList();
  }
}
