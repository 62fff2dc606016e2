package io.joborchestrator.console.chart;

import io.joborchestrator.console.chart.TimelineContent.Row;
import io.joborchestrator.console.chart.TimelineContent.Span;
import java.time.Instant;
import java.util.Optional;

/** Finds what lies under a point of a drawing. */
final class ChartHits {
  /** How far from a line a click still means it, in pixels. */
  private static final double REACH = 12;

  private ChartHits() {}

  /** What a click means; nothing outside the plot and where there is nothing. */
  static Optional<ChartPick> at(ChartDrawing drawing, double x, double y) {
    ChartGeometry geometry = drawing.geometry();
    boolean outside =
        x < geometry.left()
            || x > geometry.width() - ChartGeometry.RIGHT
            || y < 0
            || y > geometry.plotBottom();
    if (outside) {
      return Optional.empty();
    }
    Instant instant = geometry.instant(x, drawing.range());
    if (drawing.content() instanceof SeriesContent series) {
      return atSeries(drawing, series, instant, y);
    }
    return atRow((TimelineContent) drawing.content(), ChartGeometry.row(y), instant);
  }

  private static Optional<ChartPick> atSeries(
      ChartDrawing drawing, SeriesContent content, Instant instant, double y) {
    int index = content.nearest(instant, drawing.range());
    if (index < 0) {
      return Optional.empty();
    }
    int series =
        content.kind().stacked()
            ? layer(drawing, content, index, y)
            : line(drawing, content, index, y);
    String id = series < 0 ? null : content.series().get(series).id();
    return Optional.of(new ChartPick(id, content.time(index), content.end(index)));
  }

  /** The layer of a stack at a height, or -1 above it. */
  private static int layer(ChartDrawing drawing, SeriesContent content, int index, double y) {
    double value = drawing.geometry().value(y, drawing.top());
    for (int i = 0; i < content.series().size(); i++) {
      if (content.series().get(i).value(index) > 0 && value <= content.top(i, index)) {
        return i;
      }
    }
    return -1;
  }

  private static int line(ChartDrawing drawing, SeriesContent content, int index, double y) {
    double perPixel = drawing.top() / drawing.geometry().plotHeight();
    double value = drawing.geometry().value(y, drawing.top());
    int best = -1;
    double nearest = REACH * perPixel;
    for (int i = 0; i < content.series().size(); i++) {
      double distance = Math.abs(content.top(i, index) - value);
      if (distance <= nearest) {
        best = i;
        nearest = distance;
      }
    }
    return best;
  }

  /** The span of a row at an instant. */
  static Optional<ChartPick> atRow(TimelineContent content, int index, Instant instant) {
    if (index < 0 || index >= content.rows().size()) {
      return Optional.empty();
    }
    Row row = content.rows().get(index);
    Span span = row.at(instant);
    return span == null
        ? Optional.empty()
        : Optional.of(new ChartPick(row.id(), span.from(), span.to()));
  }
}
