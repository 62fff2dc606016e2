package io.joborchestrator.learning;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;

/** What a model is for. */
public enum LearningTask {
  /** One of several values of a label. */
  CLASSIFICATION("classification", List.of("f1", "accuracy", "log_loss", "auc")),
  /** A number. */
  REGRESSION("regression", List.of("rmse", "mae", "r2")),
  /** Groups of rows that are like one another; no label. */
  CLUSTERING("clustering", List.of("silhouette"));

  private final String wire;
  private final List<String> metrics;

  LearningTask(String wire, List<String> metrics) {
    this.wire = wire;
    this.metrics = metrics;
  }

  /** The word in documents. */
  @JsonValue
  public String wire() {
    return wire;
  }

  /** What models can be compared by in a cross-validation; the first is the default. */
  public List<String> metrics() {
    return metrics;
  }

  public boolean hasLabel() {
    return this != CLUSTERING;
  }

  /**
   * The task for its word.
   *
   * @throws IllegalArgumentException if there is none
   */
  @JsonCreator
  public static LearningTask of(String wire) {
    return Arrays.stream(values())
        .filter(task -> task.wire.equals(wire))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no task '" + wire + "'"));
  }
}
