package io.joborchestrator.console.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.console.task.FxUiTasks;
import io.joborchestrator.console.view.Theme;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.job.LogLine;
import io.joborchestrator.testing.FakeOrchestrator;
import io.joborchestrator.testing.FxThread;
import io.joborchestrator.testing.JobRowBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

/** The page as a person uses it: mouse and keyboard in a real window. */
class JobsUiTest {
  private final FxRobot robot = new FxRobot();
  private final ThreadPoolExecutor workers =
      new ThreadPoolExecutor(2, 2, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final FakeOrchestrator orchestrator = JobsSample.fleet();
  private final JobsFixture fixture = new JobsFixture(orchestrator, new FxUiTasks(workers, timer));
  private Stage stage;

  @BeforeEach
  void open() {
    FxThread.start();
    FxThread.run(
        () -> {
          Theme.loadFonts();
          stage = new Stage();
          Scene scene = new Scene(new StackPane(fixture.page.node()), 1240, 824);
          Theme.LIGHT.apply(scene);
          stage.setScene(scene);
          stage.show();
          stage.requestFocus();
          fixture.page.onShown();
        });
    waitFor(() -> table().getItems().size() == 19);
  }

  @AfterEach
  void close() {
    FxThread.run(
        () -> {
          fixture.page.onHidden();
          stage.close();
        });
    workers.shutdownNow();
    timer.shutdownNow();
  }

  @SuppressWarnings("unchecked")
  private TableView<JobRow> table() {
    return (TableView<JobRow>) stage.getScene().lookup("#table");
  }

  private static void waitFor(BooleanSupplier condition) {
    for (int i = 0; i < 300; i++) {
      if (FxThread.get(condition::getAsBoolean)) {
        return;
      }
      FxThread.pulses(2);
    }
    throw new AssertionError("It did not come to pass in time");
  }

  private String text(String selector) {
    return ((Labeled) stage.getScene().lookup(selector)).getText();
  }

  private void selectFirst() {
    FxThread.run(
        () -> {
          table().requestFocus();
          table().getSelectionModel().select(0);
        });
  }

  @Test
  void aDetailOpensByKeyAndTheArrowsMoveIt() {
    selectFirst();
    robot.push(KeyCode.ENTER);
    waitFor(() -> stage.getScene().lookup("#name") != null);
    waitFor(() -> text("#name").equals("web_logs_compact"));
    robot.push(KeyCode.DOWN);
    waitFor(() -> text("#name").equals("gdpr_erasure_batch"));
    robot.push(KeyCode.ESCAPE);
    waitFor(() -> stage.getScene().lookup("#name") == null);
    assertThat(FxThread.get(() -> table().isFocused())).isTrue();
  }

  @Test
  void twoCheckedJobsCanBeComparedBesideAnOpenDetail() {
    selectFirst();
    robot.push(KeyCode.ENTER);
    waitFor(() -> stage.getScene().lookup("#name") != null);
    FxThread.run(
        () -> table().getItems().subList(0, 2).forEach(fixture.viewModel().selection()::toggle));
    waitFor(() -> stage.getScene().lookup("#bulkCompare").getParent().isVisible());
    assertThat(FxThread.get(() -> stage.getScene().lookup("#bulkCompare").isDisabled())).isFalse();
    robot.clickOn("#bulkCompare");
    waitFor(() -> stage.getScene().lookup("#comparePanel") != null);
    waitFor(() -> stage.getScene().lookup("#name") == null);
  }

  @Test
  void typingAFilterNarrowsTheList() {
    FxThread.run(fixture.page::focusFilter);
    robot.write("status:failed ", 0);
    waitFor(() -> table().getItems().size() == 1);
    assertThat(fixture.viewModel().filterBar().chips()).hasSize(1);
    robot.write("nonsense:1\n", 0);
    waitFor(() -> stage.getScene().lookup("#filterProblem").isVisible());
    assertThat(FxThread.get(() -> text("#filterProblem"))).contains("no field 'nonsense'");
  }

  @Test
  void deleteCancelsTheRunningJobAfterAQuestion() {
    int index = indexOf("orders_daily_rollup");
    FxThread.run(
        () -> {
          table().requestFocus();
          table().getSelectionModel().select(index);
        });
    robot.push(KeyCode.DELETE);
    waitFor(() -> !orchestrator.commands().isEmpty());
    assertThat(fixture.dialogs.questions().get(0)).startsWith("Cancel orders_daily_rollup?");
    waitFor(() -> table().getItems().get(index).cancelRequested());
  }

  private int indexOf(String name) {
    String id = JobsSample.row(orchestrator, name).jobId();
    return FxThread.get(() -> fixture.viewModel().list().rows().indexOfKey(id));
  }

  @Test
  void aCommandThatIsNotPossibleStaysGreyedAndSaysWhy() {
    int index = indexOf("orders_daily_rollup");
    FxThread.run(() -> table().getSelectionModel().select(index));
    FxThread.run(fixture.viewModel()::openDetail);
    waitFor(() -> stage.getScene().lookup("#detailRetry") != null);
    assertThat(
            FxThread.get(() -> ((ButtonBase) stage.getScene().lookup("#detailRetry")).isDisabled()))
        .isTrue();
  }

  @Test
  void theLogFollowsUntilSomebodyScrollsUp() {
    JobRow row = JobsSample.row(orchestrator, "ledger_reconcile_q4");
    FxThread.run(() -> fixture.page.openJob(row.jobId()));
    FxThread.run(() -> fixture.viewModel().detail().openLogTab());
    waitFor(() -> log() != null && log().getItems().size() == 2_114);
    waitFor(() -> lastVisible() >= 2_113);
    List<LogLine> more = new ArrayList<>(JobsSample.log(2_114));
    more.add(new LogLine(1, 2_115, JobRowBuilder.NOW, "info", "one more"));
    orchestrator.jobs().setLog(row.jobId(), more);
    FxThread.run(fixture::poll);
    waitFor(() -> log().getItems().size() == 2_115 && lastVisible() >= 2_114);
    FxThread.run(() -> log().requestFocus());
    robot.push(KeyCode.HOME);
    waitFor(() -> stage.getScene().lookup(".jump-button").isVisible());
  }

  @SuppressWarnings("unchecked")
  private ListView<LogLine> log() {
    return (ListView<LogLine>) stage.getScene().lookup("#logList");
  }

  private int lastVisible() {
    if (!(log().lookup(".virtual-flow") instanceof javafx.scene.control.skin.VirtualFlow<?> flow)
        || flow.getLastVisibleCell() == null) {
      return -1;
    }
    return flow.getLastVisibleCell().getIndex();
  }

  @Test
  void aFailureIsSaidWhereTheRowsWouldBe() {
    orchestrator.failWith("Statement timed out.");
    FxThread.run(() -> fixture.viewModel().chooseTab(new StateTab(JobStatus.PAUSED)));
    waitFor(() -> fixture.viewModel().list().failureProperty().get() != null);
    assertThat(FxThread.get(() -> table().getItems().size())).as("old rows stay").isEqualTo(19);
  }

  @Test
  void spaceChoosesRowsAndTheBulkBarActsOnThem() {
    selectFirst();
    robot.push(KeyCode.SPACE);
    robot.push(KeyCode.DOWN);
    robot.push(KeyCode.SPACE);
    waitFor(() -> fixture.viewModel().selection().countProperty().get() == 2);
    fixture.dialogs.answerWith("wrong cluster");
    robot.clickOn("#bulkCancel");
    waitFor(() -> orchestrator.commands().size() == 2);
  }
}
