package io.joborchestrator.console.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CrosshairState;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.AbstractXYItemRenderer;
import org.jfree.chart.renderer.xy.XYItemRendererState;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.xy.XYDataset;

/**
 * Draws each series as one shape, so that pale areas show no seams. Of stacked areas a value that
 * is missing counts as nothing; where all are missing, and in a line where its own is, there is a
 * gap.
 */
final class SeriesRenderer extends AbstractXYItemRenderer {
  private static final long serialVersionUID = 1;
  private static final double STACKED_OPACITY = 0.22;
  private static final double ALONE_OPACITY = 0.14;
  private static final BasicStroke LINE =
      new BasicStroke(1.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  private static final double DOT = 4;

  private final transient SeriesContent content;
  private final transient ChartPalette palette;

  SeriesRenderer(SeriesContent content, ChartPalette palette) {
    this.content = content;
    this.palette = palette;
  }

  @Override
  public XYItemRendererState initialise(
      Graphics2D graphics,
      Rectangle2D area,
      XYPlot plot,
      XYDataset dataset,
      PlotRenderingInfo info) {
    XYItemRendererState state = super.initialise(graphics, area, plot, dataset, info);
    // The whole shape is drawn with its first item.
    state.setProcessVisibleItemsOnly(false);
    return state;
  }

  @Override
  public void drawItem(
      Graphics2D graphics,
      XYItemRendererState state,
      Rectangle2D area,
      PlotRenderingInfo info,
      XYPlot plot,
      ValueAxis time,
      ValueAxis values,
      XYDataset dataset,
      int series,
      int item,
      CrosshairState crosshair,
      int pass) {
    if (item > 0) {
      return;
    }
    Place place = new Place(area, time, values);
    switch (content.kind()) {
      case STACKED_AREAS -> areas(graphics, series, place);
      case LINES -> line(graphics, series, place);
      case STACKED_BARS -> bars(graphics, series, place);
    }
  }

  /** From values to pixels. */
  private record Place(Rectangle2D area, ValueAxis time, ValueAxis values) {
    double x(double millis) {
      return time.valueToJava2D(millis, area, RectangleEdge.BOTTOM);
    }

    double y(double value) {
      return values.valueToJava2D(value, area, RectangleEdge.LEFT);
    }
  }

  private void areas(Graphics2D graphics, int series, Place place) {
    String token = content.series().get(series).colour();
    double opacity = content.series().size() > 1 ? STACKED_OPACITY : ALONE_OPACITY;
    int from = 0;
    while (from < content.size()) {
      int to = from;
      while (to < content.size() && !content.gap(to)) {
        to++;
      }
      if (to > from) {
        Path2D fill = edge(series, from, to, place);
        for (int i = to - 1; i >= from; i--) {
          double below = series == 0 ? 0 : content.top(series - 1, i);
          fill.lineTo(place.x(content.millis(i)), place.y(below));
        }
        fill.closePath();
        graphics.setPaint(palette.colour(token, opacity));
        graphics.fill(fill);
        stroke(graphics, series, from, to, place);
      }
      from = to + 1;
    }
  }

  private void line(Graphics2D graphics, int series, Place place) {
    ChartSeries values = content.series().get(series);
    int from = 0;
    while (from < content.size()) {
      int to = from;
      while (to < content.size() && !Double.isNaN(values.value(to))) {
        to++;
      }
      if (to > from) {
        stroke(graphics, series, from, to, place);
      }
      from = to + 1;
    }
  }

  private void stroke(Graphics2D graphics, int series, int from, int to, Place place) {
    Color colour = palette.colour(content.series().get(series).colour());
    graphics.setPaint(colour);
    if (to - from == 1) {
      double x = place.x(content.millis(from));
      double y = place.y(content.top(series, from));
      graphics.fill(new Ellipse2D.Double(x - DOT / 2, y - DOT / 2, DOT, DOT));
    } else {
      graphics.setStroke(LINE);
      graphics.draw(edge(series, from, to, place));
    }
  }

  private Path2D edge(int series, int from, int to, Place place) {
    Path2D path = new Path2D.Double();
    for (int i = from; i < to; i++) {
      double x = place.x(content.millis(i));
      double y = place.y(content.top(series, i));
      if (i == from) {
        path.moveTo(x, y);
      } else {
        path.lineTo(x, y);
      }
    }
    return path;
  }

  private void bars(Graphics2D graphics, int series, Place place) {
    graphics.setPaint(palette.colour(content.series().get(series).colour()));
    double scale = Math.max(1, graphics.getTransform().getScaleX());
    long bucket = content.bucket().toMillis();
    for (int i = 0; i < content.size(); i++) {
      double value = content.series().get(series).value(i);
      if (value > 0) {
        double left = snap(place.x(content.millis(i)), scale);
        double right = snap(place.x(content.millis(i) + (double) bucket), scale);
        double gap = right - left > 4 ? 2 : right - left > 2 ? 1 : 0;
        double top = snap(place.y(content.top(series, i)), scale);
        double bottom = snap(place.y(content.top(series, i) - value), scale);
        double width = Math.max(1 / scale, right - left - gap);
        // What is there is seen, however small beside the largest.
        double height = Math.max(1 / scale, bottom - top);
        graphics.fill(new Rectangle2D.Double(left, bottom - height, width, height));
      }
    }
  }

  private static double snap(double value, double scale) {
    return Math.round(value * scale) / scale;
  }
}
