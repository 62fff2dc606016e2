package io.joborchestrator.pipeline.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.PipelineSpec;
import java.util.ArrayList;
import java.util.List;
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
    problems.addAll(TypeNames.problems(config));
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
}
