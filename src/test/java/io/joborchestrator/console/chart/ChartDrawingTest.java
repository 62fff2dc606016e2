package io.joborchestrator.console.chart;

import static io.joborchestrator.console.chart.ChartSample.DARK;
import static io.joborchestrator.console.chart.ChartSample.LIGHT;
import static io.joborchestrator.console.chart.ChartSample.content;
import static io.joborchestrator.console.chart.ChartSample.drawing;
import static io.joborchestrator.console.chart.ChartSample.flat;
import static io.joborchestrator.console.chart.ChartSample.picture;
import static io.joborchestrator.console.chart.ChartSample.series;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joborchestrator.console.chart.SeriesContent.Kind;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChartDrawingTest {
  private static final int MIDDLE = 72 + 305;

  private static Color at(BufferedImage image, int x, int y) {
    return new Color(image.getRGB(x, y));
  }

  private static boolean near(Color one, Color other) {
    return Math.abs(one.getRed() - other.getRed()) < 12
        && Math.abs(one.getGreen() - other.getGreen()) < 12
        && Math.abs(one.getBlue() - other.getBlue()) < 12;
  }

  private static boolean has(
      BufferedImage image, int x, int width, int y, int height, Color wanted) {
    return IntStream.range(x, x + width)
        .anyMatch(
            column ->
                IntStream.range(y, y + height)
                    .anyMatch(row -> near(at(image, column, row), wanted)));
  }

  /** What a colour of an opacity gives on the ground. */
  private static Color over(ChartPalette palette, String token, double opacity) {
    Color colour = palette.colour(token);
    Color ground = palette.colour("-ejo-bg-surface");
    return new Color(
        mix(colour.getRed(), ground.getRed(), opacity),
        mix(colour.getGreen(), ground.getGreen(), opacity),
        mix(colour.getBlue(), ground.getBlue(), opacity));
  }

  private static int mix(int colour, int ground, double opacity) {
    return (int) Math.round(colour * opacity + ground * (1 - opacity));
  }

  @Test
  void standsAreasOnOneAnotherInTheColoursOfBothThemes() {
    for (String sheet : List.of(LIGHT, DARK)) {
      ChartDrawing drawing = drawing(flat(Kind.STACKED_AREAS), sheet);
      assertThat(drawing.top()).isEqualTo(400);
      BufferedImage image = picture(drawing, 1);
      ChartPalette palette = drawing.palette();
      // One pixel is one job: 0 to 100 local, 100 to 400 Spark; between the lines of the grid.
      assertThat(near(at(image, MIDDLE, 408 - 50), over(palette, "-ejo-chart-local", 0.22)))
          .isTrue();
      assertThat(near(at(image, MIDDLE, 408 - 250), over(palette, "-ejo-chart-spark", 0.22)))
          .isTrue();
      BufferedImage fine = picture(drawing, 2);
      Color line = palette.colour("-ejo-chart-local");
      assertThat(has(fine, 2 * MIDDLE, 1, 2 * 308 - 3, 6, line)).isTrue();
      assertThat(at(image, MIDDLE, 4)).isEqualTo(palette.colour("-ejo-bg-surface"));
    }
    assertThat(ChartPalette.of(List.of(DARK)).colour("-ejo-chart-spark"))
        .isNotEqualTo(ChartPalette.of(List.of(LIGHT)).colour("-ejo-chart-spark"));
  }

  @Test
  void drawsBarsOfTheWidthOfTheirTime() {
    SeriesContent one =
        content(Kind.STACKED_BARS, ChartUnit.COUNT, 61, series("spark", 61, i -> i == 30 ? 4 : 0));
    BufferedImage image = picture(drawing(one, LIGHT), 1);
    Color spark = ChartPalette.of(List.of(LIGHT)).colour("-ejo-chart-spark");
    assertThat(at(image, 72 + 300, 200)).isEqualTo(spark);
    assertThat(at(image, 72 + 307, 200)).isEqualTo(spark);
    assertThat(at(image, 72 + 309, 200)).isEqualTo(Color.WHITE);
    assertThat(has(image, 74, 296, 12, 390, spark)).isFalse();
  }

  @Test
  void hatchesHalfOpenAndFillsOpenWithItsWord() {
    for (String sheet : List.of(LIGHT, DARK)) {
      ChartDrawing drawing = drawing(ChartSample.timeline(), sheet);
      BufferedImage image = picture(drawing, 1);
      ChartPalette palette = drawing.palette();
      Color onState = palette.colour("-ejo-text-on-state");
      Color halfOpen = palette.colour("-ejo-breaker-half-open-solid");
      assertThat(near(at(image, 72 + 100, 21), over(palette, "-ejo-breaker-closed-solid", 0.35)))
          .isTrue();
      assertThat(at(image, 72 + 380, 21)).isEqualTo(palette.colour("-ejo-breaker-open-solid"));
      assertThat(has(image, 72 + 204, 30, 16, 12, onState)).as("the word").isTrue();
      assertThat(has(image, 72 + 410, 80, 16, 12, halfOpen)).isTrue();
      boolean strokes =
          IntStream.range(72 + 410, 72 + 490).anyMatch(x -> !near(at(image, x, 21), halfOpen));
      assertThat(strokes).as("strokes of the hatch").isTrue();
      long changes =
          IntStream.range(72 + 410, 72 + 489)
              .filter(x -> near(at(image, x, 21), halfOpen) != near(at(image, x + 1, 21), halfOpen))
              .count();
      assertThat(changes).as("many strokes").isGreaterThan(16);
    }
  }

  @Test
  void leavesAGapWhereAValueIsMissing() {
    SeriesContent gap =
        content(
            Kind.LINES,
            ChartUnit.SECONDS,
            61,
            series("p95", 61, i -> i > 20 && i < 40 ? Double.NaN : 2));
    BufferedImage image = picture(drawing(gap, LIGHT), 2);
    Color line = ChartPalette.of(List.of(LIGHT)).colour("-ejo-chart-p95");
    assertThat(has(image, 2 * (72 + 100), 100, 8, 40, line)).isTrue();
    assertThat(has(image, 2 * (72 + 205), 380, 8, 800, line)).isFalse();
    assertThat(has(image, 2 * (72 + 450), 100, 8, 40, line)).isTrue();
  }

  @Test
  void drawsASinglePointAsADot() {
    SeriesContent point =
        content(
            Kind.LINES, ChartUnit.SECONDS, 61, series("p95", 61, i -> i == 30 ? 1 : Double.NaN));
    BufferedImage image = picture(drawing(point, LIGHT), 2);
    Color line = ChartPalette.of(List.of(LIGHT)).colour("-ejo-chart-p95");
    assertThat(has(image, 2 * (72 + 298), 8, 2 * 6, 20, line)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-9, 1, 999_999, 7e17, 1e300})
  void drawsValuesOfAnySize(double value) {
    for (Kind kind : Kind.values()) {
      for (ChartUnit unit : ChartUnit.values()) {
        ChartDrawing drawing =
            drawing(content(kind, unit, 61, series("local", 61, i -> value)), LIGHT);
        assertThat(drawing.top()).isPositive().isGreaterThanOrEqualTo(value * 0.999).isFinite();
        Color line = drawing.palette().colour("-ejo-chart-local");
        boolean seen = has(picture(drawing, 2), 700, 20, 8, 2 * 408, line);
        assertThat(seen).isEqualTo(value > 0 || kind != Kind.STACKED_BARS);
      }
    }
  }

  @Test
  void drawsAxesWhereThereIsNothing() {
    SeriesContent nothing = content(Kind.STACKED_AREAS, ChartUnit.COUNT, 0);
    ChartDrawing drawing = drawing(nothing, LIGHT);
    assertThat(nothing.emptyIn(ChartSample.RANGE)).isTrue();
    assertThat(drawing.top()).isEqualTo(1);
    BufferedImage image = picture(drawing, 1);
    Color axis = drawing.palette().colour("-ejo-chart-axis");
    assertThat(has(image, 72, 600, 412, 18, axis)).as("labels of times").isTrue();
  }

  @Test
  void marksEvents() {
    SeriesContent marked =
        new SeriesContent(
            Kind.LINES,
            ChartUnit.COUNT,
            ChartSample.MINUTE,
            ChartSample.minutes(61),
            List.of(series("local", 61, i -> 1)),
            List.of(new ChartMark(ChartSample.minute(30), "Spark open", "-ejo-breaker-open")));
    ChartDrawing drawing = drawing(marked, LIGHT);
    BufferedImage image = picture(drawing, 1);
    Color open = drawing.palette().colour("-ejo-breaker-open");
    assertThat(has(image, 72 + 300, 1, 100, 100, open)).isTrue();
    assertThat(has(image, 72 + 304, 60, 8, 16, open)).isTrue();
  }

  @Test
  void writesRoundLocalTimes() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    assertThat(TimeTicks.of(ChartSample.RANGE, berlin, 7).stream().map(TimeTicks.Tick::text))
        .contains("13:40", "13:50", "14:00", "14:30");
    ChartRange days = ChartRange.until(ChartSample.FROM, java.time.Duration.ofDays(30));
    assertThat(TimeTicks.of(days, berlin, 7)).hasSizeBetween(4, 8);
    // The night in which summer time ends.
    ChartRange night =
        ChartRange.until(
            java.time.Instant.parse("2026-10-25T04:00:00Z"), java.time.Duration.ofHours(6));
    assertThat(TimeTicks.of(night, berlin, 7).stream().map(TimeTicks.Tick::at))
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void refusesAColourThatNoThemeHas() {
    ChartPalette palette = ChartPalette.of(List.of(LIGHT));
    assertThatThrownBy(() -> palette.colour("-ejo-chart-none"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
