package io.joborchestrator.engine.spark.learning;

import io.joborchestrator.learning.LearningTask;
import io.joborchestrator.learning.PredictionColumns;
import io.joborchestrator.pipeline.spec.Column;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.functions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What a model says of each row, as columns of an output. */
public final class Predictions {
  private Predictions() {}

  /**
   * Rows with the columns that are kept and those that were predicted, in this order.
   *
   * @param predicted what the model made of the rows
   * @param kept columns of the input
   */
  public static Dataset<Row> select(
      Dataset<Row> predicted, List<Column> kept, PredictionColumns columns) {
    boolean shares = columns.hasProbability();
    Dataset<Row> rows =
        shares
            ? predicted.withColumn(
                "__p", functions.vector_to_array(predicted.col(Names.PROBABILITY), "float64"))
            : predicted;
    List<String> expressions = new ArrayList<>();
    kept.forEach(column -> expressions.add(Names.quoted(column.name())));
    expressions.add(prediction(columns) + " AS " + Names.quoted(columns.prediction().name()));
    if (shares) {
      expressions.add(
          "element_at(__p, CAST(__prediction AS INT) + 1) AS "
              + Names.quoted(columns.probability().name()));
      List<Column> each = columns.probabilities();
      for (int i = 0; i < each.size(); i++) {
        expressions.add("element_at(__p, " + (i + 1) + ") AS " + Names.quoted(each.get(i).name()));
      }
    }
    return rows.selectExpr(expressions.toArray(String[]::new));
  }

  private static String prediction(PredictionColumns columns) {
    if (columns.task() == LearningTask.CLASSIFICATION) {
      String value = new LabelValues(columns.labelValues()).value(Names.PREDICTION);
      return "CAST(" + value + " AS " + columns.prediction().type() + ")";
    }
    return "CAST(__prediction AS "
        + (columns.task() == LearningTask.CLUSTERING ? "INT" : "DOUBLE")
        + ")";
  }
}
