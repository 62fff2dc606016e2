package io.joborchestrator.console.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.joborchestrator.console.view.Theme;
import io.joborchestrator.console.view.UiState;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.job.RoutingDecision;
import io.joborchestrator.domain.job.RoutingDecision.Candidate;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.testing.FakeOrchestrator;
import io.joborchestrator.testing.FxThread;
import io.joborchestrator.testing.Screenshots;
import java.io.File;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/** A person at the Submit page: clicks and types, on fakes. */
class SubmitUiTest {
  private final FxRobot robot = new FxRobot();
  private final SubmitRig rig = new SubmitRig(UiState.transientState(), SubmitRig.handlers());
  private final FakeOrchestrator orchestrator = rig.orchestrator;
  private final SubmitPages pages = new SubmitPages();
  private Stage stage;
  private SubmitPage page;

  @BeforeEach
  void open() {
    Screenshots.prepareFonts();
    FxThread.run(
        () -> {
          page =
              pages.page(
                  orchestrator, rig.tasks, Clock.fixed(SubmitRig.NOW, ZoneId.of("Europe/Berlin")));
          Scene scene = new Scene((Parent) page.node(), 1440, 900);
          Theme.LIGHT.apply(scene);
          stage = new Stage();
          stage.setScene(scene);
          stage.show();
          page.onShown();
        });
    FxThread.pulses(2);
  }

  @AfterEach
  void close() {
    FxThread.run(stage::close);
  }

  @Test
  void buildsAPipelineAndSubmitsItOnce() {
    write("#inputPath", SubmitRig.ORDERS);
    addStep("filter");
    write("#where", "amount > 5");
    choose("Write Parquet");
    write("#outputPath", "/data/out.parquet");
    pass();
    assertThat(button("#submitButton").isDisabled()).isFalse();

    robot.doubleClickOn("#submitButton");
    FxThread.pulses(2);
    List<JobSubmission> jobs = orchestrator.jobs().submissions();
    assertThat(jobs).hasSize(1);
    assertThat(jobs.get(0).config().at("/steps/0/where").asText()).isEqualTo("amount > 5");
    assertThat(jobs.get(0).config().at("/output/path").asText()).isEqualTo("/data/out.parquet");
    assertThat(pages.navigator.places()).hasSize(1);
  }

  @Test
  void mendsAMisspeltColumnWithOneClick() {
    write("#inputPath", SubmitRig.ORDERS);
    addStep("filter");
    write("#where", "amout > 5");
    pass();
    Button suggestion = robot.lookup(".suggestion").match(Node::isVisible).queryButton();
    assertThat(suggestion.getText()).isEqualTo("Use amount");
    assertThat(robot.lookup(".expression-mark").queryAll()).hasSize(5);

    robot.clickOn(suggestion);
    pass();
    TextArea where = robot.lookup("#where").queryAs(TextArea.class);
    assertThat(where.getText()).isEqualTo("amount > 5");
    assertThat(robot.lookup(".expression-mark").queryAll()).isEmpty();
  }

  @Test
  void writesSqlMendsItAndTakesARemovedStatementBack() {
    robot.clickOn("#kind-analytics");
    pass();
    assertThat(visibleErrors()).isEmpty();
    write("#inputPath", SubmitRig.ORDERS);
    assertThat(text("#tableName")).isEqualTo("orders");
    choose("Query");
    robot.clickOn("#sql").write("SELECT amout FROM orders", 0);
    orchestrator
        .jobs()
        .setProblems(
            List.of(
                new Problem(
                    ErrorCode.UNKNOWN_COLUMN,
                    "/config/statements/0/sql",
                    7,
                    12,
                    "In statement 1, line 1, column 8: there is no column 'amout'",
                    "amount")));
    pass();
    assertThat(robot.lookup(".expression-mark").queryAll()).hasSize(5);
    assertThat(visibleErrors())
        .contains("In statement 1, line 1, column 8: there is no column 'amout'");
    assertThat(button("#submitButton").isDisabled()).isTrue();
    orchestrator.jobs().setProblems(List.of());
    robot.clickOn((Node) robot.lookup(".suggestion").match(Node::isVisible).queryButton());
    pass();
    assertThat(text("#sql")).isEqualTo("SELECT amount FROM orders");

    addStep("statement");
    assertThat(robot.lookup("#sql").queryAs(TextArea.class).isFocused()).isTrue();
    robot.write("SELECT 2", 0);
    robot.clickOn("#removeButton");
    pass();
    assertThat(page.viewModel().form().sql().statements()).hasSize(1);
    FxThread.run(pages.dialogs::undo);
    assertThat(page.viewModel().form().sql().statements())
        .extracting(each -> each.sql().get())
        .containsExactly("SELECT amount FROM orders", "SELECT 2");

    pass();
    robot.press(KeyCode.CONTROL).type(KeyCode.ENTER).release(KeyCode.CONTROL);
    FxThread.pulses(2);
    assertThat(orchestrator.jobs().submissions())
        .singleElement()
        .satisfies(
            job -> assertThat(job.config().at("/statements/0/as").asText()).isEqualTo("step_1"));
  }

