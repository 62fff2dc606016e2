package io.joborchestrator.console.deadletters;

import java.util.List;
import javafx.scene.layout.Region;

/** Failures of the last 24 hours as a row of bars, two hours each, newest at the right. */
final class TrendBars extends Region {
  static final int BARS = 12;
  private static final double BAR = 5;
  private static final double GAP = 1;
  private static final double HEIGHT = 20;

  private final Region[] bars = new Region[BARS];
  private int[] values = new int[BARS];

  TrendBars() {
    getStyleClass().add("trend-bars");
    setMinSize(BARS * (BAR + GAP), HEIGHT);
    setMaxSize(BARS * (BAR + GAP), HEIGHT);
    for (int i = 0; i < BARS; i++) {
      bars[i] = new Region();
      bars[i].getStyleClass().add("bar");
    }
    getChildren().addAll(bars);
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
    if (!java.util.Arrays.equals(sums, values)) {
      values = sums;
      requestLayout();
    }
  }

  @Override
  protected void layoutChildren() {
    int most = 1;
    for (int value : values) {
      most = Math.max(most, value);
    }
    for (int i = 0; i < BARS; i++) {
      double height = values[i] == 0 ? 1 : Math.max(3, HEIGHT * values[i] / most);
      bars[i].setOpacity(values[i] == 0 ? 0.35 : 1);
      bars[i].resizeRelocate(i * (BAR + GAP), HEIGHT - height, BAR, height);
    }
  }
}
