package io.joborchestrator.console.jobs.detail;

import com.fasterxml.jackson.databind.JsonNode;
import io.joborchestrator.console.view.Styles;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.Pane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Line;
import javafx.scene.shape.Polyline;

/**
 * A small picture of points or a line between two axes of the same or different range, as nodes, so
 * that it takes its colours from the theme and is crisp at any scale. FX thread only.
 */
final class PlotPane extends VBox {
  private static final double WIDTH = 250;
  private static final double HEIGHT = 200;
  private static final double LEFT = 46;
  private static final double RIGHT = 30;
  private static final double BOTTOM = 20;
  private static final double TOP = 6;
  private static final int TICKS = 4;

  private final Pane canvas = new Pane();
  private final double from;
  private final double to;

  /** A picture with the same range on both axes. */
  PlotPane(String title, String across, String up, double from, double to) {
    super(4);
    this.from = from;
    this.to = to > from ? to : from + 1;
    getStyleClass().add("plot");
    canvas.setMinSize(LEFT + WIDTH + RIGHT, TOP + HEIGHT + BOTTOM);
    canvas.setMaxSize(LEFT + WIDTH + RIGHT, TOP + HEIGHT + BOTTOM);
    for (int i = 0; i <= TICKS; i++) {
      tick(this.from + (this.to - this.from) * i / TICKS);
    }
    Label axes = SummaryView.label(across + " →   " + up + " ↑", Styles.CAPTION, Styles.FAINT);
    getChildren().setAll(SummaryView.label(title, Styles.SMALL, Styles.W500), canvas, axes);
  }

  private void tick(double value) {
    double y = Math.round(y(value)) + 0.5;
    Line line = new Line(LEFT, y, LEFT + WIDTH, y);
    line.getStyleClass().add("plot-grid");
    Label left = axis(value);
    left.setPrefWidth(LEFT - 6);
    left.setAlignment(Pos.CENTER_RIGHT);
    left.relocate(0, y - 8);
    Label below = axis(value);
    below.setPrefWidth(60);
    below.setAlignment(Pos.CENTER);
    below.relocate(x(value) - 30, TOP + HEIGHT + 3);
    canvas.getChildren().addAll(line, left, below);
  }

  private static Label axis(double value) {
    Label label = SummaryView.label(LearningNumbers.brief(value), Styles.CAPTION);
    label.getStyleClass().add("plot-axis");
    return label;
  }

  private double x(double value) {
    return LEFT + WIDTH * (value - from) / (to - from);
  }

  private double y(double value) {
    return TOP + HEIGHT - HEIGHT * (value - from) / (to - from);
  }

  /** The line on which both values are equal. */
  PlotPane diagonal() {
    Line line = new Line(x(from), y(from), x(to), y(to));
    line.getStyleClass().add("plot-diagonal");
    line.getStrokeDashArray().setAll(3.0, 3.0);
    canvas.getChildren().add(line);
    return this;
  }

  PlotPane line(JsonNode points) {
    Polyline line = new Polyline();
    for (JsonNode point : points) {
      line.getPoints().addAll(x(point.path(0).asDouble()), y(point.path(1).asDouble()));
    }
    line.getStyleClass().add("plot-line");
    canvas.getChildren().add(line);
    return this;
  }

  PlotPane dots(JsonNode points) {
    List<Node> dots = new ArrayList<>();
    for (JsonNode point : points) {
      Circle dot = new Circle(x(point.path(0).asDouble()), y(point.path(1).asDouble()), 2.5);
      dot.getStyleClass().add("plot-dot");
      dots.add(dot);
    }
    canvas.getChildren().addAll(dots);
    return this;
  }
}
