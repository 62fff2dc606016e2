package io.joborchestrator.console.deadletters;

import java.util.Arrays;
import java.util.List;
import javafx.scene.layout.Region;
import javafx.scene.shape.ClosePath;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;

/**
 * Failures of the last 24 hours as a row of bars, two hours each, newest at the right. One shape,
 * because a list shows many of them.
 */
final class TrendBars extends Region {
  static final int BARS = 12;
  private static final double BAR = 5;
  private static final double GAP = 1;
  private static final double HEIGHT = 20;

  private final Path path = new Path();
  private int[] values = {};

  TrendBars() {
    setMinSize(BARS * (BAR + GAP), HEIGHT);
    setMaxSize(BARS * (BAR + GAP), HEIGHT);
    path.getStyleClass().add("trend-path");
    path.setManaged(false);
    path.setSmooth(false);
    getChildren().add(path);
  }

  /**
   * @param hours failures of each hour, oldest first
   */
  void show(List<Integer> hours) {
    int[] sums = new int[BARS];
    int offset = Math.max(0, 2 * BARS - hours.size());
    for (int i = 0; i < hours.size(); i++) {
      int at = (i + offset) / 2;
      if (at < BARS) {
        sums[at] += hours.get(i);
      }
    }
    if (!Arrays.equals(sums, values)) {
      values = sums;
      draw();
    }
  }

  private void draw() {
    int most = Math.max(1, Arrays.stream(values).max().orElse(1));
    path.getElements().clear();
    for (int i = 0; i < BARS; i++) {
      double height = values[i] == 0 ? 1 : Math.max(3, Math.round(HEIGHT * values[i] / most));
      double left = i * (BAR + GAP);
      path.getElements()
          .addAll(
              new MoveTo(left, HEIGHT),
              new LineTo(left, HEIGHT - height),
              new LineTo(left + BAR, HEIGHT - height),
              new LineTo(left + BAR, HEIGHT),
              new ClosePath());
    }
  }
}
