package io.joborchestrator.pipeline.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.expression.Suggestion;
import io.joborchestrator.pipeline.spec.ColumnType;
import io.joborchestrator.pipeline.spec.PipelineSpec;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pipelines as JSON documents, by the published schema. Stateless. */
public final class PipelineDocument {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The schema is read and compiled once, at first use. */
  private static final class Schemas {
    static final DocumentSchema PIPELINE = DocumentSchema.named("pipeline");
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
    List<Problem> problems = new ArrayList<>(Schemas.PIPELINE.problems(config));
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
