package io.joborchestrator.console.jobs.detail;

import com.fasterxml.jackson.databind.JsonNode;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Meter;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Tooltips;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** What a training found out: figures, a picture, and what the model goes by. FX thread only. */
final class LearningView extends ScrollPane {
  private static final int MOST_WEIGHTS = 15;
  private static final Map<String, String> METRICS =
      Map.ofEntries(
          Map.entry("accuracy", "Accuracy"),
          Map.entry("f1", "F1, classes alike"),
          Map.entry("f1_weighted", "F1, by rows"),
          Map.entry("log_loss", "Log loss"),
          Map.entry("auc", "AUC"),
          Map.entry("average_precision", "Average precision"),
          Map.entry("rmse", "RMSE"),
          Map.entry("mae", "Mean error"),
          Map.entry("r2", "R²"),
          Map.entry("silhouette", "Silhouette"),
          Map.entry("clusters", "Clusters"));

  private final VBox content = new VBox(16);

  /**
   * @param learned the part {@code learning} of a result
   */
  LearningView(JsonNode learned) {
    setId("learningResult");
    content.getStyleClass().add("learning");
    head(learned);
    pictures(learned);
    classes(learned.path("classes"));
    clusters(learned.path("clusters"));
    residuals(learned.path("residuals"));
    weights("What the model goes by", learned.path("importances"));
    weights("Coefficients", learned.path("coefficients"));
    search(learned.path("crossValidation"));
    setContent(content);
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
  }

  private void head(JsonNode learned) {
    JsonNode rows = learned.path("rows");
    List<String> words = new ArrayList<>();
    words.add(learned.path("algorithmTitle").asText(learned.path("algorithm").asText()));
    if (learned.hasNonNull("label")) {
      words.add("predicts " + learned.path("label").asText());
    }
    words.add(Formats.exact(rows.path("training").asLong()) + " rows learned from");
    long held = rows.path("holdOut").asLong();
    words.add(held == 0 ? "none held out" : Formats.exact(held) + " held out");
    if (rows.path("withoutLabel").asLong() > 0) {
      words.add(Formats.exact(rows.path("withoutLabel").asLong()) + " without a label");
    }
    FlowPane tiles = new FlowPane(24, 8);
    for (JsonNode metric : learned.path("metrics")) {
      String name = metric.path("name").asText();
      Label title = SummaryView.label(METRICS.getOrDefault(name, name), Styles.SMALL, Styles.MUTED);
      Label value =
          SummaryView.label(LearningNumbers.text(metric.path("value")), Styles.NUMBER_SMALL);
      tiles.getChildren().add(new VBox(value, title));
    }
    content.getChildren().addAll(SummaryView.wrapped(String.join(", ", words)), tiles);
    List<String> parameters = parameters(learned);
    parameters.add("seed " + learned.path("seed").asText());
    Label set = SummaryView.wrapped(String.join(", ", parameters));
    set.getStyleClass().addAll(Styles.SMALL, Styles.MUTED);
    content.getChildren().add(set);
  }

  private static List<String> parameters(JsonNode model) {
    List<String> words = new ArrayList<>();
    model
        .path("parameters")
        .properties()
        .forEach(each -> words.add(each.getKey() + " " + each.getValue().asText()));
    return words;
  }

  private void pictures(JsonNode learned) {
    FlowPane pictures = new FlowPane(24, 16);
    if (!learned.path("confusion").path("labels").isEmpty()) {
      pictures.getChildren().add(new HeatGrid(learned.path("confusion")));
    }
    if (!learned.path("roc").isEmpty()) {
      String of = " of " + learned.path("positive").asText();
      pictures
          .getChildren()
          .addAll(
              new PlotPane("ROC" + of, "wrong alarms", "found", 0, 1)
                  .diagonal()
                  .line(learned.path("roc")),
              new PlotPane("Precision and recall" + of, "found", "right alarms", 0, 1)
                  .line(learned.path("precisionRecall")));
    }
    if (!learned.path("points").isEmpty()) {
      pictures.getChildren().add(points(learned.path("points")));
    }
    if (!pictures.getChildren().isEmpty()) {
      content.getChildren().add(pictures);
    }
  }

  private static Node points(JsonNode points) {
    double least = Double.MAX_VALUE;
    double most = -Double.MAX_VALUE;
    for (JsonNode point : points) {
      for (JsonNode value : point) {
        least = Math.min(least, value.asDouble());
        most = Math.max(most, value.asDouble());
      }
    }
    return new PlotPane("Predicted against actual", "actual", "predicted", least, most)
        .diagonal()
        .dots(points);
  }

