package io.joborchestrator.console.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.joborchestrator.app.Wiring;
import io.joborchestrator.config.LaunchOptions;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.pipeline.PipelineWorkbench;
import io.joborchestrator.testing.FxThread;
import io.joborchestrator.testing.LiveWindow;
import io.joborchestrator.testing.ProcessVariables;
import io.joborchestrator.testing.Screenshots;
import io.joborchestrator.testing.TestDatabase;
import io.joborchestrator.testing.TpchFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/**
 * The whole product once through: a person builds a pipeline over 1.2 million rows of TPC-H in the
 * window, submits it to each engine, follows it to its end and opens the result; both results are
 * the same. Real window, database, core and engines.
 */
@Tag("slow")
class SubmitEndToEndUiTest {
  private static final int PATIENCE_SECONDS = 300;

  @RegisterExtension final TestDatabase database = new TestDatabase();
  @TempDir Path folder;

  private final FxRobot robot = new FxRobot();
  private OrchestratorSession session;
  private LiveWindow window;

  @BeforeEach
  void open() throws Exception {
    TpchFiles.write(folder, 0.2);
    Map<String, String> variables = ProcessVariables.of(database.config(), folder.resolve("home"));
    session = new Wiring(variables, () -> false).launch(LaunchOptions.NONE, Purpose.WORKER);
    assertThat(session.executes()).isTrue();
    window = LiveWindow.open(session);
  }

  @AfterEach
  void close() {
    window.close();
    session.close();
  }

  @Test
  void submitsFromTheWindowAndGetsTheSameRowsFromBothEngines() {
    fillIn();
    List<List<String>> local = runOn("local");
    String first = newest("local").jobId();
    JobSubmission again = session.orchestrator().jobs().submissionForRerun(first).orElseThrow();
    FxThread.run(() -> window.console().openSubmit(again));
    awaitShown("#inputPath");
    List<List<String>> spark = runOn("spark");

    assertThat(local).hasSize(5);
    assertThat(local.get(0).get(0)).isEqualTo("1-URGENT");
    assertThat(keysAndCounts(spark)).isEqualTo(keysAndCounts(local));
    // The prices are doubles: the last digits of a sum depend on the order of adding.
    for (int row = 0; row < local.size(); row++) {
      assertThat(Double.parseDouble(spark.get(row).get(2)))
          .isCloseTo(Double.parseDouble(local.get(row).get(2)), withPercentage(1e-9));
    }
  }

  private static List<List<String>> keysAndCounts(List<List<String>> rows) {
    return rows.stream().map(row -> row.subList(0, 2)).toList();
  }

  private void fillIn() {
    robot.press(KeyCode.CONTROL).type(KeyCode.N).release(KeyCode.CONTROL);
    awaitShown("#inputPath");
    write("#inputPath", folder.resolve("lineitem.csv").toString());
    awaitStep("1.2 million rows were looked into", () -> !columns().isEmpty());
    addStep("input");
    write("#inputPath", folder.resolve("orders.csv").toString());
    awaitStep("the second file was looked into", () -> columns().size() == 9);
    chooseLast("Read CSV");
    addSteps();
  }

  /** Submits the form for an engine, waits for the job in the window; the rows of its output. */
  private List<List<String>> runOn(String engine) {
    Path output = folder.resolve("by-priority-" + engine + ".parquet");
    choose("Write Parquet");
    write("#outputPath", output.toString());
    clickSegment("Choose");
    clickSteady("#engine-" + engine);
    awaitStep("the form is right", () -> !button("#submitButton").isDisabled());
    picture("e2e-submit-" + engine);
    robot.press(KeyCode.CONTROL).type(KeyCode.ENTER).release(KeyCode.CONTROL);

    awaitStep("the job is there", () -> newest(engine) != null);
    awaitStep("the job has ended", () -> newest(engine).status().isTerminal());
    JobRow row = newest(engine);
    assertThat(row.status()).as("reason: %s", row.reason()).isEqualTo(JobStatus.COMPLETED);
    awaitStep("the detail says so", () -> isShown(".slide-over .label", "Completed"));
    clickSteady("Result");
    awaitStep(
        "the detail shows the result",
        () ->
            isShown(".slide-over .label", "1-URGENT")
                || isShown(".slide-over .table-cell", "1-URGENT"));
    picture("e2e-result-" + engine);
    return result(output);
  }

