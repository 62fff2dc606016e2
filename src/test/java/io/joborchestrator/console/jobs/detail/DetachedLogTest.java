package io.joborchestrator.console.jobs.detail;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.config.Profile.Environment;
import io.joborchestrator.console.frame.PageId;
import io.joborchestrator.console.frame.ThemeChoice.Mode;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.LogLine;
import io.joborchestrator.testing.FakeOrchestrator;
import io.joborchestrator.testing.FxThread;
import io.joborchestrator.testing.JobRowBuilder;
import io.joborchestrator.testing.Screenshots;
import io.joborchestrator.testing.WindowFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javafx.event.Event;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs in windows of their own, beside the whole window. */
class DetachedLogTest {
  @TempDir Path home;

  private final FakeOrchestrator orchestrator = FakeOrchestrator.busy();
  private WindowFixture fixture;
  private Stage main;
  private Scene scene;
  private List<JobRow> jobs;

  @BeforeEach
  void open() {
    Screenshots.prepareFonts();
    jobs = orchestrator.jobs().list(io.joborchestrator.domain.job.JobFilter.ALL, 2);
    jobs.forEach(job -> orchestrator.jobs().setLog(job.jobId(), lines(job, 60)));
    FxThread.run(
        () -> {
          fixture = new WindowFixture(orchestrator, home, Environment.LOCAL);
          fixture.theme.choose(Mode.LIGHT);
          main = new Stage();
          main.setTitle("Local");
          scene = fixture.show(1280, 800);
          main.setScene(scene);
          main.show();
        });
    FxThread.pulses(3);
  }

  @AfterEach
  void close() {
    FxThread.run(
        () -> {
          fixture.window.stop();
          main.close();
        });
    assertThat(FxThread.get(this::logWindows)).isEmpty();
  }

  private static List<LogLine> lines(JobRow job, int count) {
    List<LogLine> lines = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      String text = job.name() + " row " + i + (i % 20 == 0 ? " needle" : "");
      lines.add(new LogLine(1, i, JobRowBuilder.NOW.plusMillis(i), "info", text));
    }
    return lines;
  }

  private List<Stage> logWindows() {
    return Window.getWindows().stream()
        .filter(Stage.class::isInstance)
        .map(Stage.class::cast)
        .filter(stage -> stage.getTitle() != null && stage.getTitle().startsWith("Log of "))
        .toList();
  }

  private Stage detach(JobRow job) {
    FxThread.run(() -> fixture.window.openJob(job.jobId()));
    FxThread.pulses(3);
    FxThread.run(() -> press(scene, KeyCode.L, false));
    FxThread.pulses(3);
    FxThread.run(
        () -> {
          ((javafx.scene.control.TabPane) scene.lookup(".job-detail .tab-pane"))
              .getSelectionModel()
              .select(2);
        });
    FxThread.pulses(3);
    FxThread.run(() -> ((Button) scene.lookup("#logDetach")).fire());
    FxThread.pulses(3);
    return FxThread.get(
        () ->
            logWindows().stream()
                .filter(stage -> stage.getTitle().contains(job.name()))
                .findFirst()
                .orElseThrow());
  }

  private static void press(Scene scene, KeyCode code, boolean control) {
    Event.fireEvent(
        scene.getFocusOwner() == null ? scene.getRoot() : scene.getFocusOwner(),
        new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, control, false, false));
  }

  @SuppressWarnings("unchecked")
  private static ListView<LogLine> list(Stage stage) {
    return (ListView<LogLine>) stage.getScene().lookup("#logList");
  }

  private int shown(Stage stage) {
    return FxThread.get(() -> list(stage).getItems().size());
  }

  @Test
  void staysWithItsJobAndFollowsItWhateverThePageShows() {
    Stage log = detach(jobs.get(0));
    FxThread.run(() -> fixture.window.openJob(jobs.get(1).jobId()));
    FxThread.run(() -> fixture.window.show(PageId.WORKERS));
    orchestrator.jobs().setLog(jobs.get(0).jobId(), lines(jobs.get(0), 75));
    FxThread.run(() -> press(scene, KeyCode.F5, false));
    assertThat(shown(log)).isEqualTo(75);
    assertThat(FxThread.get(() -> list(log).getItems().get(74).text()))
        .isEqualTo(jobs.get(0).name() + " row 75");
  }

  @Test
  void searchesForItselfByKeyboard() {
    Stage log = detach(jobs.get(0));
    FxThread.run(() -> press(log.getScene(), KeyCode.F, true));
    assertThat(FxThread.get(() -> log.getScene().getFocusOwner())).isInstanceOf(TextField.class);
    FxThread.run(
        () -> {
          ((TextField) log.getScene().getFocusOwner()).setText("needle");
          fixture.tasks.elapse(Duration.ofSeconds(1));
        });
    String hits =
        FxThread.get(
            () -> ((javafx.scene.control.Label) log.getScene().lookup("#logHits")).getText());
    assertThat(hits).isEqualTo("1 of 3");
    FxThread.run(() -> press(log.getScene(), KeyCode.ESCAPE, false));
    assertThat(FxThread.get(log::isShowing)).as("the first Esc clears the search").isTrue();
    FxThread.run(() -> press(log.getScene(), KeyCode.ESCAPE, false));
    assertThat(FxThread.get(log::isShowing)).isFalse();
  }

  @Test
  void severalAreOpenAtOnceAndEachJobHasOne() {
    Stage first = detach(jobs.get(0));
    Stage second = detach(jobs.get(1));
    assertThat(detach(jobs.get(0))).isSameAs(first).isNotSameAs(second);
    assertThat(FxThread.get(this::logWindows)).hasSize(2);
    FxThread.run(() -> press(first.getScene(), KeyCode.W, true));
    assertThat(FxThread.get(this::logWindows)).containsExactly(second);
  }

  @Test
  void comesBackInItsSizeAndLookOfTheMainWindow() {
    Stage first = detach(jobs.get(0));
    FxThread.run(
        () -> {
          first.setWidth(777);
          first.setHeight(444);
        });
    FxThread.pulses(5);
    FxThread.run(() -> press(first.getScene(), KeyCode.ESCAPE, false));
    Stage again = detach(jobs.get(1));
    assertThat(FxThread.get(() -> List.of(again.getWidth(), again.getHeight())))
        .containsExactly(777.0, 444.0);
    FxThread.run(() -> fixture.theme.choose(Mode.DARK));
    assertThat(FxThread.get(() -> again.getScene().getStylesheets().get(0)))
        .endsWith("tokens-dark.css");
  }

  @Test
  @Tag("slow")
  void looksLikeItsTabInBothThemes() {
    Stage log = detach(jobs.get(0));
    FxThread.run(
        () -> {
          log.setWidth(960);
          log.setHeight(560);
          fixture.notifier.away("notify-send is not installed");
        });
    for (Mode mode : List.of(Mode.LIGHT, Mode.DARK)) {
      FxThread.run(() -> fixture.theme.choose(mode));
      FxThread.pulses(10);
      Screenshots.write("log-window-" + mode, log.getScene(), 1);
    }
    assertThat(Screenshots.FOLDER.resolve("log-window-DARK.png")).isNotEmptyFile();
  }
}
