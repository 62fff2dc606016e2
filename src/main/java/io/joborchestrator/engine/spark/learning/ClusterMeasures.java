package io.joborchestrator.engine.spark.learning;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.learning.FeatureKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.evaluation.ClusteringEvaluator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** What clusters look like. */
final class ClusterMeasures {
  private ClusterMeasures() {}

  static Measures of(Dataset<Row> predicted, List<Slot> slots) {
    List<Slot> shown = slots.stream().filter(s -> s.kind() != FeatureKind.TEXT).toList();
    List<Column> means = new ArrayList<>();
    for (Slot slot : shown) {
      boolean number = slot.kind() == FeatureKind.NUMERIC;
      means.add(functions.expr((number ? "avg(" : "mode(") + slot.id() + ")"));
    }
    List<Row> groups =
        predicted
            .groupBy(Names.PREDICTION)
            .agg(functions.count("*"), means.toArray(Column[]::new))
            .orderBy(Names.PREDICTION)
            .collectAsList();
    var measures = new Measures();
    // One cluster is like nothing else, and the measure compares with the next one.
    double silhouette = groups.size() < 2 ? Double.NaN : silhouette(predicted);
    measures.metric("silhouette", silhouette);
    measures.metric("clusters", groups.size());
    ArrayNode clusters = measures.result().putArray("clusters");
    for (Row group : groups) {
      ObjectNode cluster = clusters.addObject();
      cluster.put("number", ((Number) group.get(0)).longValue()).put("rows", group.getLong(1));
      ObjectNode centre = cluster.putObject("centre");
      for (int i = 0; i < shown.size(); i++) {
        Object value = group.get(2 + i);
        if (value instanceof Double mean) {
          centre.set(shown.get(i).title(), Measures.number(mean));
        } else {
          centre.put(shown.get(i).title(), value == null ? null : value.toString());
        }
      }
    }
    return measures;
  }

  private static double silhouette(Dataset<Row> predicted) {
    return new ClusteringEvaluator()
        .setFeaturesCol(Names.FEATURES)
        .setPredictionCol(Names.PREDICTION)
        .evaluate(predicted);
  }
}
