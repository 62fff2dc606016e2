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
import io.joborchestrator.testing.Person;
import io.joborchestrator.testing.PipelineHand;
import io.joborchestrator.testing.ProcessVariables;
import io.joborchestrator.testing.TestDatabase;
import io.joborchestrator.testing.TpchFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

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

  private OrchestratorSession session;
  private LiveWindow window;
  private Person person;
  private PipelineHand pipeline;

  @BeforeEach
  void open() throws Exception {
    TpchFiles.write(folder, 0.2);
    Map<String, String> variables = ProcessVariables.of(database.config(), folder.resolve("home"));
    session = new Wiring(variables, () -> false).launch(LaunchOptions.NONE, Purpose.WORKER);
    assertThat(session.executes()).isTrue();
    window = LiveWindow.open(session);
    person = new Person(window, "e2e", Duration.ofSeconds(PATIENCE_SECONDS));
    pipeline = new PipelineHand(person);
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
    person.awaitShown("#inputPath");
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
    person.press(KeyCode.CONTROL, KeyCode.N);
    person.awaitShown("#inputPath");
    person.write("#inputPath", folder.resolve("lineitem.csv").toString());
    person.awaitThat("1.2 million rows were looked into", () -> !columns().isEmpty());
    pipeline.addStep("input");
    person.write("#inputPath", folder.resolve("orders.csv").toString());
    person.awaitThat("the second file was looked into", () -> columns().size() == 9);
    pipeline.choose("Read CSV");
    addSteps();
  }

  /** Submits the form for an engine, waits for the job in the window; the rows of its output. */
  private List<List<String>> runOn(String engine) {
    Path output = folder.resolve("by-priority-" + engine + ".parquet");
    pipeline.choose("Write Parquet");
    person.write("#outputPath", output.toString());
    clickSegment("Choose");
    person.click("#engine-" + engine);
    person.awaitThat("the form is right", () -> person.enabled("#submitButton"));
    person.picture("submit-" + engine);
    person.press(KeyCode.CONTROL, KeyCode.ENTER);

    person.awaitThat("the job is there", () -> newest(engine) != null);
    person.awaitThat("the job has ended", () -> newest(engine).status().isTerminal());
    JobRow row = newest(engine);
    assertThat(row.status()).as("reason: %s", row.reason()).isEqualTo(JobStatus.COMPLETED);
    person.awaitThat("the detail says so", () -> person.reads(".slide-over .label", "Completed"));
    person.click("Result");
    person.awaitThat(
        "the detail shows the result",
        () ->
            person.reads(".slide-over .label", "1-URGENT")
                || person.reads(".slide-over .table-cell", "1-URGENT"));
    person.picture("result-" + engine);
    return result(output);
  }

  private void addSteps() {
    pipeline.addStep("filter");
    person.write("#where", "l_quantity > 10");
    pipeline.addStep("derive");
    person.write(".derive-name", "revenue");
    person.write(".derive-expression", "l_extendedprice * (1 - l_discount)");
    pipeline.addStep("join");
    FxThread.run(
        () -> {
          ComboBox<String> with = cast(person.robot().lookup("#joinWith").queryComboBox());
          with.setValue("orders");
        });
    person.write(".join-left .text-input", "l_orderkey");
    person.write(".join-right .text-input", "o_orderkey");
    pipeline.addStep("group_by");
    person.robot().clickOn("#groupKeys");
    person.paste("o_orderpriority");
    person.press(KeyCode.ENTER);
    person.press(KeyCode.ESCAPE);
    FxThread.run(
        () ->
            person.robot().lookup(".add-button").queryAllAs(Button.class).stream()
                .filter(button -> "Add a value".equals(button.getText()))
                .forEach(Button::fire));
    FxThread.pulses(2);
    person.write(".aggregate-1 .expression-area", "revenue");
    pipeline.addStep("sort");
    person.write(".sort-column .text-input", "o_orderpriority");
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
    return List.copyOf(person.robot().lookup(".column-rows > VBox").queryAll());
  }

  private void clickSegment(String title) {
    person.robot().clickOn((Node) person.robot().lookup(".toggle-button").lookup(title).query());
    FxThread.pulses(2);
  }

  @SuppressWarnings("unchecked")
  private static <T> T cast(Object value) {
    return (T) value;
  }
}