  @Test
  void readsATableAndLoadsOne() {
    robot.clickOn(
        (Node) robot.lookup("#inputSource .toggle-button").lookup("Table of a database").query());
    FxThread.run(() -> combo("#connection").getSelectionModel().selectFirst());
    pass();
    assertThat(combo("#table").getItems()).hasSize(1);
    FxThread.run(() -> combo("#table").getSelectionModel().selectFirst());
    pass();
    assertThat(page.viewModel().form().pipeline().mainInput().knownColumns())
        .isEqualTo(SubmitRig.ORDER_COLUMNS);
    choose("Write Parquet");
    robot.clickOn(
        (Node) robot.lookup("#outputTarget .toggle-button").lookup("Table of a database").query());
    FxThread.run(() -> combo("#connection").getSelectionModel().selectFirst());
    robot.clickOn("#table").write("public.sums", 0);
    robot.clickOn((Node) robot.lookup("#tableMode .toggle-button").lookup("Append").query());
    pass();
    assertThat(visibleErrors()).isEmpty();
    robot.press(KeyCode.CONTROL).type(KeyCode.ENTER).release(KeyCode.CONTROL);
    FxThread.pulses(2);
    assertThat(orchestrator.jobs().submissions())
        .singleElement()
        .satisfies(
            job -> {
              assertThat(job.config().at("/inputs/orders/table").asText())
                  .isEqualTo("public.orders");
              assertThat(job.config().at("/output").toString())
                  .isEqualTo(
                      "{\"format\":\"jdbc\",\"connection\":\"warehouse\","
                          + "\"table\":\"public.sums\",\"mode\":\"append\"}");
            });
  }

  private ComboBox<?> combo(String query) {
    return (ComboBox<?>) stage.getScene().lookup(query);
  }

  @Test
  void choosesAHandlerAndFillsInItsFields() {
    robot.clickOn("#kind-custom");
    pass();
    assertThat(visibleErrors()).isEmpty();
    robot.clickOn("#handler");
    FxThread.run(
        () -> ((ComboBox<?>) stage.getScene().lookup("#handler")).getSelectionModel().selectLast());
    write("#field-input", "/data/book.txt");
    write("#field-minimum", "many");
    assertThat(visibleErrors()).contains("Write a whole number");
    robot.clickOn("#field-minimum").press(KeyCode.CONTROL).type(KeyCode.A).release(KeyCode.CONTROL);
    robot.write("2", 0);
    pass();
    robot.press(KeyCode.CONTROL).type(KeyCode.ENTER).release(KeyCode.CONTROL);
    FxThread.pulses(2);
    assertThat(orchestrator.jobs().submissions())
        .singleElement()
        .satisfies(
            job -> {
              assertThat(job.config().at("/handler").asText()).isEqualTo("word-count");
              assertThat(job.config().at("/config/minimum").asInt()).isEqualTo(2);
            });
  }

  @Test
  void completesANameWithTheKeyboard() {
    write("#inputPath", SubmitRig.ORDERS);
    addStep("filter");
    robot.clickOn("#where").write("am");
    FxThread.pulses(2);
    robot.type(KeyCode.ENTER);

    assertThat(robot.lookup("#where").queryAs(TextArea.class).getText()).isEqualTo("amount");
  }

