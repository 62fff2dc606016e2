package io.joborchestrator.console.deadletters;

import atlantafx.base.controls.ToggleSwitch;
import io.joborchestrator.console.view.ActionButton;
import io.joborchestrator.console.view.EngineLabel;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.deadletter.DeadLetterRow;
import io.joborchestrator.domain.deadletter.ReplayPreview;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** What a replay would do, and by which rules. FX thread only. */
final class ReplayForm extends VBox {
  private final PageContext context;
  private final Texts texts;
  private final ReplayViewModel viewModel;
  private final VBox preview = new VBox(6);
  private final Label problem = Parts.wrapped("", Styles.FIELD_ERROR);
  private final ComboBox<String> engine = new ComboBox<>();
  private final ToggleSwitch canary = new ToggleSwitch();
  private final ToggleSwitch forced = new ToggleSwitch();
  private final HBox canaryRow;
  private final HBox forcedRow;
  private final HBox limits;
  private final Label edited;
  private final TextArea reason = new TextArea();
  private final ActionButton start;

  ReplayForm(PageContext context, ReplayViewModel viewModel) {
    this.context = context;
    this.texts = context.texts();
    this.viewModel = viewModel;
    getStyleClass().add("replay-form");
    setId("replayForm");
    preview.setId("replayPreview");
    problem.setGraphic(Icons.of("mdal-error"));
    RuleBox<Double> rate =
        new RuleBox<>(
            ReplayViewModel.RATES,
            perSecond -> ReplayWords.rate(perSecond, texts),
            viewModel.rateProperty()::set);
    rate.setId("replayRate");
    rate.show(viewModel.rateProperty().get());
    RuleBox<Integer> stop =
        new RuleBox<>(
            ReplayViewModel.STOPS,
            failures -> ReplayWords.stop(failures, texts),
            viewModel.stopAfterProperty()::set);
    stop.setId("replayStop");
    stop.show(viewModel.stopAfterProperty().get());
    limits = new HBox(8, field("dead.form.rate", rate), field("dead.form.stop", stop));
    canary.setId("replayCanary");
    canary.selectedProperty().bindBidirectional(viewModel.canaryProperty());
    canaryRow = row(canary, "dead.form.canary");
    forced.setId("replayForced");
    forced.selectedProperty().bindBidirectional(viewModel.forcedProperty());
    forcedRow = row(forced, "dead.form.forced");
    Label breaker = Parts.wrapped(texts.get("dead.form.breaker"), Styles.SMALL, Styles.MUTED);
    breaker.setGraphic(Icons.of("mdmz-power_off", Styles.ICON_14));
    edited = Parts.wrapped(texts.get("dead.form.edited"), Styles.SMALL, Styles.ACCENT_TEXT);
    edited.setGraphic(Icons.of("mdoal-edit", Styles.ICON_14));
    reason.setId("replayReason");
    reason.setPrefRowCount(2);
    reason.setWrapText(true);
    reason.textProperty().bindBidirectional(viewModel.reasonProperty());
    start = new ActionButton("", "mdmz-replay", viewModel::start);
    start.button().setId("startReplay");
    start.button().getStyleClass().add(Styles.PRIMARY);
    start.setAlignment(Pos.CENTER_LEFT);
    Label rules = Parts.label(texts.get("dead.form.rules"), Styles.HEADING);
    VBox.setVgrow(this, Priority.ALWAYS);
    getChildren()
        .setAll(
            preview,
            problem,
            edited,
            rules,
            limits,
            field("dead.form.engine", engineBox()),
            canaryRow,
            forcedRow,
            breaker,
            field("dead.form.reason", reason),
            start);
    bind();
  }

