package io.joborchestrator.learning;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.joborchestrator.pipeline.spec.InputSpec;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A training: what is read, what is learned from it, where the model goes. What the document says
 * of Spark is read by its engine alone.
 *
 * @param label column that is predicted; null for clustering
 * @param algorithm {@code name} and its parameters
 * @param split null: by default
 * @param crossValidation null: the algorithm is used with the parameters as given
 * @param predictions where the predictions for the hold-out go, or null
 */
@JsonIgnoreProperties("spark")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrainingSpec(
    InputSpec input,
    LearningTask task,
    @Nullable String label,
    List<FeatureSpec> features,
    Map<String, JsonNode> algorithm,
    @Nullable Split split,
    @Nullable CrossValidation crossValidation,
    Model model,
    @Nullable OutputSpec predictions) {
  private static final double USUAL_TEST_SHARE = 0.2;
  private static final long USUAL_SEED = 1;

  public TrainingSpec {
    features = List.copyOf(features);
    algorithm = new LinkedHashMap<>(algorithm);
  }

  /**
   * How the rows are parted.
   *
   * @param testShare of the rows that the model does not see, from 0 to 0.9
   */
  public record Split(@Nullable Double testShare, @Nullable Long seed) {}

  /**
   * A choice among parameters by how well they do on parts of the training rows.
   *
   * @param grid values to try of each parameter
   * @param metric null: the usual one of the task
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record CrossValidation(
      int folds, Map<String, List<JsonNode>> grid, @Nullable String metric) {
    public CrossValidation {
      grid = new LinkedHashMap<>(grid);
    }
  }

  /**
   * @param path a folder
   * @param ifExists {@code refuse} (default) or {@code replace}, which replaces nothing but a model
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Model(String path, @Nullable String ifExists) {}

  /** Share of rows held out of the training; by default a fifth, nothing for clustering. */
  public double testShare() {
    if (split != null && split.testShare() != null) {
      return split.testShare();
    }
    return task.hasLabel() ? USUAL_TEST_SHARE : 0;
  }

  public long seed() {
    return split != null && split.seed() != null ? split.seed() : USUAL_SEED;
  }

  public String algorithmName() {
    JsonNode name = algorithm.get("name");
    return name == null ? "" : name.asText();
  }

  /** What is set of the algorithm's parameters. */
  public Map<String, JsonNode> parameters() {
    Map<String, JsonNode> parameters = new LinkedHashMap<>(algorithm);
    parameters.remove("name");
    return parameters;
  }

  /** Every combination of the grid over the parameters that are set; one without a grid. */
  public List<Map<String, JsonNode>> candidates() {
    List<Map<String, JsonNode>> candidates = new ArrayList<>();
    candidates.add(parameters());
    if (crossValidation != null) {
      crossValidation
          .grid()
          .forEach(
              (name, values) -> {
                List<Map<String, JsonNode>> wider = new ArrayList<>();
                for (Map<String, JsonNode> candidate : candidates) {
                  for (JsonNode value : values) {
                    Map<String, JsonNode> next = new LinkedHashMap<>(candidate);
                    next.put(name, value);
                    wider.add(next);
                  }
                }
                candidates.clear();
                candidates.addAll(wider);
              });
    }
    return candidates;
  }

  /** Columns that the features use, each once. */
  public List<String> featureColumns() {
    return features.stream().flatMap(feature -> feature.columns().stream()).distinct().toList();
  }

  /** Columns that are looked at: those of the features and the label. */
  public List<String> neededColumns() {
    List<String> needed = new ArrayList<>(featureColumns());
    if (label != null && !needed.contains(label)) {
      needed.add(label);
    }
    return needed;
  }
}