  @Test
  void movesAStepWithAltAndAnArrow() {
    addStep("filter");
    addStep("sort");
    choose("Sort");
    robot.press(KeyCode.ALT).type(KeyCode.UP).release(KeyCode.ALT);
    FxThread.pulses(2);

    assertThat(page.viewModel().form().pipeline().steps())
        .extracting(StepViewModel::kind)
        .containsExactly(StepKind.SORT, StepKind.FILTER);
    robot.type(KeyCode.DELETE);
    assertThat(page.viewModel().form().pipeline().steps()).hasSize(1);
  }

  @Test
  void movesAStepByDraggingIt() {
    addStep("filter");
    addStep("sort");
    robot
        .drag((Node) robot.lookup(".step-card .label").lookup("Sort").query())
        .moveBy(0, -20)
        .dropTo((Node) robot.lookup(".step-card .label").lookup("Filter").query());
    waitFor(() -> page.viewModel().form().pipeline().steps().get(0).kind() == StepKind.SORT);

    assertThat(page.viewModel().form().pipeline().steps())
        .extracting(StepViewModel::kind)
        .containsExactly(StepKind.SORT, StepKind.FILTER);
  }

  @Test
  void readsTheFileThatIsDroppedOnTheForm() {
    Label from = fileSource(SubmitRig.ORDERS);
    robot.drag(from).dropTo("#inputPath");
    waitFor(() -> SubmitRig.ORDERS.equals(text("#inputPath")));
    pass();
    assertThat(page.viewModel().form().pipeline().mainInput().knownColumns())
        .isEqualTo(SubmitRig.ORDER_COLUMNS);

    robot
        .drag(fileSource(SubmitRig.CUSTOMERS))
        .dropTo((Node) robot.lookup(".step-card .label").lookup("Read CSV").query());
    waitFor(() -> SubmitRig.CUSTOMERS.equals(text("#inputPath")));
    pass();
    assertThat(page.viewModel().form().pipeline().mainInput().knownColumns())
        .isEqualTo(SubmitRig.CUSTOMER_COLUMNS);
  }

  /** Something beside the page that a file can be dragged from, as from a file manager. */
  private Label fileSource(String path) {
    return FxThread.get(
        () -> {
          Label label = new Label(path);
          label.setOnDragDetected(
              event -> {
                ClipboardContent content = new ClipboardContent();
                content.putFiles(List.of(new File(path)));
                label.startDragAndDrop(TransferMode.COPY).setContent(content);
                event.consume();
              });
          stage.getScene().setRoot(new VBox(label, page.node()));
          return label;
        });
  }

  @Test
  void takesWhatTheFileChooserAnswers() {
    pages.dialogs.choose(Path.of(SubmitRig.ORDERS));
    robot.clickOn("Browse");
    pass();
    assertThat(text("#inputPath")).isEqualTo(SubmitRig.ORDERS);
    assertThat(pages.dialogs.asked()).containsExactly("Choose a file to read");
    assertThat(page.viewModel().form().pipeline().mainInput().knownColumns())
        .isEqualTo(SubmitRig.ORDER_COLUMNS);

    pages.dialogs.choose(null);
    robot.clickOn("Folder");
    assertThat(text("#inputPath")).as("given up").isEqualTo(SubmitRig.ORDERS);
  }

  @Test
  void showsNoFieldsForAJobThatNoFormCanShow() {
    JobSubmission foreign =
        JobSubmission.of("theirs", "workflow", JsonNodeFactory.instance.objectNode());
    FxThread.run(() -> page.open(foreign));
    FxThread.pulses(2);
    assertThat(robot.lookup("#nameField").queryAs(Node.class).getParent().getParent().isVisible())
        .isFalse();
    assertThat(robot.lookup(".run-column").queryAs(Node.class).isVisible()).isFalse();
    FxThread.run(() -> page.viewModel().discard());
    FxThread.pulses(2);
    assertThat(robot.lookup("#nameField").match(Node::isVisible).tryQuery()).isPresent();
    assertThat(robot.lookup(".run-column").queryAs(Node.class).isVisible()).isTrue();
  }

  @Test
  void isNotRedBeforeAnybodyTyped() {
    pass();
    assertThat(visibleErrors()).isEmpty();
    robot.clickOn("#kind-script");
    pass();
    assertThat(visibleErrors()).isEmpty();
    assertThat(robot.lookup("#problemIcon").query().isVisible()).isFalse();
    assertThat(robot.lookup("#problemCount").queryAs(Hyperlink.class).getText())
        .startsWith("Still to do");

    robot.press(KeyCode.CONTROL).type(KeyCode.ENTER).release(KeyCode.CONTROL);
    pass();
    assertThat(robot.lookup("#nameError").queryAs(Label.class).getText())
        .isEqualTo("Give the job a name");
    assertThat(robot.lookup("#problemIcon").query().isVisible()).isTrue();
  }

