package io.joborchestrator.console.chart;

import static io.joborchestrator.console.chart.ChartSample.minute;
import static io.joborchestrator.console.chart.ChartSample.series;
import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.console.chart.SeriesContent.Kind;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.Theme;
import io.joborchestrator.testing.FxThread;
import io.joborchestrator.testing.Screenshots;
import java.io.File;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pictures of each kind of chart, to be looked at. */
@Tag("slow")
class ChartScreenshotTest {
  @Test
  void drawsEachKindOfChart() {
    for (Theme theme : Theme.values()) {
      for (int scale : new int[] {1, 2}) {
        take("charts-" + theme.wire() + "-" + scale + "x", theme, scale);
      }
    }
  }

  @Test
  void savesAPictureTwiceAsFine() throws Exception {
    File file = Screenshots.FOLDER.resolve("chart-file.png").toFile();
    Screenshots.FOLDER.toFile().mkdirs();
    ChartDrawing drawing = ChartSample.drawing(throughput(), ChartSample.LIGHT);
    assertThat(ImageIO.write(new ChartPicture("Throughput", drawing).draw(), "png", file)).isTrue();
    assertThat(ImageIO.read(file).getWidth()).isEqualTo(2 * (680 + 32));
  }

  private static void take(String name, Theme theme, int scale) {
    Screenshots.prepareFonts();
    Stage stage = FxThread.get(() -> stage(theme, scale));
    try {
      FxThread.pulses(40);
      Screenshots.write(name, stage.getScene(), scale);
    } finally {
      FxThread.run(stage::close);
    }
  }

  private static Stage stage(Theme theme, int scale) {
    ChartTimes times = new ChartTimes(ChartSample.RANGE);
    GridPane grid = new GridPane();
    grid.getStyleClass().addAll(Styles.PAGE, Styles.PAGE_BODY);
    grid.setHgap(12);
    grid.setVgap(12);
    ChartPane first = add(grid, 0, 0, "Throughput", times, throughput());
    add(grid, 1, 0, "Durations", times, durations());
    add(grid, 0, 1, "Failures", times, failures());
    add(grid, 1, 1, "Circuit breakers", times, ChartSample.timeline());
    add(grid, 0, 2, "Nothing", times, ChartSample.content(Kind.LINES, ChartUnit.COUNT, 0));
    ChartPane stale = add(grid, 1, 2, "Stale", times, throughput());
    stale.setStale(true);
    Stage stage = new Stage();
    Scene scene = new Scene(grid, 1280, 800);
    theme.apply(scene);
    stage.setScene(scene);
    stage.show();
    stage.setRenderScaleX(scale);
    stage.setRenderScaleY(scale);
    times.crosshairProperty().set(minute(24));
    first.pointed(true);
    return stage;
  }

  private static ChartPane add(
      GridPane grid, int column, int row, String title, ChartTimes times, ChartContent content) {
    ChartPane pane =
        new ChartPane(title, times, Texts.load(Locale.ENGLISH), ZoneId.of("Europe/Berlin"));
    pane.show(content);
    Label label = new Label(title);
    label.getStyleClass().add(Styles.HEADING);
    VBox card = new VBox(label, pane);
    card.getStyleClass().add(Styles.CARD);
    GridPane.setHgrow(card, Priority.ALWAYS);
    GridPane.setVgrow(card, Priority.ALWAYS);
    VBox.setVgrow(pane, Priority.ALWAYS);
    grid.add(card, column, row);
    return pane;
  }

  private static SeriesContent throughput() {
    return new SeriesContent(
        Kind.STACKED_AREAS,
        ChartUnit.RECORDS_PER_SECOND,
        ChartSample.MINUTE,
        ChartSample.minutes(61),
        List.of(
            series("local", 61, i -> 150_000 + 40_000 * Math.sin(i / 9.0)),
            series("spark", 61, i -> i > 33 && i < 42 ? 80_000 : 600_000 + 50_000 * Math.sin(i)),
            series("airflow", 61, i -> 70_000 + 10_000 * Math.cos(i))),
        List.of(
            new ChartMark(minute(33), "Spark open", "-ejo-breaker-open"),
            new ChartMark(minute(42), "Closed", "-ejo-breaker-closed")));
  }

  private static SeriesContent durations() {
    return ChartSample.content(
        Kind.LINES,
        ChartUnit.SECONDS,
        61,
        series("p50", 61, i -> 8 + Math.sin(i)),
        series("p95", 61, i -> i > 20 && i < 26 ? Double.NaN : 40 + 6 * Math.sin(i / 2.0)),
        series("p99", 61, i -> 95 + 20 * Math.cos(i / 3.0)));
  }

  private static SeriesContent failures() {
    return ChartSample.content(
        Kind.STACKED_BARS,
        ChartUnit.COUNT,
        61,
        series("local", 61, i -> i % 7 == 0 ? 1 : 0),
        series("spark", 61, i -> i > 30 && i < 36 ? 14 - Math.abs(33 - i) * 3 : 0),
        series("airflow", 61, i -> i > 45 && i < 52 ? 5 : 0));
  }
}
