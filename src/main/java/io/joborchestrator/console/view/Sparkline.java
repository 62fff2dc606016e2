package io.joborchestrator.console.view;

import java.util.List;
import javafx.scene.layout.Region;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;
import javafx.scene.shape.PathElement;

/**
 * A small curve without axes: its shape only, from the left edge to the right one. Colours come
 * from the style class ({@code .spark-line}, {@code .spark-area} below it). FX thread only.
 */
public final class Sparkline extends Region {
  private static final double HEIGHT = 30;
  private static final double MARGIN = 1;

  private final Path area = new Path();
  private final Path line = new Path();
  private List<Double> values = List.of();
  private double full;

  public Sparkline() {
    getStyleClass().add("sparkline");
    area.getStyleClass().add("spark-area");
    line.getStyleClass().add("spark-line");
    area.setManaged(false);
    line.setManaged(false);
    getChildren().setAll(area, line);
    setMinSize(0, HEIGHT);
    setPrefHeight(HEIGHT);
    setMouseTransparent(true);
  }

  /**
   * @param curve oldest first; fewer than two draw nothing
   * @param top the value at the upper edge, or 0: the largest one
   */
  public void show(List<Double> curve, double top) {
    if (!curve.equals(values) || top != full) {
      values = List.copyOf(curve);
      full = top;
      requestLayout();
    }
  }

  @Override
  protected void layoutChildren() {
    area.getElements().clear();
    line.getElements().clear();
    double width = getWidth();
    if (values.size() < 2 || width <= 0) {
      return;
    }
    double most = values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    double top = full > 0 ? full : most > 0 ? most : 1;
    double height = getHeight() - 2 * MARGIN;
    area.getElements().add(new MoveTo(0, getHeight()));
    for (int i = 0; i < values.size(); i++) {
      double x = width * i / (values.size() - 1);
      double y = MARGIN + height * (1 - Math.min(1, values.get(i) / top));
      area.getElements().add(new LineTo(x, y));
      PathElement step = i == 0 ? new MoveTo(x, y) : new LineTo(x, y);
      line.getElements().add(step);
    }
    area.getElements().add(new LineTo(width, getHeight()));
  }
}
