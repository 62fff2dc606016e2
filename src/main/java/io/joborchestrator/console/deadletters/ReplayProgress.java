package io.joborchestrator.console.deadletters;

import io.joborchestrator.console.view.ActionButton;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.StatusLabel;
import io.joborchestrator.console.view.StatusView;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.deadletter.BulkOperation;
import io.joborchestrator.domain.deadletter.BulkOperationItem;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** A replay as it goes: steps, counts, commands, and what became of each entry. FX thread only. */
final class ReplayProgress extends VBox {
  private final DeadLettersViewModel page;
  private final OperationViewModel viewModel;
  private final PageContext context;
  private final Texts texts;
  private final VBox steps = new VBox(8);
  private final Label progress = Parts.label("", Styles.W500);
  private final Label rate = Parts.label("", Styles.SMALL, Styles.MUTED);
  private final OutcomeBar bar = new OutcomeBar();
  private final HBox counts = new HBox(12);
  private final ActionButton pause;
  private final ActionButton cancel;
  private final ReplayRules rules;
  private final VBox items = new VBox();
  private final Label problem = Parts.wrapped("", Styles.FIELD_ERROR);
  private final Map<OperationViewModel.Results, ToggleButton> kinds =
      new EnumMap<>(OperationViewModel.Results.class);

  ReplayProgress(DeadLettersViewModel page) {
    this.page = page;
    this.viewModel = page.operation();
    this.context = page.context();
    this.texts = context.texts();
    getStyleClass().add("replay-form");
    setId("replayProgress");
    progress.setId("replayCount");
    rate.setMinWidth(0);
    HBox head = new HBox(8, progress, Parts.space(), rate);
    head.setAlignment(Pos.CENTER_LEFT);
    progress.setMinWidth(USE_PREF_SIZE);
    counts.setId("replayOutcomes");
    counts.setAlignment(Pos.CENTER_LEFT);
    pause = new ActionButton(texts.get("dead.pause"), "mdomz-pause", viewModel::pauseOrResume);
    pause.button().setId("pauseReplay");
    cancel = new ActionButton(texts.get("dead.cancel"), "mdomz-stop", viewModel::cancel);
    cancel.button().setId("cancelReplay");
    cancel.button().getStyleClass().add(Styles.DANGER);
    HBox commands = new HBox(8, pause, cancel);
    problem.setGraphic(Icons.of("mdal-error"));
    VBox results =
        new VBox(6, Parts.label(texts.get("dead.results"), Styles.HEADING), tabs(), items);
    results.getStyleClass().add("detail-section");
    rules = new ReplayRules(viewModel, texts);
    getChildren().setAll(problem, steps, new VBox(6, head, bar, counts), commands, rules, results);
    viewModel.lookProperty().addListener((p, before, now) -> show(now));
    viewModel.problemProperty().addListener((p, before, now) -> showProblem(now));
    context.feed().connectedProperty().addListener(o -> show(viewModel.lookProperty().get()));
    show(viewModel.lookProperty().get());
    showProblem(viewModel.problemProperty().get());
  }

  private HBox tabs() {
    HBox box = new HBox();
    box.getStyleClass().add(Styles.SEGMENTED);
    ToggleGroup group = new ToggleGroup();
    for (OperationViewModel.Results kind : OperationViewModel.Results.values()) {
      ToggleButton button = new ToggleButton();
      button.setToggleGroup(group);
      button.setId("results-" + kind.name().toLowerCase(java.util.Locale.ROOT));
      button.setSelected(kind == viewModel.resultsProperty().get());
      button.setMinWidth(USE_PREF_SIZE);
      button.setOnAction(
          event -> {
            button.setSelected(true);
            viewModel.resultsProperty().set(kind);
          });
      kinds.put(kind, button);
      box.getChildren().add(button);
    }
    return box;
  }

  private void showProblem(@Nullable String sentence) {
    problem.setText(sentence == null ? "" : sentence);
    Parts.showIf(problem, sentence != null);
  }

  private void show(OperationViewModel.@Nullable Look look) {
    if (look == null) {
      return;
    }
    BulkOperation operation = look.operation();
    steps.getChildren().setAll(steps(look));
    progress.setText(ReplayWords.progress(operation, texts));
    rate.setText(ReplayWords.remaining(operation, texts));
    bar.show(operation);
    counts.getChildren().setAll(counts(operation));
    showCommands(operation);
    showKinds(operation);
    items.getChildren().setAll(items(look));
  }

  private List<Node> steps(OperationViewModel.Look look) {
    BulkOperation operation = look.operation();
    List<Node> nodes = new ArrayList<>();
    BulkOperationItem canary = look.canary();
    if (operation.options().canary()) {
      StatusView view =
          canary == null
              ? new StatusView(texts.get("dead.step.canary"), "mdomz-schedule", "pending")
              : canaryView(canary.state());
      nodes.add(step(view, canary == null ? "" : canaryFacts(canary)));
    }
    nodes.add(step(stateView(operation), stateFacts(operation)));
    if (operation.isFinished()) {
      nodes.add(
          step(
              new StatusView(texts.get("dead.step.report"), "mdal-check_circle", "completed"),
              texts.get("dead.step.report.facts", operation.operationNo())));
    }
    return nodes;
  }

  private StatusView canaryView(BulkOperationItem.State state) {
    StatusView item = HistoryTab.outcome(state, texts);
    return new StatusView(texts.get("dead.canary." + state.wire()), item.icon(), item.tone());
  }

