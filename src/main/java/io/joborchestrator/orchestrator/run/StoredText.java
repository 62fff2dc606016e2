package io.joborchestrator.orchestrator.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Iterator;
import java.util.Map;

/** Makes text storable: PostgreSQL takes no NUL, and people want no control characters. */
final class StoredText {
  private static final char REPLACEMENT = '\uFFFD';

  private StoredText() {}

  /** One line without control characters (tabs stay), cut at so many characters. */
  static String line(String text, int longest) {
    String cut = text.length() > longest ? text.substring(0, longest) + " …" : text;
    StringBuilder clean = null;
    for (int i = 0; i < cut.length(); i++) {
      char c = cut.charAt(i);
      boolean bad = Character.isISOControl(c) && c != '\t' || isLoneSurrogate(cut, i);
      if (bad && clean == null) {
        clean = new StringBuilder(cut);
      }
      if (bad && clean != null) {
        clean.setCharAt(i, REPLACEMENT);
      }
    }
    return clean == null ? cut : clean.toString();
  }

  /** The same object if it has no NUL, else a copy without. */
  static ObjectNode json(ObjectNode node) {
    return node.toString().contains("\\u0000") ? (ObjectNode) clean(node.deepCopy()) : node;
  }

  private static JsonNode clean(JsonNode node) {
    if (node instanceof TextNode text) {
      return TextNode.valueOf(text.textValue().replace('\0', REPLACEMENT));
    }
    if (node instanceof ObjectNode object) {
      Iterator<Map.Entry<String, JsonNode>> fields = object.fields();
      while (fields.hasNext()) {
        Map.Entry<String, JsonNode> field = fields.next();
        field.setValue(clean(field.getValue()));
      }
    }
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, clean(array.get(i)));
      }
    }
    return node;
  }

  private static boolean isLoneSurrogate(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 >= text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }
}
