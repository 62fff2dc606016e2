package io.joborchestrator.console.chart;

import static io.joborchestrator.console.chart.ChartSample.minute;
import static io.joborchestrator.console.chart.ChartSample.series;
import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.console.chart.SeriesContent.Kind;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.Theme;
import io.joborchestrator.testing.Await;
import io.joborchestrator.testing.FxThread;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import javafx.event.Event;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.PickResult;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ChartPaneTest {
  private final ChartTimes times = new ChartTimes(ChartSample.RANGE);
  private final List<ChartPick> picks = new ArrayList<>();

  @BeforeAll
  static void startToolkit() {
    FxThread.start();
  }

  private ChartPane pane(Theme theme) {
    ChartPane pane = new ChartPane("Throughput", times, Texts.load(Locale.ENGLISH), ZoneOffset.UTC);
    pane.onPick(picks::add);
    Scene scene = new Scene(pane, 680, 432);
    scene.getStylesheets().setAll(theme.stylesheets());
    pane.resize(680, 432);
    return pane;
  }

  private static SeriesContent values(int level) {
    return ChartSample.content(
        Kind.STACKED_AREAS, ChartUnit.COUNT, 61, series("local", 61, i -> level + i));
  }

  @Test
  void aBurstOfWishesLeavesOneDrawing() {
    Deque<Runnable> worker = new ArrayDeque<>();
    List<Image> shown = new ArrayList<>();
    ChartPainter painter = FxThread.get(() -> new ChartPainter(shown::add, worker::add));
    for (int i = 1; i <= 1000; i++) {
      ChartDrawing wish = ChartSample.drawing(values(i), ChartSample.LIGHT);
      FxThread.run(() -> painter.draw(wish, 1));
      assertThat(worker).hasSize(1);
    }
    worker.removeFirst().run();
    FxThread.run(() -> {});
    assertThat(shown).hasSize(1);
    assertThat(worker).as("the newest of the other 999").hasSize(1);
    worker.removeFirst().run();
    FxThread.run(() -> {});
    assertThat(shown).hasSize(2);
    assertThat(shown.get(1)).isNotSameAs(shown.get(0));
    assertThat(worker).isEmpty();
  }

  @Test
  void anUpdateCostsTheFxThreadNextToNothing() {
    ChartPane pane = FxThread.get(() -> pane(Theme.LIGHT));
    long cpu =
        FxThread.get(
            () -> {
              for (int i = 0; i < 100; i++) {
                pane.show(values(i));
                pane.layout();
              }
              var threads = ManagementFactory.getThreadMXBean();
              long before = threads.getCurrentThreadCpuTime();
              for (int i = 100; i < 200; i++) {
                pane.show(values(i));
                pane.layout();
              }
              return threads.getCurrentThreadCpuTime() - before;
            });
    assertThat(cpu / 100).as("nanoseconds of one update").isLessThan(5_000_000);
  }

  @Test
  void drawsWithTheColoursOfTheThemeOfItsScene() {
    ChartPane pane = FxThread.get(() -> pane(Theme.LIGHT));
    FxThread.run(
        () -> {
          pane.show(values(1));
          ChartDrawing light = pane.drawing();
          pane.getScene().getStylesheets().setAll(Theme.DARK.stylesheets());
          ChartDrawing dark = pane.drawing();
          assertThat(light).isNotNull();
          assertThat(dark).isNotNull();
          assertThat(dark.palette()).isNotSameAs(light.palette());
          assertThat(pane.isNeedsLayout()).as("it is drawn again").isTrue();
        });
  }

  @Test
  void picksWhatIsClickedAndZoomsIntoWhatIsDragged() {
    ChartPane pane = FxThread.get(() -> pane(Theme.LIGHT));
    FxThread.run(
        () -> {
          pane.show(ChartSample.flat(Kind.STACKED_AREAS));
          pane.layout();
          mouse(pane, MouseEvent.MOUSE_PRESSED, 372, 350, 1);
          mouse(pane, MouseEvent.MOUSE_RELEASED, 372, 350, 1);
          mouse(pane, MouseEvent.MOUSE_PRESSED, 172, 350, 1);
          mouse(pane, MouseEvent.MOUSE_DRAGGED, 272, 340, 1);
          mouse(pane, MouseEvent.MOUSE_RELEASED, 372, 340, 1);
        });
    assertThat(picks).containsExactly(new ChartPick("local", minute(30), minute(31)));
    assertThat(times.visibleProperty().get()).isEqualTo(new ChartRange(minute(10), minute(30)));
    FxThread.run(
        () -> {
          mouse(pane, MouseEvent.MOUSE_PRESSED, 300, 350, 2);
          mouse(pane, MouseEvent.MOUSE_RELEASED, 300, 350, 2);
        });
    assertThat(times.zoomed()).isFalse();
  }

  @Test
  void isUsedByKeyboardAndSpeaks() {
    ChartPane pane = FxThread.get(() -> pane(Theme.LIGHT));
    FxThread.run(
        () -> {
          assertThat(pane.getAccessibleText()).isEqualTo("Throughput. Loading…");
          pane.show(ChartSample.flat(Kind.STACKED_AREAS));
          pane.layout();
          assertThat(pane.getAccessibleText())
              .isEqualTo("Throughput. At 13:32:00 Z: Spark 300, Local 100, Total 400");
          key(pane, KeyCode.RIGHT);
          key(pane, KeyCode.RIGHT);
        });
    Instant at = times.crosshairProperty().get();
    assertThat(at).isEqualTo(minute(1));
    FxThread.run(
        () -> {
          key(pane, KeyCode.ENTER);
          key(pane, KeyCode.PLUS);
        });
    assertThat(picks).containsExactly(new ChartPick(null, minute(1), minute(2)));
    assertThat(times.zoomed()).isTrue();
    FxThread.run(() -> key(pane, KeyCode.ESCAPE));
    assertThat(times.zoomed()).isFalse();
  }

  @Test
  void saysThatThereIsNothingInARange() {
    ChartPane pane = FxThread.get(() -> pane(Theme.DARK));
    String text =
        FxThread.get(
            () -> {
              pane.show(ChartSample.content(Kind.LINES, ChartUnit.COUNT, 0));
              pane.layout();
              return pane.getAccessibleText();
            });
    assertThat(text).isEqualTo("Throughput. No data in this range");
    assertThat(
            FxThread.get(
                () -> pane.lookupAll(".label").stream().anyMatch(label -> label.isVisible())))
        .isTrue();
  }

  @Test
  void showsItsPicture() {
    ChartPane pane = FxThread.get(() -> pane(Theme.LIGHT));
    FxThread.run(
        () -> {
          pane.show(values(1));
          pane.layout();
        });
    Await.until(
        "the picture",
        Duration.ofSeconds(20),
        () ->
            FxThread.get(
                () -> ((ImageView) pane.getChildrenUnmodifiable().get(0)).getImage() != null));
    Image image =
        FxThread.get(() -> ((ImageView) pane.getChildrenUnmodifiable().get(0)).getImage());
    assertThat(image.getWidth()).isEqualTo(680);
    assertThat(image.getHeight()).isEqualTo(432);
  }

  private static void key(ChartPane pane, KeyCode code) {
    Event.fireEvent(
        pane, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
  }

  private static void mouse(
      ChartPane pane, javafx.event.EventType<MouseEvent> type, double x, double y, int clicks) {
    Event.fireEvent(
        pane,
        new MouseEvent(
            type,
            x,
            y,
            x,
            y,
            MouseButton.PRIMARY,
            clicks,
            false,
            false,
            false,
            false,
            true,
            false,
            false,
            true,
            false,
            true,
            new PickResult(pane, x, y)));
  }
}
