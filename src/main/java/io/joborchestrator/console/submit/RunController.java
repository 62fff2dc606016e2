package io.joborchestrator.console.submit;

import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.job.JobPriority;
import io.joborchestrator.pipeline.Problem;
import java.util.List;
import java.util.Locale;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanExpression;
import javafx.beans.binding.StringExpression;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Engine and run settings beside the form. FX thread only. */
final class RunController {
  private final SubmitViewModel viewModel;
  private final Texts texts;
  private final FieldMap map = new FieldMap();
  @FXML private HBox engineHead;
  @FXML private VBox engines;
  @FXML private Label engineFailure;
  @FXML private VBox run;

  RunController(SubmitViewModel viewModel, Texts texts) {
    this.viewModel = viewModel;
    this.texts = texts;
  }

  @FXML
  private void initialize() {
    EngineViewModel engine = viewModel.form().engine();
    engineHead
        .getChildren()
        .add(
            FormNodes.segments(
                engine.automatic().asObject(),
                List.of(true, false),
                List.of(texts.get("submit.engine.automatic"), texts.get("submit.engine.choose"))));
    InvalidationListener show = changed -> showEngines(engine);
    engine.candidates().addListener(show);
    engine.automatic().addListener(show);
    engine.chosen().addListener(show);
    StringExpression wrong = errorAt("engine");
    engineFailure
        .textProperty()
        .bind(Bindings.when(wrong.isEmpty()).then(engine.failure()).otherwise(wrong));
    FormNodes.showOnlyWithText(engineFailure);
    showEngines(engine);
    RunViewModel settings = viewModel.form().run();
    run.getChildren()
        .addAll(
            priority(settings),
            start(settings.start()),
            halves(limit(settings), retries(settings)),
            halves(tags(settings), queue(settings)));
    viewModel.focus().addListener((observed, before, after) -> focus(after));
  }

  private static HBox halves(VBox left, VBox right) {
    List.of(left, right)
        .forEach(
            field -> {
              field.setMinWidth(0);
              field.setPrefWidth(150);
            });
    return FormNodes.row(left, right);
  }

  private void showEngines(EngineViewModel engine) {
    engines
        .getChildren()
        .setAll(
            engine.candidates().stream()
                .map(candidate -> (Node) new EngineCard(candidate, engine, texts))
                .toList());
  }

  private Node priority(RunViewModel settings) {
    List<JobPriority> all = List.of(JobPriority.values());
    HBox segments =
        FormNodes.segments(
            settings.priority(), all, all.stream().map(RunController::title).toList());
    segments.getStyleClass().add("segmented-wide");
    segments.getChildren().forEach(button -> HBox.setHgrow(button, Priority.ALWAYS));
    return FormNodes.field("Priority", segments);
  }

  private Node start(StartViewModel start) {
    HBox mode =
        FormNodes.segments(
            start.mode(),
            List.of(StartViewModel.Mode.values()),
            List.of("Now", "At a time", "Repeated"));
    mode.getStyleClass().add("segmented-wide");
    mode.getChildren().forEach(button -> HBox.setHgrow(button, Priority.ALWAYS));
    DatePicker date = new DatePicker();
    date.valueProperty().bindBidirectional(start.date());
    date.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(date, Priority.ALWAYS);
    TextField time = FormNodes.text(start.time(), "02:15");
    time.setId("startTime");
    time.setMinWidth(90);
    time.setMaxWidth(90);
    HBox at = FormNodes.row(date, time);
    showOnlyIf(at, start.mode().isEqualTo(StartViewModel.Mode.AT));
    TextField cron = FormNodes.code(start.cron(), "15 2 * * *");
    cron.setId("startCron");
    showOnlyIf(cron, start.mode().isEqualTo(StartViewModel.Mode.CRON));
    map.put("runAt", time);
    map.put("cron", cron);
    Label zone = FormNodes.hint(start.zoneName());
    showOnlyIf(zone, start.mode().isNotEqualTo(StartViewModel.Mode.NOW));
    VBox field = FormNodes.field("Start", mode, errorAt("runAt"));
    field
        .getChildren()
        .addAll(
            at,
            cron,
            FormNodes.error(cron, errorAt("cron")),
            FormNodes.hint(start.meaning()),
            zone);
    return field;
  }

  private VBox limit(RunViewModel settings) {
    TextField limit = map.put("timeout", FormNodes.text(settings.timeout(), "none"));
    limit.setId("timeLimit");
    return FormNodes.field("Time limit", limit, errorAt("timeout"));
  }

  private VBox retries(RunViewModel settings) {
    ComboBox<String> policy = new ComboBox<>(settings.retryPolicies());
    policy.valueProperty().bindBidirectional(settings.retryPolicy());
    policy.setMaxWidth(Double.MAX_VALUE);
    map.put("retryPolicy", policy);
    return FormNodes.field("Retries", policy, errorAt("retryPolicy"));
  }

  private VBox tags(RunViewModel settings) {
    TextField tags = map.put("tags", FormNodes.text(settings.tags(), "nightly, finance"));
    tags.setId("tags");
    return FormNodes.field("Tags", tags, errorAt("tags"));
  }

  private VBox queue(RunViewModel settings) {
    ComboBox<String> queue = new ComboBox<>(settings.queues());
    queue.setEditable(true);
    queue.getEditor().textProperty().bindBidirectional(settings.queue());
    queue.setMaxWidth(Double.MAX_VALUE);
    map.put("queue", queue);
    return FormNodes.field("Queue", queue, errorAt("queue"));
  }

  private StringExpression errorAt(String pointer) {
    return Bindings.createStringBinding(
        () ->
            viewModel.problems().list().stream()
                .filter(each -> each.part() == null && each.pointer().equals(pointer))
                .map(FormProblem::problem)
                .map(Problem::message)
                .findFirst()
                .orElse(""),
        viewModel.problems().list());
  }

  private void focus(SubmitViewModel.@Nullable FocusRequest request) {
    if (request != null && request.part() == null) {
      map.find(request.pointer()).ifPresent(Node::requestFocus);
    }
  }

  private static void showOnlyIf(Node node, BooleanExpression condition) {
    node.visibleProperty().bind(condition);
    node.managedProperty().bind(node.visibleProperty());
  }

  private static String title(JobPriority priority) {
    String word = priority.wire();
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }
}