  private void classes(JsonNode classes) {
    if (classes.isEmpty()) {
      return;
    }
    FigureTable table = new FigureTable("Class", "Precision", "Recall", "F1", "Rows");
    for (JsonNode each : classes) {
      table.row(
          each.path("label").asText(),
          LearningNumbers.text(each.path("precision")),
          LearningNumbers.text(each.path("recall")),
          LearningNumbers.text(each.path("f1")),
          LearningNumbers.text(each.path("rows")));
    }
    section("Classes", table);
  }

  private void clusters(JsonNode clusters) {
    if (clusters.isEmpty()) {
      return;
    }
    double most = 1;
    for (JsonNode cluster : clusters) {
      most = Math.max(most, cluster.path("rows").asDouble());
    }
    VBox list = new VBox(8);
    for (JsonNode cluster : clusters) {
      List<String> centre = new ArrayList<>();
      cluster
          .path("centre")
          .properties()
          .forEach(each -> centre.add(each.getKey() + " " + LearningNumbers.text(each.getValue())));
      String name = "Cluster " + cluster.path("number").asText();
      Label rows = SummaryView.label(Formats.exact(cluster.path("rows").asLong()) + " rows");
      HBox line = bar(name, 96, cluster.path("rows").asDouble() / most, rows, "accent");
      Label middle = SummaryView.wrapped(String.join(", ", centre));
      middle.getStyleClass().addAll(Styles.SMALL, Styles.MUTED);
      list.getChildren().add(new VBox(2, line, middle));
    }
    section("Clusters, with the mean or most frequent value of each feature", list);
  }

  private void residuals(JsonNode residuals) {
    if (residuals.isEmpty()) {
      return;
    }
    String[] titles = new String[residuals.size()];
    String[] values = new String[residuals.size()];
    for (int i = 0; i < titles.length; i++) {
      long percent = Math.round(residuals.path(i).path("quantile").asDouble() * 100);
      titles[i] = percent == 0 ? "Least" : percent == 100 ? "Most" : percent + " %";
      values[i] = LearningNumbers.text(residuals.path(i).path("value"));
    }
    FigureTable table = new FigureTable(titles);
    table.row(values);
    section("Errors, actual less predicted, by rank", table);
  }

  private void weights(String title, JsonNode weights) {
    if (weights.isEmpty()) {
      return;
    }
    double most = Math.abs(weights.path(0).path("value").asDouble());
    VBox list = new VBox(4);
    for (JsonNode weight : weights) {
      if (list.getChildren().size() == MOST_WEIGHTS) {
        break;
      }
      double value = weight.path("value").asDouble();
      String of = weight.hasNonNull("label") ? weight.path("label").asText() + ": " : "";
      Label number = SummaryView.label(LearningNumbers.text(value), Styles.MONO);
      String name = of + weight.path("feature").asText();
      String tone = value < 0 ? "retrying" : "accent";
      list.getChildren().add(bar(name, 220, most == 0 ? 0 : Math.abs(value) / most, number, tone));
    }
    int more = weights.size() - list.getChildren().size();
    if (more > 0) {
      String words = "and " + more + " more in the result of the command line";
      list.getChildren().add(SummaryView.label(words, Styles.SMALL, Styles.MUTED));
    }
    section(title, list);
  }

  private static HBox bar(String name, double width, double share, Label number, String tone) {
    Label label = SummaryView.label(name);
    label.setMinWidth(width);
    label.setMaxWidth(width);
    Tooltips.set(label, name);
    Meter meter = new Meter(160);
    meter.getStyleClass().add(Styles.METER_6);
    meter.setTone(tone);
    meter.setFraction(share);
    HBox line = new HBox(12, label, meter, number);
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }

  private void search(JsonNode search) {
    if (search.path("models").isEmpty()) {
      return;
    }
    String metric = search.path("metric").asText();
    FigureTable table =
        new FigureTable("Parameters", "Mean " + METRICS.getOrDefault(metric, metric));
    for (JsonNode model : search.path("models")) {
      table.row(String.join(", ", parameters(model)), LearningNumbers.text(model.path("mean")));
    }
    section("Cross-validation over " + search.path("folds").asInt() + " folds", table);
  }

  private void section(String title, Node body) {
    content.getChildren().add(new VBox(8, SummaryView.label(title, Styles.HEADING), body));
  }
}
