package io.joborchestrator.engine.spark.learning;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What two classes look like at every threshold of the score. Scores are told apart exactly up to
 * {@link #MOST_SCORES} different ones, beyond that to four digits.
 */
final class ThresholdCurves {
  private static final int MOST_SCORES = 20_000;
  private static final int MOST_POINTS = 200;

  private final double[] right;
  private final double[] wrong;

  private ThresholdCurves(List<Row> falling) {
    right = new double[falling.size() + 1];
    wrong = new double[falling.size() + 1];
    for (int i = 0; i < falling.size(); i++) {
      right[i + 1] = right[i] + falling.get(i).getLong(1);
      wrong[i + 1] = wrong[i] + falling.get(i).getLong(2);
    }
  }

  /**
   * @param scored {@code score} of the second class, {@code __label} 0 or 1
   */
  static ThresholdCurves of(Dataset<Row> scored) {
    List<Row> exact = groups(scored, "score").limit(MOST_SCORES + 1).collectAsList();
    return new ThresholdCurves(
        exact.size() <= MOST_SCORES ? exact : groups(scored, "round(score, 4)").collectAsList());
  }

  private static Dataset<Row> groups(Dataset<Row> scored, String score) {
    Dataset<Row> rounded = scored.selectExpr(score + " AS score", "__label");
    return rounded
        .groupBy("score")
        .agg(
            org.apache.spark.sql.functions.expr("count_if(__label = 1)"),
            org.apache.spark.sql.functions.expr("count_if(__label = 0)"))
        .orderBy(rounded.col("score").desc());
  }

  /** The chance that a row of the second class has a higher score than one of the first. */
  double areaUnderRoc() {
    double area = 0;
    for (int i = 1; i < right.length; i++) {
      area += (wrong[i] - wrong[i - 1]) * (right[i] + right[i - 1]) / 2;
    }
    return area / (last(right) * last(wrong));
  }

  /** The mean of the precision at each row of the second class, from the highest score on. */
  double averagePrecision() {
    double sum = 0;
    for (int i = 1; i < right.length; i++) {
      sum += (right[i] - right[i - 1]) * right[i] / (right[i] + wrong[i]);
    }
    return sum / last(right);
  }

  private static double last(double[] values) {
    return values[values.length - 1];
  }

  /** Points of share of wrong alarms and share of hits. */
  ArrayNode roc() {
    ArrayNode points = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < right.length; i = next(i)) {
      point(points, wrong[i] / last(wrong), right[i] / last(right));
    }
    return points;
  }

  /** Points of share of hits and how many of the alarms are right. */
  ArrayNode precisionRecall() {
    ArrayNode points = JsonNodeFactory.instance.arrayNode();
    for (int i = 1; i < right.length; i = next(i)) {
      point(points, right[i] / last(right), right[i] / (right[i] + wrong[i]));
    }
    return points;
  }

  /** Every so many points, and always the last one. */
  private int next(int i) {
    int step = Math.max(1, right.length / MOST_POINTS);
    int end = right.length - 1;
    return i < end ? Math.min(i + step, end) : right.length;
  }

  private static void point(ArrayNode points, double x, double y) {
    points.addArray().add(Measures.number(x)).add(Measures.number(y));
  }
}
