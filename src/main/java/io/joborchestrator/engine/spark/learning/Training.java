package io.joborchestrator.engine.spark.learning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.learning.Algorithm;
import io.joborchestrator.learning.FeatureKind;
import io.joborchestrator.learning.TrainingSpec;
import io.joborchestrator.pipeline.spec.Column;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/**
 * Learns a model from rows and measures it on rows it has not seen. The same rows and the same seed
 * give the same model. One per run; called on the run's thread.
 */
public final class Training {
  static final double SEARCH_FROM = 15;
  static final double FIT_FROM = 60;
  private static final double MEASURE_FROM = 85;

  private final TrainingSpec spec;
  private final List<Column> columns;
  private final LearningSteps steps;
  private final Algorithm algorithm;

  /**
   * @param spec was checked against the columns
   * @param columns of the input
   */
  public Training(TrainingSpec spec, List<Column> columns, LearningSteps steps) {
    this.spec = spec;
    this.columns = List.copyOf(columns);
    this.steps = steps;
    this.algorithm = Algorithm.of(spec.algorithmName()).orElseThrow();
  }

  /**
   * What came of it.
   *
   * @param labelValues values of a class, in the order of the model's numbers
   * @param parameters all of the algorithm, with their values
   * @param result figures, tables and curves for people
   */
  public record Trained(
      PipelineModel model,
      List<String> labelValues,
      Map<String, JsonNode> parameters,
      ObjectNode result) {}

  /** What is done with the rows held out, while they are there, with what was predicted. */
  @FunctionalInterface
  public interface Held {
    /** Blocks until it has used the rows. */
    void use(Dataset<Row> predicted, Trained trained) throws Exception;
  }

  /**
   * Blocks until the model is there and was measured.
   *
   * @param input the columns of the input; all if the predictions are wanted
   * @param predictions null: nobody wants the predictions
   */
  public Trained run(Dataset<Row> input, @Nullable Held predictions) throws Exception {
    steps.reached(2, "reading and checking the rows");
    try (PreparedRows rows = PreparedRows.of(spec, columns, input, predictions != null, steps)) {
      long seen = rows.training().count();
      long held = rows.isAllUsed() ? 0 : rows.holdOut().count();
      checkSplit(rows, seen, held);
      steps.say(
          seen
              + " rows to learn from, "
              + held
              + " held out, "
              + rows.withoutLabel()
              + " without a label");
      var estimators = new Estimators(algorithm, spec.task(), spec.seed(), leastBins(rows));
      ObjectNode result = head(rows, seen, held);
      Map<String, JsonNode> parameters = parameters(rows, estimators, result);
      Trained trained = fit(rows, estimators, parameters, result);
      measure(rows, trained, predictions);
      return trained;
    }
  }

  private void checkSplit(PreparedRows rows, long seen, long held) {
    if (seen == 0 || (held == 0 && !rows.isAllUsed())) {
      throw LearningErrors.invalid(
          "/split/testShare",
          "Of the "
              + (seen + held)
              + " rows "
              + held
              + " would be held out and "
              + seen
              + " be learned from: choose another share");
    }
    int classes = rows.labels().values().size();
    if (classes > 0 && rows.training().select(Names.LABEL).distinct().count() < classes) {
      throw LearningErrors.invalid(
          "/split",
          "A class has so few rows that none is left to learn from: hold fewer rows out, or choose"
              + " another seed");
    }
  }

  /** Trees refuse categories of which there are more than bins. */
  private static int leastBins(PreparedRows rows) {
    long most = 2;
    for (Slot slot : rows.slots()) {
      if (slot.kind() == FeatureKind.CATEGORY && slot.isIndexed()) {
        most = Math.max(most, rows.all().select(slot.id()).distinct().count() + 1);
      }
    }
    return (int) most;
  }

  private ObjectNode head(PreparedRows rows, long seen, long held) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("task", spec.task().wire()).put("algorithm", algorithm.wire());
    result.put("algorithmTitle", algorithm.title());
    if (spec.label() != null) {
      result.put("label", spec.label());
    }
    result
        .putObject("rows")
        .put("training", seen)
        .put("holdOut", held)
        .put("withoutLabel", rows.withoutLabel());
    result.put("seed", spec.seed());
    return result;
  }

  private Map<String, JsonNode> parameters(
      PreparedRows rows, Estimators estimators, ObjectNode result) throws Exception {
    TrainingSpec.CrossValidation choice = spec.crossValidation();
    if (choice == null) {
      return spec.parameters();
    }
    var search = new ParameterSearch(spec, choice, rows, estimators, steps);
    Map<String, JsonNode> best = search.best();
    result.set("crossValidation", search.describe());
    steps.say("the best parameters are " + best);
    return best;
  }

  private Trained fit(
      PreparedRows rows, Estimators estimators, Map<String, JsonNode> parameters, ObjectNode result)
      throws Exception {
    steps.checkCancelled();
    steps.reached(FIT_FROM, "training: " + algorithm.title());
    var stages = new FeatureStages(rows.slots());
    PipelineModel features =
        LearningErrors.refusals(
            "/features", () -> new Pipeline().setStages(stages.stages()).fit(rows.training()));
    Dataset<Row> vectors =
        features.transform(rows.training()).persist(StorageLevel.MEMORY_AND_DISK());
    Model<?> model;
    try {
      model = LearningErrors.refusals("/algorithm", () -> estimators.of(parameters).fit(vectors));
    } finally {
      vectors.unpersist(false);
    }
    ObjectMapper json = new ObjectMapper();
    ObjectNode values = json.valueToTree(estimators.values(parameters));
    result.set("parameters", values);
    new ModelExplanation(model, stages.names(features), rows.labels().values()).write(result);
    PipelineModel whole =
        new Pipeline().setStages(new PipelineStage[] {features, model}).fit(rows.training());
    Map<String, JsonNode> known = new java.util.LinkedHashMap<>();
    values.properties().forEach(entry -> known.put(entry.getKey(), entry.getValue()));
    return new Trained(whole, rows.labels().values(), known, result);
  }

  private void measure(PreparedRows rows, Trained trained, @Nullable Held predictions)
      throws Exception {
    steps.checkCancelled();
    steps.reached(MEASURE_FROM, "measuring on the rows held out");
    Dataset<Row> predicted =
        trained.model().transform(rows.holdOut()).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      trained.result().setAll(measure(spec, rows, predicted).result());
      if (predictions != null) {
        steps.checkCancelled();
        predictions.use(predicted, trained);
      }
    } finally {
      predicted.unpersist(false);
    }
  }

  static Measures measure(TrainingSpec spec, PreparedRows rows, Dataset<Row> predicted) {
    return switch (spec.task()) {
      case CLASSIFICATION -> ClassMeasures.of(predicted, rows.labels().values());
      case REGRESSION -> NumberMeasures.of(predicted);
      case CLUSTERING -> ClusterMeasures.of(predicted, rows.slots());
    };
  }

  /** The label's column, or empty for a clustering. */
  public static Optional<Column> label(TrainingSpec spec, List<Column> columns) {
    return columns.stream().filter(column -> column.name().equals(spec.label())).findFirst();
  }
}
