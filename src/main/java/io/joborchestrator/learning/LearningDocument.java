package io.joborchestrator.learning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.schema.DocumentSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Trainings and scorings as JSON documents, by the published schemas. Stateless. */
public final class LearningDocument {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Compiled once, at first use. */
  private static final class Schemas {
    static final DocumentSchema TRAINING = DocumentSchema.named("ml_training");
    static final DocumentSchema SCORING = DocumentSchema.named("ml_scoring");
  }

  private LearningDocument() {}

  /**
   * What was read and what is wrong with it.
   *
   * @param spec null if it could not be read at all; then there are problems
   */
  public record Reading<T>(@Nullable T spec, List<Problem> problems) {
    public Reading {
      problems = List.copyOf(problems);
    }
  }

  /** Reads strictly: unknown keys and wrong kinds of value are problems at their places. */
  public static Reading<TrainingSpec> training(JsonNode document) {
    return read(document, Schemas.TRAINING, TrainingSpec.class);
  }

  /** As {@link #training}. */
  public static Reading<ScoringSpec> scoring(JsonNode document) {
    return read(document, Schemas.SCORING, ScoringSpec.class);
  }

  private static <T> Reading<T> read(JsonNode document, DocumentSchema schema, Class<T> type) {
    List<Problem> problems = schema.problems(document);
    if (!problems.isEmpty()) {
      return new Reading<>(null, problems);
    }
    try {
      return new Reading<>(JSON.treeToValue(document, type), List.of());
    } catch (JsonProcessingException e) {
      return new Reading<>(
          null, List.of(Problem.at(ErrorCode.INVALID_SPECIFICATION, "", e.getOriginalMessage())));
    }
  }
}
