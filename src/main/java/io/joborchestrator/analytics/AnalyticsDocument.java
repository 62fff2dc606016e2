package io.joborchestrator.analytics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.schema.DocumentSchema;
import io.joborchestrator.pipeline.schema.TypeNames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Jobs of the kind {@code analytics} as JSON documents, by the published schema. Stateless. */
public final class AnalyticsDocument {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The schema is read and compiled once, at first use. */
  private static final class Schemas {
    static final DocumentSchema ANALYTICS = DocumentSchema.named("analytics");
  }

  private AnalyticsDocument() {}

  /**
   * What was read and what is wrong with it.
   *
   * @param spec null if it could not be read at all; then there are problems
   */
  public record Reading(@Nullable AnalyticsSpec spec, List<Problem> problems) {
    public Reading {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Reads strictly, and checks all that can be said without an engine: names, parameters, what
   * becomes of each statement.
   */
  public static Reading read(JsonNode config) {
    List<Problem> problems = new ArrayList<>(Schemas.ANALYTICS.problems(config));
    problems.addAll(TypeNames.problems(config));
    if (!problems.isEmpty()) {
      return new Reading(null, problems);
    }
    try {
      AnalyticsSpec spec = JSON.treeToValue(config, AnalyticsSpec.class);
      List<Problem> found = new ArrayList<>();
      new AnalyticsChecks(spec, found).run();
      return new Reading(spec, found);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      String reason =
          e instanceof JsonProcessingException j ? j.getOriginalMessage() : e.getMessage();
      return new Reading(
          null, List.of(Problem.at(ErrorCode.INVALID_SPECIFICATION, "", String.valueOf(reason))));
    }
  }

  /**
   * Reads a document that is to be run.
   *
   * @throws OrchestratorException with the first problem if there is one
   */
  public static AnalyticsSpec require(JsonNode config) {
    Reading reading = read(config);
    AnalyticsSpec spec = reading.spec();
    if (spec == null || !reading.problems().isEmpty()) {
      throw refusal(reading.problems().get(0));
    }
    return spec;
  }

  /** The error of a run that has this problem. */
  public static OrchestratorException refusal(Problem problem) {
    String place = problem.pointer().isEmpty() ? "" : " (" + problem.pointer() + ")";
    return new OrchestratorException(problem.code(), problem.message() + place);
  }
}
