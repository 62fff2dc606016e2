package io.joborchestrator.engine.spark.learning;

import com.fasterxml.jackson.databind.JsonNode;
import io.joborchestrator.learning.Algorithm;
import io.joborchestrator.learning.LearningTask;
import io.joborchestrator.learning.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.classification.DecisionTreeClassifier;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.NaiveBayes;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.clustering.BisectingKMeans;
import org.apache.spark.ml.clustering.GaussianMixture;
import org.apache.spark.ml.clustering.KMeans;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.regression.DecisionTreeRegressor;
import org.apache.spark.ml.regression.GBTRegressor;
import org.apache.spark.ml.regression.GeneralizedLinearRegression;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.RandomForestRegressor;

/** MLlib's algorithms with our parameters. */
final class Estimators {
  private static final Map<String, String> MLLIB_NAMES =
      Map.of(
          "regularisation", "regParam",
          "elasticNet", "elasticNetParam",
          "maxIterations", "maxIter",
          "trees", "numTrees",
          "iterations", "maxIter",
          "minRowsPerLeaf", "minInstancesPerNode",
          "clusters", "k");

  private final Algorithm algorithm;
  private final LearningTask task;
  private final long seed;
  private final int leastBins;

  /**
   * @param leastBins trees must be able to tell so many categories apart
   */
  Estimators(Algorithm algorithm, LearningTask task, long seed, int leastBins) {
    this.algorithm = algorithm;
    this.task = task;
    this.seed = seed;
    this.leastBins = leastBins;
  }

  /** Every parameter with the value it has: as given, or the usual one. */
  Map<String, Object> values(Map<String, JsonNode> given) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Parameter parameter : algorithm.parameters()) {
      JsonNode value = given.get(parameter.name());
      values.put(parameter.name(), value == null ? parameter.normal() : typed(parameter, value));
    }
    return values;
  }

  private static Object typed(Parameter parameter, JsonNode value) {
    if (!parameter.choices().isEmpty()) {
      return value.asText();
    }
    return parameter.whole() ? (Object) value.asInt() : (Object) value.asDouble();
  }

  Estimator<? extends Model<?>> of(Map<String, JsonNode> given) {
    Estimator<? extends Model<?>> estimator = bare();
    values(given)
        .forEach((name, value) -> set(estimator, MLLIB_NAMES.getOrDefault(name, name), value));
    if (estimator.hasParam("maxBins")) {
      int bins = (Integer) values(given).getOrDefault("maxBins", leastBins);
      set(estimator, "maxBins", Math.max(bins, leastBins));
    }
    set(estimator, "featuresCol", Names.FEATURES);
    set(estimator, "predictionCol", Names.PREDICTION);
    optional(estimator, "labelCol", Names.LABEL);
    optional(estimator, "probabilityCol", Names.PROBABILITY);
    optional(estimator, "rawPredictionCol", Names.RAW);
    optional(estimator, "seed", seed);
    return estimator;
  }

  private Estimator<? extends Model<?>> bare() {
    boolean classes = task == LearningTask.CLASSIFICATION;
    return switch (algorithm) {
      case LOGISTIC_REGRESSION -> new LogisticRegression();
      case NAIVE_BAYES -> new NaiveBayes().setModelType("gaussian");
      case LINEAR_REGRESSION -> new LinearRegression();
      case GENERALIZED_LINEAR_REGRESSION -> new GeneralizedLinearRegression();
      case DECISION_TREE -> classes ? new DecisionTreeClassifier() : new DecisionTreeRegressor();
      case RANDOM_FOREST -> classes ? new RandomForestClassifier() : new RandomForestRegressor();
      case GRADIENT_BOOSTED_TREES -> classes ? new GBTClassifier() : new GBTRegressor();
      case K_MEANS -> new KMeans();
      case BISECTING_K_MEANS -> new BisectingKMeans();
      case GAUSSIAN_MIXTURE -> new GaussianMixture();
    };
  }

  private static void optional(Estimator<?> estimator, String name, Object value) {
    if (estimator.hasParam(name)) {
      set(estimator, name, value);
    }
  }

  private static void set(Estimator<?> estimator, String name, Object value) {
    Param<Object> parameter = estimator.getParam(name);
    estimator.set(parameter, value);
  }
}
