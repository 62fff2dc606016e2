package io.joborchestrator.console.submit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One field of a form that is made from a JSON Schema.
 *
 * @param name key in the configuration
 * @param title what people call it
 * @param hint what it means, or empty
 * @param choices values of an enumeration, empty for the other shapes
 * @param normal the default, or null
 */
record SchemaField(
    String name,
    String title,
    String hint,
    Shape shape,
    boolean required,
    List<String> choices,
    @Nullable JsonNode normal) {
  /** What kind of control a field needs. */
  enum Shape {
    TEXT,
    NUMBER,
    INTEGER,
    BOOLEAN,
    CHOICE,
    /** Several texts, one a line. */
    LIST,
    /** Names with texts. */
    MAP,
    /** Anything else: written as JSON. */
    JSON
  }

  /** The fields of an object schema, in written order. */
  static List<SchemaField> of(JsonNode schema) {
    List<SchemaField> fields = new ArrayList<>();
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    schema
        .path("properties")
        .properties()
        .forEach(each -> fields.add(field(schema, each.getKey(), each.getValue(), required)));
    return fields;
  }

  private static SchemaField field(
      JsonNode root, String name, JsonNode written, List<String> required) {
    JsonNode schema = resolve(root, written);
    List<String> choices = new ArrayList<>();
    schema.path("enum").forEach(value -> choices.add(value.asText()));
    return new SchemaField(
        name,
        schema.path("title").asText(titleOf(name)),
        written.path("description").asText(schema.path("description").asText("")),
        choices.isEmpty() ? shape(root, schema) : Shape.CHOICE,
        required.contains(name),
        choices,
        schema.get("default"));
  }

  private static Shape shape(JsonNode root, JsonNode schema) {
    return switch (schema.path("type").asText()) {
      case "string" -> Shape.TEXT;
      case "number" -> Shape.NUMBER;
      case "integer" -> Shape.INTEGER;
      case "boolean" -> Shape.BOOLEAN;
      case "array" -> isText(resolve(root, schema.path("items"))) ? Shape.LIST : Shape.JSON;
      case "object" ->
          isText(resolve(root, schema.path("additionalProperties"))) && !schema.has("properties")
              ? Shape.MAP
              : Shape.JSON;
      default -> Shape.JSON;
    };
  }

  private static boolean isText(JsonNode schema) {
    return "string".equals(schema.path("type").asText());
  }

  private static JsonNode resolve(JsonNode root, JsonNode schema) {
    String reference = schema.path("$ref").asText("");
    return reference.startsWith("#/") ? root.at(reference.substring(1)) : schema;
  }

  /** "outputLimitBytes" becomes "Output limit bytes". */
  private static String titleOf(String name) {
    String spaced = name.replaceAll("([a-z])([A-Z])", "$1 $2").replace('_', ' ').toLowerCase();
    return spaced.substring(0, 1).toUpperCase() + spaced.substring(1);
  }
}
