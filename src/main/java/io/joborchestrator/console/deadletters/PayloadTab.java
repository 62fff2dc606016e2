package io.joborchestrator.console.deadletters;

import io.joborchestrator.console.view.ActionButton;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.JsonDifference;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.pipeline.Problem;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The payload, an editor for a copy of it, and the difference between them. FX thread only. */
final class PayloadTab extends VBox {
  private final PageContext context;
  private final Texts texts;
  private final PayloadViewModel payload;
  private final TextArea text = new TextArea();
  private final Label error = Parts.wrapped("", Styles.FIELD_ERROR);
  private final Label title = Parts.label("", Styles.HEADING);
  private final Button edit;
  private final Button revert;
  private final ActionButton replay;
  private final VBox changes = new VBox(4);

  PayloadTab(DeadLettersViewModel viewModel) {
    this.context = viewModel.context();
    this.texts = context.texts();
    this.payload = viewModel.detail().payload();
    getStyleClass().add("detail-body");
    text.setId("payloadText");
    text.setAccessibleText(texts.get("dead.payload"));
    text.getStyleClass().addAll("code", "config-text");
    text.setPrefRowCount(12);
    text.setMinHeight(120);
    VBox.setVgrow(text, Priority.ALWAYS);
    error.setId("payloadError");
    error.setGraphic(Icons.of("mdal-error"));
    edit = button("dead.payload.edit", "mdoal-edit", payload::edit);
    edit.setId("editPayload");
    revert = button("dead.payload.revert", "mdomz-undo", payload::reset);
    Button copy =
        button(
            "dead.payload.copy",
            "mdoal-content_copy",
            () -> context.dialogs().copyToClipboard(text.getText()));
    replay =
        new ActionButton(texts.get("dead.payload.replay"), "mdmz-replay", () -> replay(viewModel));
    replay.button().setId("replayEdited");
    replay.button().getStyleClass().addAll(Styles.PRIMARY, Styles.SMALL_BUTTON);
    HBox head = new HBox(8, title, Parts.space(), copy, edit, revert, replay);
    head.setAlignment(Pos.CENTER_LEFT);
    getChildren().setAll(head, text, error, changes);
    bind();
  }

  private Button button(String key, String icon, Runnable action) {
    Button button = new Button(texts.get(key), Icons.of(icon));
    button.getStyleClass().add(Styles.SMALL_BUTTON);
    button.setMinWidth(USE_PREF_SIZE);
    button.setOnAction(event -> action.run());
    return button;
  }

  private void replay(DeadLettersViewModel viewModel) {
    EntryDetailViewModel.Look look = viewModel.detail().lookProperty().get();
    if (look != null) {
      viewModel.openReplay(
          ReplayTarget.of(List.of(look.detail().row()), look.detail().row().jobName()));
    }
  }

  private void bind() {
    text.textProperty().bindBidirectional(payload.textProperty());
    text.editableProperty().bind(payload.editingProperty());
    error.textProperty().bind(payload.errorProperty());
    payload.editingProperty().addListener(observable -> update());
    payload.errorProperty().addListener(observable -> update());
    payload.differencesProperty().addListener(observable -> update());
    payload.problemsProperty().addListener(observable -> update());
    payload.checkedProperty().addListener(observable -> update());
    context.feed().connectedProperty().addListener(observable -> update());
    update();
  }

  private void update() {
    boolean editing = payload.editingProperty().get();
    title.setText(texts.get(editing ? "dead.payload.edited" : "dead.payload.original"));
    Parts.showIf(edit, !editing);
    Parts.showIf(revert, editing);
    Parts.showIf(replay, editing);
    replay.show(whyNot());
    Parts.showIf(error, !payload.errorProperty().get().isEmpty());
    text.pseudoClassStateChanged(Styles.STATE_DANGER, error.isVisible());
    changes.getChildren().setAll(editing ? changes() : List.of());
  }

  private @Nullable String whyNot() {
    if (!context.feed().connectedProperty().get()) {
      return texts.get("dead.missing.connection");
    }
    if (!payload.errorProperty().get().isEmpty()) {
      return payload.errorProperty().get();
    }
    if (payload.edited() == null) {
      return texts.get("dead.payload.same");
    }
    if (!payload.checkedProperty().get()) {
      return texts.get("dead.payload.checking");
    }
    return payload.isFit() ? null : texts.get("dead.payload.unfit");
  }

  private List<Node> changes() {
    List<Node> nodes = new ArrayList<>();
    for (Problem problem : payload.problemsProperty().get()) {
      Label label =
          Parts.wrapped(
              problem.pointer().isEmpty()
                  ? problem.message()
                  : problem.pointer() + ": " + problem.message(),
              Styles.FIELD_ERROR);
      label.setGraphic(Icons.of("mdal-error"));
      nodes.add(label);
    }
    List<JsonDifference> differences = payload.differencesProperty().get();
    if (!differences.isEmpty()) {
      nodes.add(
          Parts.label(texts.count("dead.payload.changes", differences.size()), Styles.HEADING));
      differences.forEach(difference -> nodes.add(line(difference)));
    } else if (payload.errorProperty().get().isEmpty()) {
      nodes.add(Parts.label(texts.get("dead.payload.same"), Styles.SMALL, Styles.MUTED));
    }
    return nodes;
  }

  private static Node line(JsonDifference difference) {
    VBox box = new VBox(1, Parts.label(difference.path(), Styles.MONO, Styles.W500));
    if (difference.before() != null) {
      box.getChildren().add(Parts.wrapped("− " + difference.before(), Styles.MONO, "diff-before"));
    }
    if (difference.now() != null) {
      box.getChildren().add(Parts.wrapped("+ " + difference.now(), Styles.MONO, "diff-now"));
    }
    return box;
  }
}
