package io.joborchestrator.console.submit;

import io.joborchestrator.console.dialog.Dialogs;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.Styles;
import java.util.HashMap;
import java.util.Map;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The list of steps and the editor of the chosen one. FX thread only. */
final class PipelineController {
  private final SubmitViewModel viewModel;
  private final PipelineViewModel pipeline;
  private final Dialogs dialogs;
  private final Map<PipelinePart, Editor> editors = new HashMap<>();
  @FXML private VBox steps;
  @FXML private MenuButton addStep;
  @FXML private VBox editorColumn;
  @FXML private VBox editorCard;
  @FXML private Label editorTitle;
  @FXML private Button upButton;
  @FXML private Button downButton;
  @FXML private Button duplicateButton;
  @FXML private Button removeButton;

  // In a low window the form keeps about half of the place; the preview gives way.
  private final ScrollPane editorScroll =
      new FittingScrollPane(() -> editorColumn.getHeight() * 0.55 - 80);

  private record Editor(Node node, FieldMap fields) {}

  PipelineController(SubmitViewModel viewModel, Dialogs dialogs) {
    this.viewModel = viewModel;
    this.pipeline = viewModel.form().pipeline();
    this.dialogs = dialogs;
  }

  @FXML
  private void initialize() {
    steps.getChildren().add(0, new StepList(pipeline));
    editorScroll.setId("editorScroll");
    editorScroll.getStyleClass().add("editor-scroll");
    editorCard.getChildren().add(editorScroll);
    for (StepKind kind : StepKind.values()) {
      addStep.getItems().add(item(kind.op(), kind.title(), kind.icon(), kind.hint()));
      last(addStep).setOnAction(event -> add(kind));
    }
    addStep
        .getItems()
        .add(item("input", "Read", "mdomz-table_chart", "One more file, to join or append"));
    last(addStep).setOnAction(event -> viewModel.focusFirst(pipeline.addInput("")));
    pipeline.sources().onAddFile(this::addFile);
    pipeline.selected().addListener((observed, before, after) -> show(after));
    pipeline
        .parts()
        .addListener(
            (javafx.beans.InvalidationListener) changed -> show(pipeline.selected().get()));
    viewModel.focus().addListener((observed, before, after) -> focus(after));
    show(pipeline.selected().get());
  }

  private static MenuItem item(String id, String title, String icon, String explanation) {
    Label name = new Label(title);
    name.getStyleClass().add(Styles.NAME);
    name.setMinWidth(130);
    Label hint = new Label(explanation);
    hint.getStyleClass().addAll(Styles.SMALL, Styles.MUTED);
    HBox row = new HBox(10, Icons.of(icon), name, hint);
    row.setAlignment(Pos.CENTER_LEFT);
    MenuItem item = new MenuItem();
    item.setGraphic(row);
    item.setId("add-" + id);
    return item;
  }

  private static MenuItem last(MenuButton menu) {
    return menu.getItems().get(menu.getItems().size() - 1);
  }

  private void add(StepKind kind) {
    viewModel.focusFirst(pipeline.add(kind));
  }

  private void addFile(java.util.function.Consumer<String> onAdded) {
    dialogs
        .chooseFile("Choose a second file", Paths.folderOf(pipeline.mainInput().path().get()))
        .ifPresent(file -> onAdded.accept(pipeline.addInput(file.toString()).name().get()));
  }

  private void show(@Nullable PipelinePart part) {
    editors.keySet().retainAll(pipeline.parts());
    if (part == null || !pipeline.parts().contains(part)) {
      return;
    }
    Node node = editors.computeIfAbsent(part, this::newEditor).node();
    if (editorScroll.getContent() != node) {
      editorScroll.setContent(node);
      editorScroll.setVvalue(0);
    }
    editorTitle.textProperty().unbind();
    editorTitle
        .textProperty()
        .bind(part.titleText().map(title -> pipeline.numberOf(part) + ". " + title));
    boolean isStep = part instanceof StepViewModel;
    upButton.setDisable(!pipeline.canMove(part, -1));
    downButton.setDisable(!pipeline.canMove(part, 1));
    duplicateButton.setDisable(!isStep);
    removeButton.setDisable(!pipeline.canRemove(part));
  }

  private Editor newEditor(PipelinePart part) {
    FieldMap fields = new FieldMap();
    Node node;
    if (part instanceof InputViewModel input) {
      node = new InputEditor(fields, dialogs).of(input);
    } else if (part instanceof OutputViewModel output) {
      node = new OutputEditor(fields, dialogs).of(output, "result");
    } else {
      node = new StepEditors(fields).of((StepViewModel) part);
    }
    VBox.setVgrow(node, Priority.ALWAYS);
    ((Region) node).setMaxWidth(Double.MAX_VALUE);
    return new Editor(node, fields);
  }

  private void focus(SubmitViewModel.@Nullable FocusRequest request) {
    if (request == null || request.part() == null || !pipeline.parts().contains(request.part())) {
      return;
    }
    show(request.part());
    editors
        .computeIfAbsent(request.part(), this::newEditor)
        .fields()
        .find(request.pointer())
        .ifPresent(Node::requestFocus);
  }

  @FXML
  private void onUp() {
    move(-1);
  }

  @FXML
  private void onDown() {
    move(1);
  }

  private void move(int by) {
    PipelinePart part = pipeline.selected().get();
    if (part != null) {
      pipeline.move(part, by);
    }
  }

  @FXML
  private void onDuplicate() {
    PipelinePart part = pipeline.selected().get();
    if (part != null) {
      pipeline.duplicate(part);
    }
  }

  @FXML
  private void onRemove() {
    PipelinePart part = pipeline.selected().get();
    if (part != null) {
      pipeline.remove(part);
    }
  }
}
