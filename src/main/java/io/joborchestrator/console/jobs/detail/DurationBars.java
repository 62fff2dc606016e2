package io.joborchestrator.console.jobs.detail;

import io.joborchestrator.console.view.Tooltips;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.shape.Line;

/** Durations of the last runs as bars of constant width, with their median. FX thread only. */
final class DurationBars extends Pane {
  private static final double HEIGHT = 40;
  private static final int PLACES = 20;
  private static final double GAP = 4;

  private final Line median = new Line();
  private final List<Region> bars = new ArrayList<>();
  private List<Double> seconds = List.of();
  private double usual;

  DurationBars() {
    getStyleClass().add("duration-bars");
    setMinHeight(HEIGHT);
    setPrefHeight(HEIGHT);
    setMaxHeight(HEIGHT);
    median.getStyleClass().add("median");
    median.getStrokeDashArray().setAll(3.0, 3.0);
    getChildren().add(median);
  }

  /**
   * @param lastIsNow the last one is still running
   */
  void show(List<Double> values, double usualSeconds, boolean lastIsNow) {
    if (values.equals(seconds) && usual == usualSeconds) {
      return;
    }
    seconds = List.copyOf(values);
    usual = usualSeconds;
    getChildren().removeAll(bars);
    bars.clear();
    for (int i = 0; i < values.size(); i++) {
      Region bar = new Region();
      boolean now = lastIsNow && i == values.size() - 1;
      bar.getStyleClass().add(now ? "bar-now" : "bar");
      Tooltips.install(bar, SummaryView.seconds(values.get(i)) + (now ? " so far" : ""));
      bars.add(bar);
    }
    getChildren().addAll(0, bars);
    median.setVisible(usualSeconds > 0);
    requestLayout();
  }

  @Override
  protected void layoutChildren() {
    double most = Math.max(usual * 1.25, seconds.stream().mapToDouble(d -> d).max().orElse(1));
    double step = getWidth() / PLACES;
    for (int i = 0; i < bars.size(); i++) {
      double height = Math.max(2, HEIGHT * seconds.get(i) / most);
      bars.get(i)
          .resizeRelocate(
              snapPositionX(i * step),
              snapPositionY(HEIGHT - height),
              snapSizeX(step - GAP),
              snapSizeY(height));
    }
    double y = Math.round(HEIGHT - HEIGHT * usual / most) + 0.5;
    median.setStartX(0);
    median.setEndX(getWidth() - GAP);
    median.setStartY(y);
    median.setEndY(y);
  }
}
