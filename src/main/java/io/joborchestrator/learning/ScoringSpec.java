package io.joborchestrator.learning;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.joborchestrator.pipeline.spec.InputSpec;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scoring: a model is applied to the rows of an input. What the document says of Spark is read by
 * its engine alone.
 *
 * @param model folder of a model
 * @param keep columns of the input that go to the output; null: all
 * @param prediction name of the column with what is predicted; null: {@code prediction}
 * @param probabilities whether each class gets a column with its probability; null: yes
 */
@JsonIgnoreProperties("spark")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScoringSpec(
    String model,
    InputSpec input,
    @Nullable List<String> keep,
    @Nullable String prediction,
    @Nullable Boolean probabilities,
    OutputSpec output) {
  public String predictionColumn() {
    return prediction == null ? "prediction" : prediction;
  }

  public boolean withProbabilities() {
    return probabilities == null || probabilities;
  }
}