  private String canaryFacts(BulkOperationItem item) {
    String job = item.replayJobId() == null ? item.jobId() : item.replayJobId();
    return texts.get(
        "dead.canary.facts",
        item.jobName(),
        Formats.shortId(job),
        Formats.time(item.at(), context.clock().getZone(), context.feed().now()));
  }

  private StatusView stateView(BulkOperation operation) {
    String word = texts.get("dead.operation.state." + operation.state().wire());
    return switch (operation.state()) {
      case RUNNING -> new StatusView(word, "mdmz-play_circle_filled", "running");
      case PAUSED -> new StatusView(word, "mdmz-pause_circle_filled", "paused");
      case STOPPED -> new StatusView(word, "mdal-error", "failed");
      case CANCELLED -> new StatusView(word, "mdal-block", "cancelled");
      case COMPLETED -> new StatusView(word, "mdal-check_circle", "completed");
    };
  }

  private String stateFacts(BulkOperation operation) {
    String started =
        texts.get(
            "dead.operation.started",
            Formats.time(operation.createdAt(), context.clock().getZone(), context.feed().now()),
            operation.createdBy());
    String reason = operation.stateReason();
    boolean ended = operation.state() != BulkOperation.State.RUNNING;
    return ended && reason != null && !reason.isBlank() ? reason + "\n" + started : started;
  }

  private static Node step(StatusView view, String facts) {
    StatusLabel title = new StatusLabel(view);
    Label text = Parts.wrapped(facts, Styles.SMALL, Styles.MUTED, "step-facts");
    Parts.showIf(text, !facts.isEmpty());
    return new VBox(2, title, text);
  }

  private List<Node> counts(BulkOperation operation) {
    List<Node> nodes = new ArrayList<>();
    nodes.add(count("mdal-check_circle", "completed", operation.succeeded(), ""));
    Integer stop = operation.options().stopAfter();
    nodes.add(
        count(
            "mdal-error",
            "failed",
            operation.failed(),
            stop == null ? "" : texts.get("dead.count.stops", stop)));
    nodes.add(count("mdmz-play_circle_filled", "running", operation.running(), ""));
    if (operation.skipped() > 0) {
      nodes.add(
          Parts.label(
              texts.get("dead.count.skipped", Formats.exact(operation.skipped())),
              Styles.SMALL,
              Styles.MUTED));
    }
    return nodes;
  }

  private static Node count(String icon, String tone, int number, String more) {
    StatusLabel label = new StatusLabel(new StatusView(Formats.exact(number) + more, icon, tone));
    label.getStyleClass().add(Styles.SMALL);
    return label;
  }

  private void showCommands(BulkOperation operation) {
    boolean connected = context.feed().connectedProperty().get();
    boolean paused = operation.state() == BulkOperation.State.PAUSED;
    boolean goes = paused || operation.state() == BulkOperation.State.RUNNING;
    String whyNot =
        connected
            ? goes ? null : texts.get("dead.missing.ended")
            : texts.get("dead.missing.connection");
    pause.button().setGraphic(Icons.of(paused ? "mdomz-play_arrow" : "mdomz-pause"));
    pause.show(texts.get(paused ? "dead.resume" : "dead.pause"), whyNot);
    cancel.show(whyNot);
    rules.show(operation, whyNot);
  }

  private void showKinds(BulkOperation operation) {
    kinds.forEach(
        (kind, button) -> {
          int number =
              switch (kind) {
                case FAILED -> operation.failed();
                case RUNNING -> operation.running();
                case SUCCEEDED -> operation.succeeded();
                case SKIPPED -> operation.skipped();
                case WAITING -> operation.waiting();
              };
          String word = texts.get("dead.results." + kind.name().toLowerCase(java.util.Locale.ROOT));
          button.setText(word);
          button.setAccessibleText(word + ", " + number);
        });
  }

  private List<Node> items(OperationViewModel.Look look) {
    List<Node> nodes = new ArrayList<>();
    for (BulkOperationItem item : look.items()) {
      nodes.add(item(item));
    }
    if (nodes.isEmpty()) {
      nodes.add(Parts.label(texts.get("dead.results.none"), Styles.SMALL, Styles.MUTED));
    } else if (nodes.size() == OperationViewModel.MOST_RESULTS) {
      nodes.add(
          Parts.label(
              texts.get("dead.results.most", OperationViewModel.MOST_RESULTS),
              Styles.SMALL,
              Styles.MUTED));
    }
    return nodes;
  }

  private Node item(BulkOperationItem item) {
    StatusLabel state = new StatusLabel(HistoryTab.outcome(item.state(), texts));
    state.getStyleClass().add(Styles.SMALL);
    state.setMinWidth(USE_PREF_SIZE);
    Button entry = new Button(item.jobName());
    entry.getStyleClass().addAll(Styles.LINK_BUTTON, Styles.SMALL_BUTTON);
    entry.setOnAction(event -> page.openEntry(item.entryNo()));
    entry.setMinWidth(0);
    // An underscore in a name is no mnemonic.
    entry.setMnemonicParsing(false);
    Label id = Parts.label(Formats.shortId(item.jobId()), Styles.ID);
    id.setMinWidth(USE_PREF_SIZE);
    HBox line = new HBox(6, state, entry, id);
    line.setAlignment(Pos.CENTER_LEFT);
    VBox box = new VBox(line);
    if (item.message() != null && !item.message().isBlank()) {
      box.getChildren().add(Parts.wrapped(item.message(), Styles.SMALL, Styles.MUTED));
    }
    box.getStyleClass().add("result-row");
    return box;
  }
}
