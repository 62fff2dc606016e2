package io.joborchestrator.engine.local.script;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads fields of a configuration by their shape and notes what is wrong with them. */
final class ScriptFields {
  private final ObjectNode node;
  private final List<Problem> problems;

  ScriptFields(ObjectNode node, List<Problem> problems) {
    this.node = node;
    this.problems = problems;
  }

  /** Texts of a list; what is no text is a problem and left out. */
  List<String> words(String key, String problem) {
    JsonNode list = node.path(key);
    List<String> words = new ArrayList<>();
    if (isAbsent(list)) {
      return words;
    }
    if (!list.isArray()) {
      problem("/" + key, "'" + key + "' must be a list of texts.");
      return words;
    }
    for (int i = 0; i < list.size(); i++) {
      JsonNode word = list.get(i);
      if (!word.isTextual() && !word.isNumber()) {
        problem("/" + key + "/" + i, problem + " must be a text.");
      } else if (word.asText().indexOf('\0') >= 0) {
        problem("/" + key + "/" + i, problem + " must not contain the character NUL.");
      } else {
        words.add(word.asText());
      }
    }
    return words;
  }

  /** Texts by name. */
  Map<String, String> texts(String key, boolean mayHoldNul) {
    Map<String, String> texts = new LinkedHashMap<>();
    JsonNode value = node.path(key);
    if (isAbsent(value)) {
      return texts;
    }
    if (!value.isObject()) {
      problem("/" + key, "'" + key + "' must be an object of texts.");
      return texts;
    }
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      String pointer = "/" + key + "/" + escaped(entry.getKey());
      JsonNode text = entry.getValue();
      if (!text.isValueNode() || text.isNull()) {
        problem(pointer, "The value must be a text.");
      } else if (!mayHoldNul && text.asText().indexOf('\0') >= 0) {
        problem(pointer, "The value must not contain the character NUL.");
      } else {
        texts.put(entry.getKey(), text.asText());
      }
    }
    return texts;
  }

  @Nullable String text(String key) {
    JsonNode value = node.path(key);
    if (isAbsent(value)) {
      return null;
    }
    if (!value.isTextual() || value.asText().isBlank() || value.asText().indexOf('\0') >= 0) {
      problem("/" + key, "'" + key + "' must be a text that is not empty.");
      return null;
    }
    return value.asText();
  }

  long number(String key, long least, long most, long otherwise) {
    JsonNode value = node.path(key);
    if (isAbsent(value)) {
      return otherwise;
    }
    boolean whole = value.isIntegralNumber() && value.canConvertToLong();
    if (!whole || value.asLong() < least || value.asLong() > most) {
      problem(
          "/" + key, "'" + key + "' must be a whole number from " + least + " to " + most + ".");
      return otherwise;
    }
    return value.asLong();
  }

  void problem(String pointer, String message) {
    problems.add(Problem.at(ErrorCode.INVALID_SPECIFICATION, pointer, message));
  }

  static String escaped(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }

  private static boolean isAbsent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }
}
