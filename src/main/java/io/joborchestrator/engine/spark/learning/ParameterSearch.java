package io.joborchestrator.engine.spark.learning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.learning.TrainingSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Tries every combination of parameters on every fold: what was learned from the other folds,
 * features included, is measured on this one. One per training.
 */
final class ParameterSearch {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TrainingSpec spec;
  private final PreparedRows rows;
  private final Estimators estimators;
  private final LearningSteps steps;
  private final List<Map<String, JsonNode>> candidates;
  private final TrainingSpec.CrossValidation choice;
  private final String metric;
  private final double[][] measured;

  ParameterSearch(
      TrainingSpec spec,
      TrainingSpec.CrossValidation choice,
      PreparedRows rows,
      Estimators estimators,
      LearningSteps steps) {
    this.spec = spec;
    this.choice = choice;
    this.rows = rows;
    this.estimators = estimators;
    this.steps = steps;
    this.candidates = spec.candidates();
    this.metric = choice.metric() == null ? spec.task().metrics().get(0) : choice.metric();
    this.measured = new double[candidates.size()][choice.folds()];
  }

  /** The best parameters; blocks until all were tried. */
  Map<String, JsonNode> best() throws Exception {
    for (int fold = 0; fold < choice.folds(); fold++) {
      tryFold(fold);
    }
    int best = 0;
    for (int i = 1; i < candidates.size(); i++) {
      if (isBetter(mean(i), mean(best))) {
        best = i;
      }
    }
    if (!Double.isFinite(mean(best))) {
      throw LearningErrors.invalid(
          "/crossValidation/metric",
          "'" + metric + "' cannot be measured on these folds: take fewer, or another metric");
    }
    return candidates.get(best);
  }

  private void tryFold(int fold) throws Exception {
    Dataset<Row> others = rows.fold(fold, choice.folds(), false);
    Dataset<Row> own = rows.fold(fold, choice.folds(), true);
    if (own.isEmpty() || others.isEmpty()) {
      throw LearningErrors.invalid(
          "/crossValidation/folds",
          "There are too few rows for " + choice.folds() + " folds: take fewer");
    }
    PipelineModel features =
        new Pipeline().setStages(new FeatureStages(rows.slots()).stages()).fit(others);
    Dataset<Row> seen = features.transform(others).persist(StorageLevel.MEMORY_AND_DISK());
    Dataset<Row> tried = features.transform(own).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      for (int i = 0; i < candidates.size(); i++) {
        steps.checkCancelled();
        measured[i][fold] = measure(candidates.get(i), seen, tried);
        told(fold * candidates.size() + i + 1);
      }
    } finally {
      seen.unpersist(false);
      tried.unpersist(false);
    }
  }

  private double measure(Map<String, JsonNode> candidate, Dataset<Row> seen, Dataset<Row> tried)
      throws Exception {
    Model<?> model =
        LearningErrors.refusals("/algorithm", () -> estimators.of(candidate).fit(seen));
    Measures measures = Training.measure(spec, rows, model.transform(tried));
    if (!measures.has(metric)) {
      throw LearningErrors.invalid(
          "/crossValidation/metric", "'" + metric + "' is for labels with two values");
    }
    return measures.value(metric);
  }

  private void told(int done) {
    int all = candidates.size() * choice.folds();
    double share = (double) done / all;
    steps.reached(
        Training.SEARCH_FROM + share * (Training.FIT_FROM - Training.SEARCH_FROM),
        "cross-validation: " + done + " of " + all + " models done");
  }

  private boolean isBetter(double one, double other) {
    boolean smallIsGood = List.of("log_loss", "rmse", "mae").contains(metric);
    return !Double.isFinite(other) || (smallIsGood ? one < other : one > other);
  }

  private double mean(int candidate) {
    return Arrays.stream(measured[candidate]).average().orElse(Double.NaN);
  }

  /** What was tried and how it did, for the result. */
  ObjectNode describe() {
    ObjectNode described = JSON.createObjectNode();
    described.put("metric", metric).put("folds", choice.folds());
    ArrayNode models = described.putArray("models");
    for (int i = 0; i < candidates.size(); i++) {
      ObjectNode model = models.addObject();
      model.set("parameters", JSON.valueToTree(candidates.get(i)));
      model.set("mean", Measures.number(mean(i)));
      ArrayNode values = model.putArray("values");
      Arrays.stream(measured[i]).forEach(value -> values.add(Measures.number(value)));
    }
    return described;
  }
}
