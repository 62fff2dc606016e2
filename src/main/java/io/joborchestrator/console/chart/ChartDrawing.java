package io.joborchestrator.console.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.time.ZoneId;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.AxisSpace;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleInsets;

/**
 * One picture of a chart: everything needed to draw it, and how. Immutable; draws on any thread.
 *
 * @param palette of the theme
 * @param zone in which times are written
 */
record ChartDrawing(
    ChartContent content,
    ChartRange range,
    ChartGeometry geometry,
    ChartPalette palette,
    ZoneId zone) {
  private static final double TICK_DISTANCE = 84;
  private static final BasicStroke GRID = new BasicStroke(1);
  private static final BasicStroke DASHED =
      new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {3, 3}, 0);

  /** The value at the upper end of the axis; 0 of a timeline. */
  double top() {
    if (content instanceof SeriesContent series) {
      double largest = series.largest(range);
      double step = series.unit().step(largest);
      return Math.max(1, Math.ceil(largest / step - 1e-9)) * step;
    }
    return 0;
  }

  /** Draws onto a transparent ground; the unit of the graphics is the logical pixel. */
  void draw(Graphics2D graphics) {
    graphics.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    XYPlot plot = content instanceof SeriesContent series ? plot(series) : plot(timeline());
    plain(plot);
    JFreeChart chart = new JFreeChart(null, null, plot, false);
    chart.setBackgroundPaint(null);
    chart.setPadding(RectangleInsets.ZERO_INSETS);
    chart.setTextAntiAlias(true);
    chart.draw(graphics, new Rectangle2D.Double(0, 0, geometry.width(), geometry.height()));
    if (content instanceof SeriesContent series) {
      marks(graphics, series.marks());
    } else {
      names(graphics, timeline());
    }
  }

  private TimelineContent timeline() {
    return (TimelineContent) content;
  }

  private XYPlot plot(SeriesContent series) {
    double top = top();
    double step = series.unit().step(series.largest(range));
    Color axis = palette.colour("-ejo-chart-axis");
    return new XYPlot(
        new SeriesDataset(series),
        timeAxis(),
        FixedAxis.ofValues(top, step, series.unit(), ChartFonts.AXIS, axis),
        new SeriesRenderer(series, palette));
  }

  private XYPlot plot(TimelineContent rows) {
    XYPlot plot =
        new XYPlot(
            new TimelineDataset(rows, range.from().toEpochMilli()),
            timeAxis(),
            FixedAxis.ofRows(Math.max(1, rows.rows().size())),
            new TimelineRenderer(rows, palette));
    plot.setDomainGridlinesVisible(true);
    plot.setDomainGridlinePaint(palette.colour("-ejo-chart-grid"));
    plot.setDomainGridlineStroke(GRID);
    plot.setRangeGridlinesVisible(false);
    return plot;
  }

  private FixedAxis timeAxis() {
    int most = (int) Math.max(1, geometry.plotWidth() / TICK_DISTANCE);
    return FixedAxis.ofTime(
        range,
        TimeTicks.of(range, zone, most),
        geometry,
        ChartFonts.AXIS,
        palette.colour("-ejo-chart-axis"));
  }

  private void plain(XYPlot plot) {
    if (content instanceof SeriesContent) {
      plot.setDomainGridlinesVisible(false);
      plot.setRangeGridlinePaint(palette.colour("-ejo-chart-grid"));
      plot.setRangeGridlineStroke(GRID);
    }
    plot.setRangeZeroBaselineVisible(false);
    plot.setBackgroundPaint(null);
    plot.setOutlineVisible(false);
    plot.setInsets(RectangleInsets.ZERO_INSETS);
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    plot.setRangeAxisLocation(AxisLocation.BOTTOM_OR_LEFT);
    AxisSpace sides = new AxisSpace();
    sides.setLeft(geometry.left());
    sides.setRight(ChartGeometry.RIGHT);
    plot.setFixedRangeAxisSpace(sides);
    AxisSpace ends = new AxisSpace();
    ends.setTop(ChartGeometry.TOP);
    ends.setBottom(ChartGeometry.BOTTOM);
    plot.setFixedDomainAxisSpace(ends);
  }

  private void marks(Graphics2D graphics, List<ChartMark> marks) {
    graphics.setFont(ChartFonts.MARK);
    FontMetrics metrics = graphics.getFontMetrics();
    double free = geometry.left();
    for (ChartMark mark : marks) {
      if (range.contains(mark.at())) {
        double x = Math.round(geometry.x(mark.at(), range)) + 0.5;
        graphics.setPaint(palette.colour(mark.colour()));
        graphics.setStroke(DASHED);
        graphics.draw(new Line2D.Double(x, ChartGeometry.TOP, x, geometry.plotBottom()));
        int width = metrics.stringWidth(mark.text());
        boolean right = x + 5 + width <= geometry.width();
        double start = right ? x + 5 : x - 5 - width;
        // Of words that would lie over one another the first is shown; the lines are all there.
        if (start >= free) {
          graphics.drawString(
              mark.text(), (float) start, (float) ChartGeometry.TOP + metrics.getAscent() - 2);
          free = start + width + 6;
        }
      }
    }
  }

  private void names(Graphics2D graphics, TimelineContent rows) {
    graphics.setFont(ChartFonts.NAME);
    graphics.setPaint(palette.colour("-ejo-text"));
    FontMetrics metrics = graphics.getFontMetrics();
    int index = 0;
    for (TimelineContent.Row row : rows.rows()) {
      double middle = ChartGeometry.TOP + (index++ + 0.5) * TimelineContent.PITCH;
      float base = (float) (middle + metrics.getAscent() / 2.0 - 1.5);
      graphics.drawString(fitted(row.name(), metrics), 0, base);
    }
  }

  private String fitted(String name, FontMetrics metrics) {
    double room = geometry.left() - 6;
    if (metrics.stringWidth(name) <= room) {
      return name;
    }
    int length = name.length();
    while (length > 1 && metrics.stringWidth(name.substring(0, length) + "…") > room) {
      length--;
    }
    return name.substring(0, length) + "…";
  }
}
