package io.joborchestrator.engine.spark.learning;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.apache.spark.ml.functions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How well classes were predicted. */
final class ClassMeasures {
  /** Where a probability of 0 would make the loss infinite. */
  private static final String SMALLEST = "1e-15D";

  private final List<String> labels;
  private final long[][] counts;
  private final Measures measures = new Measures();

  private ClassMeasures(List<String> labels) {
    this.labels = labels;
    this.counts = new long[labels.size()][labels.size()];
  }

  /** Measures predictions; two passes over them. */
  static Measures of(Dataset<Row> predicted, List<String> labels) {
    var classes = new ClassMeasures(labels);
    classes.count(predicted);
    classes.figures();
    classes.probabilities(predicted);
    classes.table();
    return classes.measures;
  }

  private void count(Dataset<Row> predicted) {
    for (Row row : predicted.groupBy(Names.LABEL, Names.PREDICTION).count().collectAsList()) {
      counts[(int) row.getDouble(0)][(int) row.getDouble(1)] = row.getLong(2);
    }
  }

  private long actual(int label) {
    long sum = 0;
    for (long count : counts[label]) {
      sum += count;
    }
    return sum;
  }

  private long guessed(int label) {
    long sum = 0;
    for (long[] row : counts) {
      sum += row[label];
    }
    return sum;
  }

  private double precision(int label) {
    return ratio(counts[label][label], guessed(label));
  }

  private double recall(int label) {
    return ratio(counts[label][label], actual(label));
  }

  private double f1(int label) {
    return ratio(2.0 * counts[label][label], actual(label) + guessed(label));
  }

  private static double ratio(double part, double whole) {
    return whole == 0 ? 0 : part / whole;
  }

  private void figures() {
    double right = 0;
    double all = 0;
    double f1 = 0;
    double weighted = 0;
    int present = 0;
    for (int label = 0; label < counts.length; label++) {
      right += counts[label][label];
      all += actual(label);
      weighted += f1(label) * actual(label);
      if (actual(label) + guessed(label) > 0) {
        present++;
        f1 += f1(label);
      }
    }
    measures.metric("accuracy", ratio(right, all));
    measures.metric("f1", ratio(f1, present));
    measures.metric("f1_weighted", ratio(weighted, all));
  }

  private void probabilities(Dataset<Row> predicted) {
    String share = "element_at(p, CAST(__label AS INT) + 1)";
    Dataset<Row> given =
        predicted.select(
            predicted.col(Names.LABEL),
            functions.vector_to_array(predicted.col(Names.PROBABILITY), "float64").as("p"));
    Row loss =
        given
            .selectExpr("avg(-ln(least(1D, greatest(" + SMALLEST + ", " + share + ")))) AS loss")
            .first();
    measures.metric("log_loss", loss.isNullAt(0) ? Double.NaN : loss.getDouble(0));
    if (labels.size() == 2) {
      var curves = ThresholdCurves.of(given.selectExpr("element_at(p, 2) AS score", "__label"));
      measures.metric("auc", curves.areaUnderRoc());
      measures.metric("average_precision", curves.averagePrecision());
      measures.result().put("positive", labels.get(1));
      measures.result().set("roc", curves.roc());
      measures.result().set("precisionRecall", curves.precisionRecall());
    }
  }

  private void table() {
    ArrayNode classes = measures.result().putArray("classes");
    for (int label = 0; label < counts.length; label++) {
      ObjectNode row = classes.addObject();
      row.put("label", labels.get(label));
      row.set("precision", Measures.number(precision(label)));
      row.set("recall", Measures.number(recall(label)));
      row.set("f1", Measures.number(f1(label)));
      row.put("rows", actual(label));
    }
    ObjectNode confusion = measures.result().putObject("confusion");
    ArrayNode names = confusion.putArray("labels");
    labels.forEach(names::add);
    ArrayNode rows = confusion.putArray("counts");
    for (long[] count : counts) {
      ArrayNode row = rows.addArray();
      for (long cell : count) {
        row.add(cell);
      }
    }
  }
}
