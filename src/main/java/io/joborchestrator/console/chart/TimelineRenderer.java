package io.joborchestrator.console.chart;

import io.joborchestrator.console.chart.TimelineContent.Span;
import io.joborchestrator.console.chart.TimelineContent.State;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.RenderingHints;
import java.awt.TexturePaint;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CrosshairState;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.AbstractXYItemRenderer;
import org.jfree.chart.renderer.xy.XYItemRendererState;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.xy.XYDataset;

/** Draws the spans of a row: closed pale, half-open hatched, open solid with its word. */
final class TimelineRenderer extends AbstractXYItemRenderer {
  private static final long serialVersionUID = 1;
  private static final double BAR = 15;
  private static final double CLOSED_OPACITY = 0.35;
  private static final double ARC = 4;
  private static final int TILE = 6;
  private static final double WORD_GAP = 6;

  private final transient TimelineContent content;
  private final transient ChartPalette palette;

  TimelineRenderer(TimelineContent content, ChartPalette palette) {
    this.content = content;
    this.palette = palette;
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
    double y = area.getY() + series * TimelineContent.PITCH + (TimelineContent.PITCH - BAR) / 2;
    for (Span span : content.rows().get(series).spans()) {
      double from = x(span.from().toEpochMilli(), time, area);
      double to = x(span.to().toEpochMilli(), time, area);
      if (to > area.getMinX() && from < area.getMaxX()) {
        from = Math.max(from, area.getMinX());
        to = Math.min(to, area.getMaxX());
        // A moment is seen at any range.
        draw(graphics, span, new Rectangle2D.Double(from, y, Math.max(2, to - from), BAR));
      }
    }
  }

  private static double x(double millis, ValueAxis time, Rectangle2D area) {
    return time.valueToJava2D(millis, area, RectangleEdge.BOTTOM);
  }

  private void draw(Graphics2D graphics, Span span, Rectangle2D bar) {
    graphics.setPaint(paint(span.state(), bar, graphics.getTransform().getScaleX()));
    double width = Math.max(1, bar.getWidth() - 1);
    graphics.fill(new RoundRectangle2D.Double(bar.getX(), bar.getY(), width, BAR, ARC, ARC));
    if (span.state() == State.OPEN) {
      word(graphics, span.word(), bar);
    }
  }

  private Paint paint(State state, Rectangle2D bar, double scale) {
    return switch (state) {
      case CLOSED -> palette.colour(state.colour(), CLOSED_OPACITY);
      case HALF_OPEN -> hatch(palette.colour(state.colour()), bar, Math.max(1, scale));
      case OPEN -> palette.colour(state.colour());
    };
  }

  /** Diagonal strokes; the tile has as many pixels as the screen has. */
  private Paint hatch(Color ground, Rectangle2D bar, double scale) {
    int pixels = (int) Math.ceil(TILE * scale);
    BufferedImage tile = new BufferedImage(pixels, pixels, BufferedImage.TYPE_INT_ARGB);
    Graphics2D brush = tile.createGraphics();
    brush.setPaint(ground);
    brush.fillRect(0, 0, pixels, pixels);
    brush.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    brush.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    brush.setPaint(palette.colour("-ejo-text-on-state"));
    brush.setStroke(new BasicStroke((float) (1.2 * scale), BasicStroke.CAP_SQUARE, 0));
    for (int i = -1; i <= 1; i++) {
      double shift = i * (double) pixels;
      brush.draw(new Line2D.Double(shift, pixels, shift + pixels, 0));
    }
    brush.dispose();
    return new TexturePaint(
        tile, new Rectangle2D.Double(Math.floor(bar.getX()), bar.getY(), TILE, TILE));
  }

  private void word(Graphics2D graphics, String word, Rectangle2D bar) {
    graphics.setFont(ChartFonts.MARK.deriveFont(10.5f));
    FontMetrics metrics = graphics.getFontMetrics();
    if (metrics.stringWidth(word) + 2 * WORD_GAP <= bar.getWidth()) {
      graphics.setPaint(palette.colour("-ejo-text-on-state"));
      graphics.drawString(
          word,
          (float) (bar.getX() + WORD_GAP),
          (float) (bar.getCenterY() + metrics.getAscent() / 2.0 - 1.5));
    }
  }
}