  private void addSteps() {
    addStep("filter");
    write("#where", "l_quantity > 10");
    addStep("derive");
    write(".derive-name", "revenue");
    write(".derive-expression", "l_extendedprice * (1 - l_discount)");
    addStep("join");
    FxThread.run(
        () -> {
          ComboBox<String> with = cast(robot.lookup("#joinWith").queryComboBox());
          with.setValue("orders");
        });
    write(".join-left .text-input", "l_orderkey");
    write(".join-right .text-input", "o_orderkey");
    addStep("group_by");
    robot.clickOn("#groupKeys");
    paste("o_orderpriority");
    robot.type(KeyCode.ENTER).type(KeyCode.ESCAPE);
    FxThread.run(
        () ->
            robot.lookup(".add-button").queryAllAs(Button.class).stream()
                .filter(button -> "Add a value".equals(button.getText()))
                .forEach(Button::fire));
    FxThread.pulses(2);
    write(".aggregate-1 .expression-area", "revenue");
    addStep("sort");
    write(".sort-column .text-input", "o_orderpriority");
  }

  private List<List<String>> result(Path output) {
    PipelineWorkbench workbench = session.orchestrator().workbench();
    return workbench.inspect(output.toString(), 100).firstRows();
  }

  private JobRow newest(String engine) {
    return session.orchestrator().jobs().list(JobFilter.ALL, 10).stream()
        .filter(row -> engine.equals(row.engine()))
        .findFirst()
        .orElse(null);
  }

  private List<Node> columns() {
    return List.copyOf(robot.lookup(".column-rows > VBox").queryAll());
  }

  private void addStep(String op) {
    FxThread.run(
        () ->
            ((MenuButton) window.scene().lookup("#addStep"))
                .getItems().stream()
                    .filter(item -> ("add-" + op).equals(item.getId()))
                    .findFirst()
                    .orElseThrow()
                    .fire());
    FxThread.pulses(2);
  }

  private void choose(String title) {
    robot.clickOn((Node) robot.lookup(".step-card .label").lookup(title).query());
    FxThread.pulses(2);
  }

  private void chooseLast(String title) {
    List<Node> all = List.copyOf(robot.lookup(".step-card .label").lookup(title).queryAll());
    robot.clickOn(all.get(all.size() - 1));
    FxThread.pulses(2);
  }

  private void clickSegment(String title) {
    robot.clickOn((Node) robot.lookup(".toggle-button").lookup(title).query());
    FxThread.pulses(2);
  }

  private boolean isShown(String query, String text) {
    return robot.lookup(query).queryAllAs(Labeled.class).stream()
        .anyMatch(label -> text.equals(label.getText()) && label.isVisible());
  }

  /** Clicks something that may be drawn anew just now. */
  private void clickSteady(String query) {
    awaitStep(
        query + " was clicked",
        () -> {
          try {
            robot.clickOn(query);
            return true;
          } catch (RuntimeException drawnAnew) {
            return false;
          }
        });
  }

  private void write(String query, String text) {
    awaitShown(query);
    robot.clickOn(query);
    robot.press(KeyCode.CONTROL).type(KeyCode.A).release(KeyCode.CONTROL);
    paste(text);
    awaitStep(
        "typed " + text, () -> robot.lookup(query).queryTextInputControl().getText().equals(text));
  }

  private void paste(String text) {
    FxThread.run(
        () -> Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, text)));
    robot.press(KeyCode.CONTROL).type(KeyCode.V).release(KeyCode.CONTROL);
  }

  private void awaitShown(String query) {
    awaitStep(query + " is shown", () -> robot.lookup(query).tryQuery().isPresent());
  }

  private Button button(String query) {
    return robot.lookup(query).queryButton();
  }

  private void picture(String name) {
    FxThread.pulses(3);
    Screenshots.write(name, window.scene(), 1);
  }

  @SuppressWarnings("unchecked")
  private static <T> T cast(Object value) {
    return (T) value;
  }

  private void awaitStep(String what, Callable<Boolean> condition) {
    try {
      WaitForAsyncUtils.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS, condition);
    } catch (TimeoutException late) {
      picture("e2e-stuck");
      String seen =
          robot.lookup(".first-problem, .field-error").queryAllAs(Labeled.class).stream()
              .filter(Node::isVisible)
              .map(Labeled::getText)
              .collect(Collectors.joining("; "));
      throw new AssertionError("It did not happen that " + what + ". Seen: " + seen, late);
    }
  }
}
