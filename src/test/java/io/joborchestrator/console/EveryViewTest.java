package io.joborchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.config.Profile.Environment;
import io.joborchestrator.console.deadletters.DeadLettersSample;
import io.joborchestrator.console.frame.PageId;
import io.joborchestrator.console.frame.ThemeChoice.Mode;
import io.joborchestrator.testing.CrowdedFleet;
import io.joborchestrator.testing.CssWarnings;
import io.joborchestrator.testing.FakeOrchestrator;
import io.joborchestrator.testing.FxThread;
import io.joborchestrator.testing.JobRowBuilder;
import io.joborchestrator.testing.Screenshots;
import io.joborchestrator.testing.Screenshots.Size;
import io.joborchestrator.testing.WindowFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each view in each situation, theme and size: no text is cut off, no control lies on another or
 * has no name, no style sheet is wrong. The pictures are written for people.
 */
@Tag("slow")
class EveryViewTest {
  @TempDir Path home;

  enum Situation {
    EMPTY,
    TYPICAL,
    CROWDED,
    ERROR,
    DISCONNECTED;

    FakeOrchestrator orchestrator() {
      return switch (this) {
        case EMPTY -> FakeOrchestrator.empty();
        case TYPICAL, ERROR, DISCONNECTED -> DeadLettersSample.typical();
        case CROWDED -> CrowdedFleet.fill(DeadLettersSample.full());
      };
    }

    void spoil(WindowFixture fixture) {
      if (this == ERROR) {
        fixture.orchestrator.failWith("The database answered: canceling statement due to timeout.");
      } else if (this == DISCONNECTED) {
        fixture.orchestrator.disconnect(
            JobRowBuilder.NOW.minusSeconds(4), "Connection refused by pg-prod-1.fra:5432");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(PageId.class)
  void looksRight(PageId page) {
    List<String> wrong = new ArrayList<>();
    for (Situation situation : Situation.values()) {
      for (Size size : Size.values()) {
        for (Mode mode : List.of(Mode.LIGHT, Mode.DARK)) {
          wrong.addAll(take(page, situation, size, mode));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private List<String> take(PageId page, Situation situation, Size size, Mode mode) {
    Screenshots.prepareFonts();
    String name =
        String.join(
            "-",
            "view",
            page.wire(),
            situation.name().toLowerCase(Locale.ROOT),
            size.width() + "x" + size.height(),
            mode.name().toLowerCase(Locale.ROOT));
    List<String> wrong = new ArrayList<>();
    try (CssWarnings warnings = CssWarnings.collect()) {
      WindowFixture fixture =
          FxThread.get(
              () -> new WindowFixture(situation.orchestrator(), home, Environment.PRODUCTION));
      Stage stage = FxThread.get(Stage::new);
      Scene scene = FxThread.get(() -> open(fixture, stage, page, size, mode, situation));
      FxThread.pulses(3);
      FxThread.run(
          () -> {
            situation.spoil(fixture);
            fixture.tasks.elapse(Duration.ofSeconds(1));
          });
      FxThread.pulses(12);
      wrong.addAll(shoot(name, scene, 1));
      if (size == Size.SMALL) {
        wrong.addAll(shoot(name + "-2x", scene, 2));
      }
      FxThread.run(
          () -> {
            fixture.window.stop();
            stage.close();
          });
      warnings.messages().forEach(message -> wrong.add(name + ": " + message));
    }
    return wrong;
  }

  private static Scene open(
      WindowFixture fixture, Stage stage, PageId page, Size size, Mode mode, Situation situation) {
    fixture.theme.choose(mode);
    Scene scene = fixture.show(size.width(), size.height());
    stage.setScene(scene);
    stage.show();
    if (situation == Situation.ERROR) {
      situation.spoil(fixture);
    }
    fixture.window.show(page);
    return scene;
  }

  private static List<String> shoot(String name, Scene scene, double scale) {
    try {
      Screenshots.write(name, scene, scale);
      return List.of();
    } catch (AssertionError found) {
      return List.of(found.getMessage());
    }
  }
}