  private ComboBox<String> engineBox() {
    engine.setId("replayEngine");
    engine.setMaxWidth(Double.MAX_VALUE);
    engine.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(@Nullable String name) {
            return name == null || name.isEmpty()
                ? texts.get("dead.form.engine.same")
                : EngineLabel.nameOf(name);
          }

          @Override
          public String fromString(String text) {
            throw new UnsupportedOperationException("It is not typed");
          }
        });
    engine
        .valueProperty()
        .addListener(
            (p, before, now) ->
                viewModel.engineProperty().set(now == null || now.isEmpty() ? null : now));
    return engine;
  }

  private VBox field(String key, Node control) {
    Label caption = Parts.label(texts.get(key), Styles.FIELD_LABEL);
    caption.setLabelFor(control);
    VBox field = new VBox(caption, control);
    field.getStyleClass().add(Styles.FORM_FIELD);
    HBox.setHgrow(field, Priority.ALWAYS);
    return field;
  }

  private HBox row(ToggleSwitch toggle, String key) {
    Label label = Parts.wrapped(texts.get(key));
    label.setLabelFor(toggle);
    toggle.setAccessibleText(texts.get(key));
    HBox row = new HBox(8, toggle, label);
    row.setAlignment(Pos.CENTER_LEFT);
    label.setOnMouseClicked(event -> toggle.setSelected(!toggle.isSelected()));
    return row;
  }

  private void bind() {
    viewModel.targetProperty().addListener(observable -> update());
    viewModel.previewProperty().addListener(observable -> update());
    viewModel.problemProperty().addListener(observable -> update());
    viewModel.startingProperty().addListener(observable -> update());
    viewModel.reasonProperty().addListener(observable -> showStart());
    viewModel.enginesProperty().addListener((p, before, now) -> showEngines(now));
    viewModel.payloadProperty().addListener(observable -> update());
    context.feed().connectedProperty().addListener(observable -> showStart());
    showEngines(viewModel.enginesProperty().get());
    update();
  }

  private void showEngines(List<String> names) {
    List<String> items = new ArrayList<>(List.of(""));
    items.addAll(names);
    if (!items.equals(engine.getItems())) {
      engine.getItems().setAll(items);
      String chosen = viewModel.engineProperty().get();
      engine.setValue(chosen == null ? "" : chosen);
    }
  }

  private void update() {
    ReplayTarget target = viewModel.targetProperty().get();
    if (target == null) {
      return;
    }
    if (viewModel.engineProperty().get() == null) {
      engine.setValue("");
    }
    ReplayViewModel.Preview known = viewModel.previewProperty().get();
    boolean several = known != null ? known.counts().matching() > 1 : target.count() > 1;
    Parts.showIf(limits, several);
    Parts.showIf(canaryRow, several);
    Parts.showIf(forcedRow, forced.isSelected() || known != null && known.counts().parked() > 0);
    Parts.showIf(edited, viewModel.payloadProperty().get() != null);
    String sentence = viewModel.problemProperty().get();
    problem.setText(sentence == null ? "" : sentence);
    Parts.showIf(problem, sentence != null);
    preview.getChildren().setAll(preview(target, known));
    showStart();
  }

  private void showStart() {
    ReplayViewModel.Preview known = viewModel.previewProperty().get();
    long count = known == null ? 0 : known.counts().eligible();
    start.show(texts.count("dead.replay.verb", count), viewModel.whyNot());
  }

  private List<Node> preview(ReplayTarget target, ReplayViewModel.@Nullable Preview known) {
    List<Node> nodes = new ArrayList<>();
    nodes.add(Parts.wrapped(target.words(), Styles.NAME));
    if (known == null) {
      nodes.add(Parts.label(texts.get("dead.preview.counting"), Styles.SMALL, Styles.MUTED));
      return nodes;
    }
    ReplayPreview counts = known.counts();
    nodes.add(
        Parts.wrapped(
            texts.get(
                "dead.preview.eligible",
                Formats.exact(counts.eligible()),
                Formats.exact(counts.matching())),
            Styles.SMALL));
    skipped(nodes, "dead.preview.pending", counts.pending());
    skipped(nodes, "dead.preview.parked", viewModel.forcedProperty().get() ? 0 : counts.parked());
    skipped(nodes, "dead.preview.closed", counts.closed());
    boolean several = counts.matching() > 1;
    if (several && !known.sample().isEmpty()) {
      nodes.add(Parts.label(texts.get("dead.preview.first"), Styles.SMALL, Styles.MUTED));
      for (DeadLetterRow row : known.sample()) {
        nodes.add(sample(row));
      }
    }
    return nodes;
  }

  private void skipped(List<Node> nodes, String key, long count) {
    if (count > 0) {
      Label label = Parts.wrapped(texts.count(key, count), Styles.SMALL, Styles.MUTED);
      label.setGraphic(Icons.of("mdoal-info", Styles.ICON_14));
      nodes.add(label);
    }
  }

  private Node sample(DeadLetterRow row) {
    Label name = Parts.label(row.jobName(), Styles.SMALL);
    Label id = Parts.label(Formats.shortId(row.jobId()), Styles.ID);
    Label died =
        Parts.label(
            Formats.time(row.failedAt(), context.clock().getZone(), context.feed().now()),
            Styles.SMALL,
            Styles.MUTED);
    died.setMinWidth(USE_PREF_SIZE);
    id.setMinWidth(USE_PREF_SIZE);
    HBox line = new HBox(6, name, id, Parts.space(), died);
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }

  void focusStart() {
    if (start.button().isDisabled()) {
      reason.requestFocus();
    } else {
      start.button().requestFocus();
    }
  }
}
