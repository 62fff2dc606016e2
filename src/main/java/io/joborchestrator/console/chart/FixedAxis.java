package io.joborchestrator.console.chart;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;

/** An axis whose range and ticks are given: labels only, no line. */
final class FixedAxis extends NumberAxis {
  private static final long serialVersionUID = 1;
  private static final int LABEL_GAP = 6;

  private final transient List<NumberTick> ticks;

  private FixedAxis(double from, double to, List<NumberTick> ticks, Font font, Paint paint) {
    this.ticks = List.copyOf(ticks);
    setAutoRange(false);
    setRange(from, Math.max(to, Math.nextUp(from)));
    setAxisLineVisible(false);
    setTickMarksVisible(false);
    setTickLabelFont(font);
    setTickLabelPaint(paint);
  }

  /** Local time below the plot. The last label ends with the plot. */
  static FixedAxis ofTime(
      ChartRange range, List<TimeTicks.Tick> times, ChartGeometry at, Font font, Paint paint) {
    List<NumberTick> ticks = new ArrayList<>();
    for (TimeTicks.Tick time : times) {
      double x = at.x(time.at(), range);
      boolean atEnd = x > at.width() - ChartGeometry.RIGHT - 16;
      TextAnchor anchor = atEnd ? TextAnchor.TOP_RIGHT : TextAnchor.TOP_CENTER;
      ticks.add(
          new NumberTick(time.at().toEpochMilli(), time.text(), anchor, TextAnchor.CENTER, 0));
    }
    FixedAxis axis =
        new FixedAxis(range.from().toEpochMilli(), range.to().toEpochMilli(), ticks, font, paint);
    axis.setTickLabelInsets(new RectangleInsets(4, 2, 0, 2));
    return axis;
  }

  /** Values from 0 to a whole number of steps. */
  static FixedAxis ofValues(double top, double step, ChartUnit unit, Font font, Paint paint) {
    List<NumberTick> ticks = new ArrayList<>();
    for (int i = 0; i * step <= top * 1.000_001; i++) {
      ticks.add(
          new NumberTick(
              i * step, unit.axis(i * step), TextAnchor.CENTER_RIGHT, TextAnchor.CENTER, 0));
    }
    FixedAxis axis = new FixedAxis(0, top, ticks, font, paint);
    axis.setTickLabelInsets(new RectangleInsets(0, LABEL_GAP, 0, 0));
    return axis;
  }

  /** Rows from the top down, without labels. */
  static FixedAxis ofRows(double rows) {
    FixedAxis axis =
        new FixedAxis(0, rows, List.of(), DEFAULT_TICK_LABEL_FONT, DEFAULT_TICK_LABEL_PAINT);
    axis.setInverted(true);
    axis.setTickLabelsVisible(false);
    return axis;
  }

  @Override
  @SuppressWarnings("rawtypes")
  public List refreshTicks(
      Graphics2D graphics, AxisState state, Rectangle2D area, RectangleEdge edge) {
    return ticks;
  }
}
