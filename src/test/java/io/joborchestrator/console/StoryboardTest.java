package io.joborchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.app.Wiring;
import io.joborchestrator.config.LaunchOptions;
import io.joborchestrator.console.frame.PageId;
import io.joborchestrator.domain.deadletter.DeadLetterState;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.worker.WorkerRow;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.testing.FxThread;
import io.joborchestrator.testing.LiveWindow;
import io.joborchestrator.testing.Person;
import io.joborchestrator.testing.PipelineHand;
import io.joborchestrator.testing.ProcessVariables;
import io.joborchestrator.testing.TestDatabase;
import io.joborchestrator.testing.TpchFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The day of an analyst and the night of an admin, in a real window over a real database, core and
 * engines. Each step leaves a picture.
 */
@Tag("slow")
class StoryboardTest {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int FEEDS = 12;

  @RegisterExtension final TestDatabase database = new TestDatabase();
  @TempDir Path folder;

  private OrchestratorSession session;
  private LiveWindow window;
  private Person person;
  private PipelineHand pipeline;

  @BeforeEach
  void open() throws IOException {
    TpchFiles.write(folder, 0.05);
    Map<String, String> variables = ProcessVariables.of(database.config(), folder.resolve("home"));
    // A cluster that is not there: its breaker opens with the first job that asks for it.
    variables.put("ORCHESTRATOR_ENGINES_SPARK_ENABLED", "true");
    variables.put("ORCHESTRATOR_ENGINES_SPARK_MASTER", "spark://127.0.0.1:1");
    variables.put("ORCHESTRATOR_ENGINES_SPARK_AUTHENTICATE", "false");
    variables.put("ORCHESTRATOR_ENGINES_SPARK_BREAKER_FAILURES", "1");
    variables.put("ORCHESTRATOR_ENGINES_SPARK_BREAKER_FIRST_WAIT", "5m");
    session = new Wiring(variables, () -> false).launch(LaunchOptions.NONE, Purpose.WORKER);
    window = LiveWindow.open(session);
  }

  @AfterEach
  void close() {
    window.close();
    session.close();
  }

  @Test
  void anAnalystSubmitsFollowsComparesAndExports() {
    person = new Person(window, "story-day", PATIENCE);
    pipeline = new PipelineHand(person);
    person.awaitThat("the first page is there", () -> person.shown(".page-title"));
    person.picture("first-start");
    submit();
    follow();
    rerunWithChanges();
    compare();
  }

  private void submit() {
    person.press(KeyCode.CONTROL, KeyCode.N);
    person.write("#inputPath", folder.resolve("orders.csv").toString());
    person.awaitShown(".column-rows > VBox");
    pipeline.addStep("filter");
    person.write("#where", "o_totalprice > 100000");
    pipeline.addStep("group_by");
    person.robot().clickOn("#groupKeys");
    person.paste("o_orderpriority");
    person.press(KeyCode.ENTER);
    person.press(KeyCode.ESCAPE);
    pipeline.choose("Write Parquet");
    person.write("#outputPath", folder.resolve("by-priority.parquet").toString());
    person.awaitThat("the form is right", () -> person.enabled("#submitButton"));
    person.picture("submit");
    person.press(KeyCode.CONTROL, KeyCode.ENTER);
    person.awaitThat("the job is there", () -> jobs().size() == 1);
  }

  private void follow() {
    person.awaitThat("it has ended", () -> jobs().get(0).status().isTerminal());
    assertThat(jobs().get(0).status()).isEqualTo(JobStatus.COMPLETED);
    person.awaitWords(".slide-over .label", "Completed");
    person.picture("completed");
    person.click("Result");
    person.awaitWords(".slide-over .table-cell", "1-URGENT");
    person.picture("result");
  }

  private void rerunWithChanges() {
    String first = jobs().get(0).jobId();
    JobSubmission again = session.orchestrator().jobs().submissionForRerun(first).orElseThrow();
    FxThread.run(() -> window.console().openSubmit(again));
    pipeline.choose("Filter");
    person.write("#where", "o_totalprice > 250000");
    pipeline.choose("Write Parquet");
    person.write("#outputPath", folder.resolve("by-priority-high.parquet").toString());
    person.awaitThat("the form is right", () -> person.enabled("#submitButton"));
    person.picture("rerun-with-changes");
    person.press(KeyCode.CONTROL, KeyCode.ENTER);
    person.awaitThat("both are there", () -> jobs().size() == 2);
    person.awaitThat(
        "both have ended", () -> jobs().stream().allMatch(job -> job.status().isTerminal()));
  }

  private void compare() {
    FxThread.run(() -> window.console().show(PageId.JOBS));
    person.press(KeyCode.ESCAPE);
    person.awaitThat("both are listed", () -> table("#table").getItems().size() == 2);
    FxThread.run(() -> table("#table").requestFocus());
    person.press(KeyCode.CONTROL, KeyCode.A);
    person.press(KeyCode.C);
    person.awaitShown("#comparePanel");
    person.awaitWords("#comparePanel .label", "steps[0].where");
    person.picture("compare");
    person.click("#compareCopyCsv");
    person.awaitThat("it is copied", () -> person.clipboard().contains("o_totalprice"));
    overview();
  }

  private void overview() {
    person.press(KeyCode.ESCAPE);
    FxThread.run(() -> window.console().show(PageId.OVERVIEW));
    person.awaitThat("the figures are there", () -> person.shown(".tile"));
    person.awaitThat("the charts are drawn", this::chartsAreDrawn);
    person.picture("overview");
  }

