package io.joborchestrator.console.chart;

import io.joborchestrator.console.chart.SeriesContent.Kind;
import io.joborchestrator.console.chart.TimelineContent.Row;
import io.joborchestrator.console.chart.TimelineContent.Span;
import io.joborchestrator.console.chart.TimelineContent.State;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Contents with known values, and their pictures. */
final class ChartSample {
  static final Instant FROM = Instant.parse("2026-11-23T12:32:00Z");
  static final ChartRange RANGE = new ChartRange(FROM, FROM.plusSeconds(3600));
  static final Duration MINUTE = Duration.ofMinutes(1);
  static final String LIGHT = sheet("tokens.css");
  static final String DARK = sheet("tokens-dark.css");

  private ChartSample() {}

  private static String sheet(String name) {
    return String.valueOf(ChartSample.class.getResource("/styles/" + name));
  }

  static Instant minute(int minute) {
    return FROM.plusSeconds(60L * minute);
  }

  static List<Instant> minutes(int count) {
    return IntStream.range(0, count).mapToObj(ChartSample::minute).toList();
  }

  static ChartSeries series(String engine, int count, IntToDoubleFunction values) {
    String name = engine.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + engine.substring(1);
    return new ChartSeries(
        engine,
        name,
        "-ejo-chart-" + engine,
        IntStream.range(0, count).mapToDouble(values).toArray());
  }

  static SeriesContent content(Kind kind, ChartUnit unit, int count, ChartSeries... series) {
    return new SeriesContent(kind, unit, MINUTE, minutes(count), List.of(series), List.of());
  }

  /** Local 100, Spark 300 above it, for the hour. */
  static SeriesContent flat(Kind kind) {
    return content(
        kind, ChartUnit.COUNT, 61, series("local", 61, i -> 100), series("spark", 61, i -> 300));
  }

  /** Closed for 20 minutes, open for 20, half-open for 10, closed. */
  static TimelineContent timeline() {
    return new TimelineContent(
        List.of(
            new Row(
                "spark",
                "Spark",
                List.of(
                    new Span(minute(0), minute(20), State.CLOSED, "Closed", null),
                    new Span(minute(20), minute(40), State.OPEN, "Open", "35 of 40, failed"),
                    new Span(minute(40), minute(50), State.HALF_OPEN, "Half-open", null),
                    new Span(minute(50), minute(60), State.CLOSED, "Closed", null)))));
  }

  /** 680 × 432 with a plot of 600 × 400: ten pixels are a minute. */
  static ChartDrawing drawing(ChartContent content, String sheet) {
    return drawing(content, sheet, ZoneOffset.UTC);
  }

  static ChartDrawing drawing(ChartContent content, String sheet, ZoneId zone) {
    return new ChartDrawing(
        content, RANGE, new ChartGeometry(680, 432, 72), ChartPalette.of(List.of(sheet)), zone);
  }

  static BufferedImage picture(ChartDrawing drawing, int scale) {
    BufferedImage image =
        new BufferedImage(
            (int) drawing.geometry().width() * scale,
            (int) drawing.geometry().height() * scale,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.scale(scale, scale);
    graphics.setPaint(drawing.palette().colour("-ejo-bg-surface"));
    graphics.fillRect(0, 0, 680, 432);
    drawing.draw(graphics);
    graphics.dispose();
    return image;
  }
}
