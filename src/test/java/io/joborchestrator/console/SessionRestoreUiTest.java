package io.joborchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.config.Profile.Environment;
import io.joborchestrator.console.frame.PageId;
import io.joborchestrator.console.frame.ThemeChoice.Mode;
import io.joborchestrator.console.view.UiState;
import io.joborchestrator.console.view.WindowPlace;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.testing.FakeOrchestrator;
import io.joborchestrator.testing.FxThread;
import io.joborchestrator.testing.Screenshots;
import io.joborchestrator.testing.WindowFixture;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opens, changes, closes and opens again, through the file. */
class SessionRestoreUiTest {
  private static final WindowPlace PLACE =
      new WindowPlace("window", new WindowPlace.Size(1440, 900), new WindowPlace.Size(960, 600));

  @TempDir Path home;

  private final Map<String, String> newest = new HashMap<>();
  private WindowFixture fixture;
  private Stage stage;
  private Scene scene;

  private void open(String profile) {
    Screenshots.prepareFonts();
    StateFile.Remembered known = StateFile.of(home, profile).read();
    FxThread.run(
        () -> {
          UiState state = new UiState(known.values(), newest::putAll);
          fixture = new WindowFixture(FakeOrchestrator.busy(), home, Environment.LOCAL, state);
          stage = new Stage();
          scene = fixture.show(Math.min(1440, state.number("window.width", 1440)), 700);
          stage.setScene(scene);
          PLACE.restore(stage, state);
          stage.show();
        });
    FxThread.pulses(5);
  }

  private void close(String profile) {
    FxThread.run(
        () -> {
          PLACE.save(stage, fixture.state);
          fixture.window.stop();
          stage.close();
        });
    StateFile.of(home, profile).write(newest);
  }

  @AfterEach
  void end() {
    FxThread.run(() -> stage.close());
  }

  private TableView<?> table() {
    return (TableView<?>) scene.lookup("#table");
  }

  private TableColumn<?, ?> column(String id) {
    return table().getColumns().stream()
        .filter(c -> id.equals(c.getId()))
        .findFirst()
        .orElseThrow();
  }

  private List<String> order() {
    return FxThread.get(() -> table().getColumns().stream().map(TableColumn::getId).toList());
  }

  private void change() {
    fixture.window.openJobs(
        new JobFilter(
            Set.of(JobStatus.FAILED),
            Set.of(),
            Set.of("spark"),
            Set.of(),
            List.of(),
            List.of(),
            Set.of(),
            Set.of(),
            null));
    column("engine").setPrefWidth(177);
    column("owner").setVisible(true);
    moveFirstToLast();
    fixture.theme.choose(Mode.DARK);
    fixture.window.toggleRail();
    stage.setX(60);
    stage.setY(40);
    stage.setWidth(1200);
    stage.setHeight(700);
    fixture.window.show(PageId.DEAD_LETTERS);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private void moveFirstToLast() {
    List columns = new java.util.ArrayList(table().getColumns());
    columns.add(columns.remove(2));
    table().getColumns().setAll(columns);
  }

  @Test
  void opensAsItWasClosed() {
    open("local");
    FxThread.run(() -> fixture.window.show(PageId.JOBS));
    FxThread.pulses(5);
    List<String> before = order();
    FxThread.run(this::change);
    FxThread.pulses(10);
    FxThread.run(() -> split().setDividerPositions(0.61));
    FxThread.pulses(10);
    double split = FxThread.get(() -> split().getDividerPositions()[0]);
    close("local");

    open("local");
    assertThat(FxThread.get(() -> ((ToggleButton) scene.lookup("#rail-dead_letters")).isSelected()))
        .isTrue();
    assertThat(FxThread.get(() -> split().getDividerPositions()[0]))
        .isCloseTo(split, org.assertj.core.data.Offset.offset(0.01));
    assertThat(FxThread.get(() -> fixture.theme.modeProperty().get())).isEqualTo(Mode.DARK);
    assertThat(FxThread.get(() -> List.of(stage.getX(), stage.getY()))).containsExactly(60.0, 40.0);
    assertThat(FxThread.get(() -> List.of(stage.getWidth(), stage.getHeight())))
        .containsExactly(1200.0, 700.0);
    FxThread.run(() -> fixture.window.show(PageId.JOBS));
    FxThread.pulses(10);
    assertThat(order()).isNotEqualTo(before).containsExactlyInAnyOrderElementsOf(before);
    assertThat(FxThread.get(() -> column("engine").getPrefWidth())).isEqualTo(177);
    assertThat(FxThread.get(() -> column("owner").isVisible())).isTrue();
    assertThat(fixture.state.get("jobs.filter")).contains("engine:spark");
    assertThat(fixture.state.get("jobs.tab")).contains("FAILED");
    assertThat(FxThread.get(() -> lit("#tab-failed"))).isTrue();
  }

  @Test
  void anEnvironmentRemembersForItselfOnly() {
    open("local");
    FxThread.run(this::change);
    close("local");
    open("warehouse");
    assertThat(fixture.state.get("jobs.filter")).isEmpty();
    assertThat(FxThread.get(() -> fixture.theme.modeProperty().get())).isEqualTo(Mode.SYSTEM);
  }

  @Test
  void aWindowOfAScreenThatIsGoneComesToOneThatIsThere() {
    newest.putAll(Map.of("window.x", "-9000", "window.y", "44000", "window.width", "99999"));
    StateFile.of(home, "local").write(newest);
    open("local");
    assertThat(FxThread.get(() -> stage.getX())).isNotNegative();
    assertThat(FxThread.get(() -> stage.getY())).isBetween(0.0, 2000.0);
    double widest =
        FxThread.get(() -> javafx.stage.Screen.getPrimary().getVisualBounds().getWidth());
    assertThat(FxThread.get(() -> stage.getWidth())).isLessThanOrEqualTo(Math.max(widest, 960));
  }

  private SplitPane split() {
    return (SplitPane) scene.lookup(".split-pane");
  }

  private boolean lit(String id) {
    return ((ToggleButton) scene.lookup(id)).isSelected();
  }

  @Test
  void theSwitcherOpensAnotherEnvironmentInAWindowOfItsOwn() {
    open("local");
    MenuButton switcher = (MenuButton) FxThread.<Node>get(() -> scene.lookup("#connectionMenu"));
    FxThread.run(
        () -> {
          Menu more = (Menu) switcher.getItems().get(switcher.getItems().size() - 1);
          more.getItems().get(1).fire();
        });
    assertThat(fixture.windowsAsked).containsExactly("warehouse-eu");
    assertThat(fixture.profilesAsked).as("this one stays").isEmpty();
  }
}
