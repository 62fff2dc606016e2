package io.joborchestrator.console.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.config.Profile.Environment;
import io.joborchestrator.console.frame.PageId;
import io.joborchestrator.console.frame.ThemeChoice.Mode;
import io.joborchestrator.testing.CssWarnings;
import io.joborchestrator.testing.FakeOrchestrator;
import io.joborchestrator.testing.FxThread;
import io.joborchestrator.testing.JobRowBuilder;
import io.joborchestrator.testing.Screenshots;
import io.joborchestrator.testing.Screenshots.Size;
import io.joborchestrator.testing.WindowFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.TabPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of the Dead letters page, each without a complaint of the style sheets. */
@Tag("slow")
class DeadLettersScreenshotTest {
  @TempDir Path home;

  @Test
  void typical() {
    take("typical", DeadLettersSample::typical, scene -> {}, Mode.LIGHT, Size.MEDIUM);
    take("typical", DeadLettersSample::typical, scene -> {}, Mode.DARK, Size.MEDIUM);
    take("typical", DeadLettersSample::typical, scene -> {}, Mode.LIGHT, Size.SMALL);
    take("full", DeadLettersSample::full, scene -> {}, Mode.LIGHT, Size.LARGE);
  }

  @Test
  void replayRunning() {
    take("replay", DeadLettersSample::replaying, scene -> {}, Mode.LIGHT, Size.MEDIUM);
    take("replay", DeadLettersSample::replaying, scene -> {}, Mode.DARK, Size.MEDIUM);
    take("replay", DeadLettersSample::replaying, scene -> {}, Mode.LIGHT, Size.SMALL);
  }

  @Test
  void formOfAReplay() {
    Consumer<Scene> open = scene -> fire(scene, "#replayAllButton");
    take("form", DeadLettersSample::typical, open, Mode.LIGHT, Size.MEDIUM);
    take("form", DeadLettersSample::typical, open, Mode.DARK, Size.MEDIUM);
  }

  @Test
  void editedPayload() {
    Consumer<Scene> edit =
        scene -> {
          fire(scene, "#editEntry");
          // The tab is made just now.
          scene.getRoot().applyCss();
          scene.getRoot().layout();
          ((javafx.scene.control.TextArea) scene.lookup("#payloadText"))
              .replaceText(0, 1, "{ \"retries\" : 2,");
        };
    take("payload", DeadLettersSample::typical, edit, Mode.LIGHT, Size.MEDIUM);
  }

  @Test
  void history() {
    Consumer<Scene> show =
        scene -> ((TabPane) scene.lookup("#entryTabs")).getSelectionModel().select(3);
    take("history", DeadLettersSample::typical, show, Mode.LIGHT, Size.MEDIUM);
  }

  @Test
  void nothingErrorAndDisconnected() {
    take("empty", FakeOrchestrator::busy, scene -> {}, Mode.LIGHT, Size.MEDIUM);
    take("error", FakeOrchestrator::busy, scene -> {}, Mode.LIGHT, Size.MEDIUM, Trouble.FAILS);
    take(
        "disconnected",
        DeadLettersSample::typical,
        scene -> {},
        Mode.DARK,
        Size.MEDIUM,
        Trouble.DISCONNECTS);
  }

  private enum Trouble {
    NONE,
    FAILS,
    DISCONNECTS
  }

  private static void fire(Scene scene, String id) {
    Node node = scene.lookup(id);
    ((Button) node).fire();
  }

  private void take(
      String name,
      Supplier<FakeOrchestrator> orchestrator,
      Consumer<Scene> prepare,
      Mode mode,
      Size size) {
    take(name, orchestrator, prepare, mode, size, Trouble.NONE);
  }

  private void take(
      String name,
      Supplier<FakeOrchestrator> orchestrator,
      Consumer<Scene> prepare,
      Mode mode,
      Size size,
      Trouble trouble) {
    Screenshots.prepareFonts();
    try (CssWarnings warnings = CssWarnings.collect()) {
      WindowFixture fixture =
          FxThread.get(() -> new WindowFixture(orchestrator.get(), home, Environment.PRODUCTION));
      Stage stage = FxThread.get(Stage::new);
      Scene scene =
          FxThread.get(
              () -> {
                fixture.theme.choose(mode);
                Scene made = fixture.show(size.width(), size.height());
                stage.setScene(made);
                stage.show();
                if (trouble == Trouble.FAILS) {
                  fixture.orchestrator.failWith("The table is being repaired");
                }
                fixture.window.show(PageId.DEAD_LETTERS);
                return made;
              });
      FxThread.pulses(5);
      FxThread.run(
          () -> {
            prepare.accept(scene);
            if (trouble == Trouble.DISCONNECTS) {
              fixture.orchestrator.disconnect(
                  JobRowBuilder.NOW.minusSeconds(4), "Connection refused by pg-prod-1.fra:5432");
            }
            fixture.tasks.elapse(Duration.ofSeconds(1));
          });
      FxThread.pulses(12);
      Screenshots.write("dead-" + name + suffix(mode, size), scene, 1);
      FxThread.run(
          () -> {
            fixture.window.stop();
            stage.close();
          });
      assertThat(warnings.messages()).isEmpty();
      assertThat(fixture.orchestrator.listenerCount()).isZero();
    }
  }

  private static String suffix(Mode mode, Size size) {
    return (size == Size.MEDIUM ? "" : "-" + size.width() + "x" + size.height())
        + (mode == Mode.DARK ? "-dark" : "");
  }
}
