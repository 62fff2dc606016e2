package io.joborchestrator.engine.spark.learning;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How well numbers were predicted. */
final class NumberMeasures {
  private static final int POINTS = 400;
  private static final List<Double> QUANTILES = List.of(0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0);

  private NumberMeasures() {}

  static Measures of(Dataset<Row> predicted) {
    Dataset<Row> errors =
        predicted.selectExpr("__label", "__prediction", "__label - __prediction AS e", "__hash");
    Row sums =
        errors
            .selectExpr(
                "avg(e * e)",
                "avg(abs(e))",
                "var_pop(__label)",
                "percentile_approx(e, array(0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0), 10000)")
            .first();
    var measures = new Measures();
    double squares = sums.getDouble(0);
    measures.metric("rmse", Math.sqrt(squares));
    measures.metric("mae", sums.getDouble(1));
    double variance = sums.getDouble(2);
    measures.metric("r2", variance > 0 ? 1 - squares / variance : Double.NaN);
    ArrayNode residuals = measures.result().putArray("residuals");
    List<Double> quantiles = sums.getList(3);
    for (int i = 0; i < QUANTILES.size(); i++) {
      residuals
          .addObject()
          .put("quantile", QUANTILES.get(i))
          .set("value", Measures.number(quantiles.get(i)));
    }
    points(errors, measures);
    return measures;
  }

  /** Some rows, the same ones every time, with what was there and what was predicted. */
  private static void points(Dataset<Row> errors, Measures measures) {
    ArrayNode points = measures.result().putArray("points");
    for (Row row :
        errors.orderBy("__hash").select("__label", "__prediction").limit(POINTS).collectAsList()) {
      points
          .addArray()
          .add(Measures.number(row.getDouble(0)))
          .add(Measures.number(row.getDouble(1)));
    }
  }
}
