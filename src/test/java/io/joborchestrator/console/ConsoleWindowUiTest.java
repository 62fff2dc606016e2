package io.joborchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.config.Profile.Environment;
import io.joborchestrator.console.frame.PageId;
import io.joborchestrator.console.frame.ThemeChoice.Mode;
import io.joborchestrator.console.view.Theme;
import io.joborchestrator.testing.FakeOrchestrator;
import io.joborchestrator.testing.FxThread;
import io.joborchestrator.testing.Screenshots;
import io.joborchestrator.testing.WindowFixture;
import java.nio.file.Path;
import javafx.scene.Scene;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/** A few things a person does with keyboard and mouse, on the whole window. */
class ConsoleWindowUiTest {
  @TempDir Path home;

  private final FxRobot robot = new FxRobot();
  private WindowFixture fixture;
  private Stage stage;
  private Scene scene;

  @BeforeEach
  void open() {
    Screenshots.prepareFonts();
    FxThread.run(
        () -> {
          fixture = new WindowFixture(FakeOrchestrator.busy(), home, Environment.LOCAL);
          fixture.theme.choose(Mode.LIGHT);
          stage = new Stage();
          scene = fixture.show(1440, 900);
          stage.setScene(scene);
          stage.setX(0);
          stage.setY(0);
          stage.show();
          stage.requestFocus();
        });
    FxThread.pulses(5);
  }

  @AfterEach
  void close() {
    FxThread.run(
        () -> {
          fixture.window.stop();
          stage.close();
        });
  }

  private void press(KeyCode... keys) {
    robot.press(keys).release(keys);
    FxThread.pulses(5);
  }

  private double railWidth() {
    return FxThread.get(() -> ((Region) scene.lookup(".rail")).getWidth());
  }

  @Test
  void testsADatabaseThatJobsMayName() {
    FxThread.run(() -> fixture.window.show(PageId.SETTINGS));
    FxThread.pulses(5);
    robot.clickOn("#test-warehouse");
    FxThread.pulses(2);
    assertThat(robot.lookup("PostgreSQL 15.6, encrypted, answered in 12 ms").tryQuery())
        .isPresent();
  }

  private boolean lit(String id) {
    return FxThread.get(() -> ((ToggleButton) scene.lookup(id)).isSelected());
  }

  @Test
  void thePaletteRunsAnActionByKeyboardAlone() {
    press(KeyCode.CONTROL, KeyCode.K);
    robot.write("dark");
    FxThread.pulses(5);
    press(KeyCode.ENTER);
    assertThat(FxThread.get(() -> fixture.theme.theme())).isEqualTo(Theme.DARK);
    assertThat(FxThread.get(() -> scene.getStylesheets().get(0))).endsWith("tokens-dark.css");
    assertThat(FxThread.get(() -> fixture.state.get("theme"))).contains("dark");
  }

  @Test
  void theSamplesGiveWayToTheListOnceThereIsAJob() {
    FxThread.run(
        () -> {
          fixture.window.stop();
          fixture = new WindowFixture(FakeOrchestrator.empty(), home, Environment.LOCAL);
          scene = fixture.show(1440, 900);
          stage.setScene(scene);
        });
    FxThread.pulses(5);
    assertThat(FxThread.get(() -> scene.lookup("#sample-delays-by-airport"))).isNotNull();
    FxThread.run(
        () -> {
          ((javafx.scene.control.Button)
                  scene.lookup("#sample-delays-by-airport").lookup(".primary"))
              .fire();
          fixture.tasks.elapse(java.time.Duration.ofSeconds(3));
        });
    FxThread.pulses(5);
    assertThat(FxThread.get(() -> scene.lookup("#sample-delays-by-airport"))).isNull();
    assertThat(fixture.orchestrator.jobs().submissions()).hasSize(1);
  }

  @Test
  void keysGoFromPageToPage() {
    assertThat(lit("#rail-overview")).isTrue();
    press(KeyCode.CONTROL, KeyCode.DIGIT2);
    assertThat(lit("#rail-jobs")).isTrue();
    press(KeyCode.CONTROL, KeyCode.DIGIT3);
    assertThat(lit("#rail-dead_letters")).isTrue();
    press(KeyCode.CONTROL, KeyCode.DIGIT4);
    assertThat(lit("#rail-workers")).isTrue();
    press(KeyCode.CONTROL, KeyCode.DIGIT5);
    assertThat(lit("#rail-engines")).isTrue();
    assertThat(FxThread.get(() -> fixture.state.get("page"))).contains("engines");
  }

  @Test
  void theRailCollapsesWhenAPersonWantsAndInANarrowWindow() {
    assertThat(railWidth()).isEqualTo(200);
    FxThread.run(() -> stage.setWidth(1280));
    FxThread.pulses(5);
    assertThat(railWidth()).isEqualTo(56);
    press(KeyCode.CONTROL, KeyCode.B);
    assertThat(railWidth()).isEqualTo(200);
    FxThread.run(() -> stage.setWidth(1400));
    press(KeyCode.CONTROL, KeyCode.B);
    assertThat(railWidth()).isEqualTo(56);
  }

  @Test
  void escapeClosesADialogAndGivesTheKeysBack() {
    FxThread.run(() -> fixture.window.showKeys());
    FxThread.pulses(15);
    press(KeyCode.CONTROL, KeyCode.DIGIT4);
    assertThat(lit("#rail-workers")).isFalse();
    press(KeyCode.ESCAPE);
    FxThread.pulses(30);
    press(KeyCode.CONTROL, KeyCode.DIGIT4);
    assertThat(lit("#rail-workers")).isTrue();
  }

  @Test
  void aTileOfTheOverviewOpensTheListItCounts() {
    robot.clickOn("#tile-failed");
    FxThread.pulses(5);
    assertThat(lit("#rail-jobs")).isTrue();
    assertThat(robot.lookup(".filter-bar .chip-key").queryAll())
        .extracting(node -> ((javafx.scene.control.Labeled) node).getText())
        .anyMatch(text -> text.startsWith("ended"));
  }
}
