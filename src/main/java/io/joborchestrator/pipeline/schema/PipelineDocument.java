package io.joborchestrator.pipeline.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.expression.Suggestion;
import io.joborchestrator.pipeline.spec.ColumnType;
import io.joborchestrator.pipeline.spec.PipelineSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pipelines as JSON documents, by the published schema. Stateless. */
public final class PipelineDocument {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The schema is read and compiled once, at first use. */
  private static final class Schemas {
    static final JsonSchema PIPELINE = load();

    private static JsonSchema load() {
      try (InputStream in =
          PipelineDocument.class.getResourceAsStream("/schemas/pipeline.schema.json")) {
        if (in == null) {
          throw new IllegalStateException("The schema of pipelines is not in this build");
        }
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private PipelineDocument() {}

  /**
   * What was read and what is wrong with it.
   *
   * @param spec null if it could not be read at all; then there are problems
   */
  public record Reading(@Nullable PipelineSpec spec, List<Problem> problems) {
    public Reading {
      problems = List.copyOf(problems);
    }
  }

  /** Reads strictly: unknown keys and wrong kinds of value are problems at their places. */
  public static Reading read(JsonNode config) {
    List<Problem> problems = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    for (ValidationMessage message : Schemas.PIPELINE.validate(config)) {
      Problem problem = problem(message);
      if (seen.add(problem.pointer() + problem.message())) {
        problems.add(problem);
      }
    }
    types(config, "", problems);
    if (!problems.isEmpty()) {
      return new Reading(null, problems);
    }
    try {
      return new Reading(JSON.treeToValue(config, PipelineSpec.class), List.of());
    } catch (JsonProcessingException | IllegalArgumentException e) {
      String reason =
          e instanceof JsonProcessingException j ? j.getOriginalMessage() : e.getMessage();
      return new Reading(
          null, List.of(Problem.at(ErrorCode.INVALID_SPECIFICATION, "", String.valueOf(reason))));
    }
  }

  /** The document of a pipeline. */
  public static ObjectNode write(PipelineSpec spec) {
    return JSON.valueToTree(spec);
  }

  private static Problem problem(ValidationMessage message) {
    String pointer = pointer(message.getInstanceLocation().toString());
    String property = message.getProperty();
    if ("additionalProperties".equals(message.getType())
        || "unevaluatedProperties".equals(message.getType())) {
      String near = property == null ? null : Suggestion.near(property, known(pointer));
      return new Problem(
          ErrorCode.INVALID_SPECIFICATION,
          pointer + "/" + property,
          -1,
          -1,
          "Unknown key '" + property + "'" + (near == null ? "" : ": did you mean '" + near + "'?"),
          near);
    }
    if ("required".equals(message.getType())) {
      return Problem.at(
          ErrorCode.INVALID_SPECIFICATION, pointer, "The key '" + property + "' is missing");
    }
    String text = message.getMessage();
    int colon = text.indexOf(": ");
    String plain = colon < 0 ? text : text.substring(colon + 2);
    return Problem.at(
        ErrorCode.INVALID_SPECIFICATION,
        pointer,
        plain.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + plain.substring(1));
  }

  /** The validator writes {@code $.steps[2].where} or a pointer, by its version. */
  private static String pointer(String location) {
    if (location.startsWith("/") || location.isEmpty()) {
      return location;
    }
    return location
        .replaceFirst("^\\$", "")
        .replaceAll("\\['([^']*)'\\]", "/$1")
        .replaceAll("\\[(\\d+)\\]", "/$1")
        .replace(".", "/");
  }

  private static List<String> known(String pointer) {
    if (pointer.isEmpty()) {
      return List.of("inputs", "tables", "from", "steps", "output", "checkpoint");
    }
    if (pointer.matches("/inputs/[^/]*")) {
      return List.of(
          "format",
          "path",
          "columns",
          "badRows",
          "quarantinePath",
          "header",
          "delimiter",
          "quote",
          "encoding",
          "nullText");
    }
    if (pointer.equals("/checkpoint")) {
      return List.of("enabled", "chunkBytes");
    }
    if (pointer.equals("/output")) {
      return List.of("format", "path", "ifExists", "compression");
    }
    return List.of(
        "op",
        "where",
        "columns",
        "name",
        "expression",
        "from",
        "to",
        "type",
        "onError",
        "format",
        "with",
        "on",
        "left",
        "right",
        "suffix",
        "keys",
        "aggregates",
        "function",
        "as",
        "by",
        "column",
        "direction",
        "nulls",
        "keep",
        "rows",
        "steps");
  }

  /** Names of types have a grammar of their own. */
  private static void types(JsonNode node, String pointer, List<Problem> problems) {
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        types(node.get(i), pointer + "/" + i, problems);
      }
    } else if (node.isObject()) {
      boolean join = "join".equals(node.path("op").asText());
      Iterator<Map.Entry<String, JsonNode>> fields = node.fields();
      while (fields.hasNext()) {
        Map.Entry<String, JsonNode> field = fields.next();
        String at = pointer + "/" + field.getKey().replace("~", "~0").replace("/", "~1");
        if (field.getKey().equals("type") && field.getValue().isTextual() && !join) {
          type(field.getValue().asText(), at, problems);
        } else {
          types(field.getValue(), at, problems);
        }
      }
    }
  }

  private static void type(String text, String at, List<Problem> problems) {
    try {
      ColumnType.parse(text);
    } catch (IllegalArgumentException e) {
      String near =
          Suggestion.near(
              text,
              List.of(
                  "string",
                  "boolean",
                  "integer",
                  "bigint",
                  "double",
                  "decimal(18,2)",
                  "date",
                  "timestamp"));
      problems.add(
          new Problem(
              ErrorCode.INVALID_SPECIFICATION, at, -1, -1, String.valueOf(e.getMessage()), near));
    }
  }
}