  @Test
  void anAdminFindsTheCauseDrainsAWorkerAndReplays() throws IOException {
    person = new Person(window, "story-night", PATIENCE);
    List<String> before = workerIds();
    OrchestratorSession second = secondWorker();
    try {
      person.awaitThat("both are known", () -> workerIds().size() > before.size());
      String other =
          workerIds().stream().filter(id -> !before.contains(id)).findFirst().orElseThrow();
      openBreaker();
      pileUp();
      drain(other);
      Files.createFile(folder.resolve("fixed"));
      replay();
    } finally {
      second.close();
    }
  }

  private OrchestratorSession secondWorker() {
    Map<String, String> variables = ProcessVariables.of(database.config(), folder.resolve("two"));
    variables.put("ORCHESTRATOR_ENGINES_SPARK_ENABLED", "false");
    return new Wiring(variables, () -> false).launch(LaunchOptions.NONE, Purpose.WORKER);
  }

  private void openBreaker() {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    ObjectNode input = config.putObject("inputs").putObject("orders");
    input.put("format", "csv").put("path", folder.resolve("orders.csv").toString());
    config
        .putObject("output")
        .put("format", "csv")
        .put("path", folder.resolve("spark.csv").toString());
    session
        .orchestrator()
        .jobs()
        .submit(JobSubmission.of("orders_on_the_cluster", "etl", config).withEngine("spark"));
    person.press(KeyCode.ESCAPE);
    FxThread.run(() -> window.console().show(PageId.ENGINES));
    person.awaitWords(".status", "Open");
    person.picture("breaker-open");
  }

  private void pileUp() {
    List<JobSubmission> feeds = new ArrayList<>();
    for (int i = 0; i < FEEDS; i++) {
      ObjectNode config = JsonNodeFactory.instance.objectNode();
      config.putArray("argv").add("/bin/sh").add("-c").add("test -e " + folder.resolve("fixed"));
      feeds.add(JobSubmission.of("feed_" + i, "script", config));
    }
    session.orchestrator().jobs().submitAll(feeds);
    person.awaitThat(
        "all are dead",
        () -> session.orchestrator().deadLetters().counts().of(DeadLetterState.OPEN) == FEEDS);
    FxThread.run(() -> window.console().show(PageId.DEAD_LETTERS));
    person.awaitThat("their group is shown", () -> !groups().getItems().isEmpty());
    FxThread.run(() -> groups().getSelectionModel().select(0));
    person.awaitThat("they are listed", () -> table("#entryTable").getItems().size() == FEEDS);
    person.picture("dead-letters");
  }

  private void drain(String workerId) {
    FxThread.run(() -> window.console().show(PageId.WORKERS));
    TableView<?> workers = table("#workersTable");
    person.awaitThat("both workers are listed", () -> indexOf(workers, workerId) >= 0);
    int index = indexOf(workers, workerId);
    FxThread.run(
        () -> {
          workers.requestFocus();
          workers.getSelectionModel().clearAndSelect(index);
        });
    person.awaitThat("it can be drained", () -> person.enabled("#drainButton"));
    person.click("#drainButton");
    person.awaitThat(
        "it is asked or done",
        () -> person.shown("#dialogVerb") || person.reads(".status", "Draining"));
    if (person.shown("#dialogVerb")) {
      person.click("#dialogVerb");
    }
    person.awaitWords(".status", "Draining");
    person.picture("drained");
  }

  private List<String> workerIds() {
    return session.orchestrator().workers().workers().stream().map(WorkerRow::workerId).toList();
  }

  private static int indexOf(TableView<?> workers, String workerId) {
    return FxThread.get(
        () ->
            workers.getItems().stream()
                .map(row -> row instanceof WorkerRow worker ? worker.workerId() : "")
                .toList()
                .indexOf(workerId));
  }

  private void replay() {
    FxThread.run(() -> window.console().show(PageId.DEAD_LETTERS));
    person.click("#replayAllButton");
    person.awaitShown("#replayReason");
    person.fill("#replayReason", "The file is there");
    person.awaitThat("it can start", () -> person.enabled("#startReplay"));
    person.picture("replay-form");
    person.click("#startReplay");
    person.awaitShown("#dialogTyped");
    person.fill("#dialogTyped", Integer.toString(FEEDS));
    person.picture("confirm");
    person.click("#dialogVerb");
    person.awaitThat(
        "all went",
        () -> session.orchestrator().deadLetters().counts().of(DeadLetterState.REPLAYED) == FEEDS);
    person.awaitWords("#replayCount", FEEDS + " of " + FEEDS);
    person.picture("replayed");
    overview();
  }

  private boolean chartsAreDrawn() {
    return FxThread.get(
        () -> {
          Set<ImageView> pictures =
              person.robot().lookup(".chart-picture").queryAllAs(ImageView.class);
          return !pictures.isEmpty()
              && pictures.stream().allMatch(picture -> picture.getImage() != null);
        });
  }

  private List<JobRow> jobs() {
    return session.orchestrator().jobs().list(JobFilter.ALL, 10);
  }

  private TableView<?> table(String query) {
    return (TableView<?>) window.scene().lookup(query);
  }

  private ListView<?> groups() {
    return (ListView<?>) window.scene().lookup("#groupList");
  }
}