  @Test
  void saysOfEveryEngineThatItCanWhileOneIsChosen() {
    orchestrator
        .jobs()
        .setRouting(
            new RoutingDecision(
                "local",
                List.of(
                    new Candidate("local", true, true, List.of()),
                    new Candidate("spark", true, false, List.of()))));
    write("#inputPath", SubmitRig.ORDERS);
    robot.clickOn((Node) robot.lookup(".toggle-button").lookup("Choose").query());
    robot.clickOn("#engine-spark");
    pass();

    assertThat(orchestrator.jobs().routed()).isNull();
    assertThat(robot.lookup(".engine-head .label").queryAllAs(Label.class))
        .extracting(Label::getText)
        .containsExactly("Local", "eligible", "Spark", "Asked for", "eligible");
  }

  @Test
  void marksTheFieldsOfAScript() {
    robot.clickOn("#kind-script");
    write("#field-outputLimitBytes", "ten");
    pass();
    assertThat(visibleErrors()).contains("Write a whole number");
    assertThat(button("#submitButton").isDisabled()).isTrue();

    orchestrator
        .jobs()
        .setProblems(
            List.of(Problem.at(ErrorCode.PROGRAM_NOT_FOUND, "/argv/0", "There is no program x")));
    write("#field-outputLimitBytes", "100");
    pass();
    assertThat(visibleErrors())
        .as("nobody was at the program yet")
        .doesNotContain("There is no program x");

    write("#field-argv .text-field", "x");
    assertThat(visibleErrors()).contains("There is no program x");
  }

  @Test
  void keepsWhatWasTypedWhenTheDatabaseIsGone() {
    write("#inputPath", SubmitRig.ORDERS);
    choose("Write Parquet");
    write("#outputPath", "/data/out.parquet");
    pass();
    orchestrator.failWith("The database does not answer");
    robot.press(KeyCode.CONTROL).type(KeyCode.ENTER).release(KeyCode.CONTROL);
    FxThread.pulses(2);
    assertThat(robot.lookup("#failureBanner").query().isVisible()).isTrue();
    assertThat(robot.lookup("#outputPath").queryAs(TextField.class).getText())
        .isEqualTo("/data/out.parquet");

    orchestrator.failNoMore();
    robot.clickOn("#againButton");
    FxThread.pulses(2);
    assertThat(orchestrator.jobs().submissions()).hasSize(1);
  }

  private void addStep(String op) {
    FxThread.run(
        () ->
            ((MenuButton) stage.getScene().lookup("#addStep"))
                .getItems().stream()
                    .filter(item -> ("add-" + op).equals(item.getId()))
                    .findFirst()
                    .orElseThrow()
                    .fire());
    FxThread.pulses(2);
    pass();
  }

  private void choose(String title) {
    robot.clickOn((Node) robot.lookup(".step-card .label").lookup(title).query());
    FxThread.pulses(2);
  }

  private void write(String field, String text) {
    robot.clickOn(field).eraseText(0);
    robot.write(text, 0);
    waitFor(() -> robot.lookup(field).queryTextInputControl().getText().endsWith(text));
    robot.type(KeyCode.ESCAPE);
    pass();
  }

  /** Lets the pauses pass after which the page asks the core. */
  private void pass() {
    FxThread.run(
        () -> {
          for (int round = 0; round < 4; round++) {
            rig.tasks.elapse(Duration.ofMillis(300));
          }
        });
    FxThread.pulses(2);
  }

  private String text(String query) {
    return robot.lookup(query).queryTextInputControl().getText();
  }

  private Button button(String query) {
    return robot.lookup(query).queryButton();
  }

  private List<String> visibleErrors() {
    return robot.lookup(".field-error").queryAllAs(Label.class).stream()
        .filter(Node::isVisible)
        .map(Label::getText)
        .toList();
  }

  private static void waitFor(BooleanSupplier condition) {
    try {
      WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, condition::getAsBoolean);
    } catch (TimeoutException late) {
      throw new AssertionError("It did not happen within 20 seconds", late);
    }
  }
}
