package io.joborchestrator.console.chart;

import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/** A chart for a file: with its title and legend, on the ground of the theme, twice as fine. */
record ChartPicture(String title, ChartDrawing drawing) {
  private static final double SCALE = 2;
  private static final double HEAD = 40;
  private static final double MARGIN = 16;
  private static final double SQUARE = 10;

  /** Any thread. */
  BufferedImage draw() {
    double width = drawing.geometry().width() + 2 * MARGIN;
    double height = drawing.geometry().height() + HEAD + MARGIN;
    BufferedImage image =
        new BufferedImage(
            (int) Math.ceil(width * SCALE),
            (int) Math.ceil(height * SCALE),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.scale(SCALE, SCALE);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setPaint(drawing.palette().colour("-ejo-bg-surface"));
    graphics.fill(new Rectangle2D.Double(0, 0, width, height));
    graphics.setPaint(drawing.palette().colour("-ejo-text"));
    graphics.setFont(ChartFonts.HEADING);
    graphics.drawString(title, (float) MARGIN, 26);
    if (drawing.content() instanceof SeriesContent series) {
      legend(graphics, series, width - MARGIN);
    }
    graphics.translate(MARGIN, HEAD);
    drawing.draw(graphics);
    graphics.dispose();
    return image;
  }

  /** From the right, the last series outermost. */
  private void legend(Graphics2D graphics, SeriesContent content, double end) {
    graphics.setFont(ChartFonts.NAME);
    FontMetrics metrics = graphics.getFontMetrics();
    double right = end;
    for (int i = content.series().size() - 1; i >= 0; i--) {
      ChartSeries series = content.series().get(i);
      right -= metrics.stringWidth(series.name());
      graphics.setPaint(drawing.palette().colour("-ejo-text-muted"));
      graphics.drawString(series.name(), (float) right, 26);
      right -= SQUARE + 6;
      graphics.setPaint(drawing.palette().colour(series.colour()));
      graphics.fill(new Rectangle2D.Double(right, 17, SQUARE, SQUARE));
      right -= 14;
    }
  }
}
