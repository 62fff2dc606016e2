package io.joborchestrator.console.chart;

import java.time.Duration;
import java.time.Instant;

/**
 * Where things are in a chart, in logical pixels.
 *
 * @param left from the left edge to the plot: room for the labels of the values
 */
record ChartGeometry(double width, double height, double left) {
  static final double TOP = 8;
  static final double RIGHT = 8;
  static final double BOTTOM = 24;

  double plotWidth() {
    return Math.max(1, width - left - RIGHT);
  }

  double plotHeight() {
    return Math.max(1, height - TOP - BOTTOM);
  }

  double plotBottom() {
    return TOP + plotHeight();
  }

  double x(Instant instant, ChartRange range) {
    double share =
        Duration.between(range.from(), instant).toMillis() / (double) range.length().toMillis();
    return left + share * plotWidth();
  }

  /** The instant at a place, at most the ends of the range. */
  Instant instant(double x, ChartRange range) {
    double share = Math.max(0, Math.min(1, (x - left) / plotWidth()));
    return range.from().plusMillis(Math.round(share * range.length().toMillis()));
  }

  /** The value at a height, for an axis from 0 to {@code top}. */
  double value(double y, double top) {
    return (plotBottom() - y) / plotHeight() * top;
  }

  /** The row of a timeline at a height; may lie outside the rows. */
  static int row(double y) {
    return (int) Math.floor((y - TOP) / TimelineContent.PITCH);
  }
}
