package io.joborchestrator.engine.spark.learning;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.classification.DecisionTreeClassificationModel;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.regression.DecisionTreeRegressionModel;
import org.apache.spark.ml.regression.GBTRegressionModel;
import org.apache.spark.ml.regression.GeneralizedLinearRegressionModel;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.ml.regression.RandomForestRegressionModel;
import org.jspecify.annotations.Nullable;

/** What a model goes by: importances of trees, coefficients of linear models, by the names. */
final class ModelExplanation {
  private static final int MOST = 100;

  private final Model<?> model;
  private final List<String> names;
  private final List<String> labels;

  private record Weight(String feature, @Nullable String label, double value) {}

  ModelExplanation(Model<?> model, List<String> names, List<String> labels) {
    this.model = model;
    this.names = names;
    this.labels = labels;
  }

  /** Puts what there is into the result; nothing for models that cannot say it. */
  void write(ObjectNode result) {
    Vector importances = importances();
    if (importances != null) {
      result.set("importances", array(weights(importances, null)));
    }
    List<Weight> coefficients = coefficients();
    if (!coefficients.isEmpty()) {
      result.set("coefficients", array(coefficients));
    }
  }

  private @Nullable Vector importances() {
    if (model instanceof DecisionTreeClassificationModel tree) {
      return tree.featureImportances();
    }
    if (model instanceof DecisionTreeRegressionModel tree) {
      return tree.featureImportances();
    }
    if (model instanceof RandomForestClassificationModel forest) {
      return forest.featureImportances();
    }
    if (model instanceof RandomForestRegressionModel forest) {
      return forest.featureImportances();
    }
    if (model instanceof GBTClassificationModel boosted) {
      return boosted.featureImportances();
    }
    return model instanceof GBTRegressionModel boosted ? boosted.featureImportances() : null;
  }

  private List<Weight> coefficients() {
    if (model instanceof LinearRegressionModel linear) {
      return linear(linear.coefficients(), linear.intercept());
    }
    if (model instanceof GeneralizedLinearRegressionModel linear) {
      return linear(linear.coefficients(), linear.intercept());
    }
    return model instanceof LogisticRegressionModel logistic ? logistic(logistic) : List.of();
  }

  private List<Weight> linear(Vector coefficients, double intercept) {
    List<Weight> all = new ArrayList<>();
    all.add(new Weight("(intercept)", null, intercept));
    all.addAll(weights(coefficients, null));
    return all;
  }

  private List<Weight> logistic(LogisticRegressionModel model) {
    Matrix matrix = model.coefficientMatrix();
    List<Weight> all = new ArrayList<>();
    for (int row = 0; row < matrix.numRows(); row++) {
      // Of two classes there is one row: what speaks for the second.
      String label = matrix.numRows() == 1 ? labels.get(1) : labels.get(row);
      all.add(new Weight("(intercept)", label, model.interceptVector().apply(row)));
      for (int i = 0; i < matrix.numCols(); i++) {
        all.add(new Weight(names.get(i), label, matrix.apply(row, i)));
      }
    }
    return all;
  }

  private List<Weight> weights(Vector vector, @Nullable String label) {
    List<Weight> all = new ArrayList<>();
    for (int i = 0; i < vector.size(); i++) {
      all.add(new Weight(names.get(i), label, vector.apply(i)));
    }
    return all;
  }

  /** The heaviest first; at most so many that people look at. */
  private static ArrayNode array(List<Weight> weights) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    weights.stream()
        .filter(weight -> weight.value() != 0)
        .sorted(Comparator.comparingDouble((Weight weight) -> -Math.abs(weight.value())))
        .limit(MOST)
        .forEach(
            weight -> {
              ObjectNode entry = array.addObject().put("feature", weight.feature());
              if (weight.label() != null) {
                entry.put("label", weight.label());
              }
              entry.set("value", Measures.number(weight.value()));
            });
    return array;
  }
}
