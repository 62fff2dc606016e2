package io.joborchestrator.console.submit;

import io.joborchestrator.console.dialog.Dialogs;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.InvalidationListener;
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

/**
 * The list of parts of the chosen kind, a pipeline or an SQL job, and the editor of the chosen
 * part. FX thread only.
 */
final class PartsController {
  private final SubmitViewModel viewModel;
  private final PipelineViewModel pipeline;
  private final AnalyticsFormViewModel sql;
  private final Dialogs dialogs;
  private final Texts texts;
  private final Map<PipelinePart, Editor> editors = new HashMap<>();
  private @Nullable Parts shown;
  @FXML private Label listTitle;
  @FXML private Label listCounts;
  @FXML private VBox dialectBox;
  @FXML private VBox steps;
  @FXML private MenuButton addStep;
  @FXML private VBox editorColumn;
  @FXML private VBox editorCard;
  @FXML private Label editorTitle;
  @FXML private Button upButton;
  @FXML private Button downButton;
  @FXML private Button duplicateButton;
  @FXML private Button removeButton;
  @FXML private Node preview;

  // In a low window the form keeps about half of the place; the preview gives way.
  private final ScrollPane editorScroll =
      new FittingScrollPane(() -> editorColumn.getHeight() * 0.55 - 80);

  private record Editor(Node node, FieldMap fields) {}

  PartsController(SubmitViewModel viewModel, Dialogs dialogs, Texts texts) {
    this.viewModel = viewModel;
    this.pipeline = viewModel.form().pipeline();
    this.sql = viewModel.form().sql();
    this.dialogs = dialogs;
    this.texts = texts;
  }

  @FXML
  private void initialize() {
    editorScroll.setId("editorScroll");
    editorScroll.getStyleClass().add("editor-scroll");
    VBox.setVgrow(editorScroll, Priority.ALWAYS);
    editorCard.getChildren().add(editorScroll);
    dialectBox.getChildren().setAll(StatementEditor.dialect(sql, texts));
    pipeline.sources().onAddFile(this::addFile);
    for (Parts parts : List.of(pipeline, sql)) {
      parts.selected().addListener((observed, before, after) -> showSelected(parts));
      parts.parts().addListener((InvalidationListener) changed -> showSelected(parts));
    }
    viewModel.form().kind().addListener((observed, before, after) -> showKind());
    viewModel.focus().addListener((observed, before, after) -> focus(after));
    showKind();
  }

  private void showKind() {
    Parts parts = viewModel.form().parts();
    if (parts == null || parts == shown) {
      return;
    }
    shown = parts;
    boolean isSql = parts == sql;
    listTitle.setText(texts.get(isSql ? "submit.sql" : "submit.pipeline"));
    listCounts.setVisible(!isSql);
    show(dialectBox, isSql);
    steps.getChildren().setAll(new StepList(parts, this::remove), addStep);
    addStep.setText(texts.get(isSql ? "submit.sql.add" : "submit.step.add"));
    addStep.getItems().setAll(isSql ? sqlItems() : stepItems());
    showSelected(parts);
  }

  private List<MenuItem> stepItems() {
    List<MenuItem> items = new java.util.ArrayList<>();
    for (StepKind kind : StepKind.values()) {
      items.add(
          item(
              kind.op(),
              kind.title(),
              kind.icon(),
              kind.hint(),
              () -> viewModel.focusFirst(pipeline.add(kind))));
    }
    items.add(
        item(
            "input",
            "Read",
            "mdomz-table_chart",
            "One more file, to join or append",
            () -> viewModel.focusFirst(pipeline.addInput(""))));
    return items;
  }

  private List<MenuItem> sqlItems() {
    return List.of(
        item(
            "statement",
            texts.get("submit.sql.statement"),
            "mdoal-code",
            texts.get("submit.sql.statement.hint"),
            () -> viewModel.focusFirst(sql.addStatement())),
        item(
            "input",
            texts.get("submit.sql.input"),
            "mdomz-table_chart",
            texts.get("submit.sql.input.hint"),
            () -> viewModel.focusFirst(sql.addInput(""))));
  }

  private static MenuItem item(
      String id, String title, String icon, String explanation, Runnable action) {
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
    item.setOnAction(event -> action.run());
    return item;
  }

  private void addFile(java.util.function.Consumer<String> onAdded) {
    dialogs
        .chooseFile("Choose a second file", Paths.folderOf(pipeline.mainInput().path().get()))
        .ifPresent(file -> onAdded.accept(pipeline.addInput(file.toString()).name().get()));
  }

  private void showSelected(Parts parts) {
    editors
        .keySet()
        .removeIf(each -> !pipeline.parts().contains(each) && !sql.parts().contains(each));
    PipelinePart part = parts.selected().get();
    if (parts != shown || part == null || !parts.parts().contains(part)) {
      return;
    }
    Node node = editors.computeIfAbsent(part, this::newEditor).node();
    if (editorScroll.getContent() != node) {
      editorScroll.setContent(node);
      editorScroll.setVvalue(0);
    }
    editorTitle.textProperty().unbind();
    editorTitle.textProperty().bind(part.titleText().map(title -> parts.heading(part, title)));
    boolean hasRows = parts == pipeline || part instanceof InputViewModel;
    show(preview, hasRows);
    editorCard.pseudoClassStateChanged(Styles.ALONE, !hasRows);
    upButton.setDisable(!parts.canMove(part, -1));
    downButton.setDisable(!parts.canMove(part, 1));
    duplicateButton.setDisable(!parts.canDuplicate(part));
    removeButton.setDisable(!parts.canRemove(part));
  }

  private static void show(Node node, boolean wanted) {
    node.setVisible(wanted);
    node.setManaged(wanted);
  }

  private Editor newEditor(PipelinePart part) {
    FieldMap fields = new FieldMap();
    Node node;
    if (part instanceof InputViewModel input) {
      node = new InputEditor(fields, dialogs).of(input);
    } else if (part instanceof OutputViewModel output) {
      node = new OutputEditor(fields, dialogs).of(output, "result");
    } else if (part instanceof StatementViewModel statement) {
      node = new StatementEditor(sql, fields, dialogs, texts).of(statement);
    } else if (part instanceof ParametersViewModel parameters) {
      node = new ParametersEditor(fields, texts).of(parameters);
    } else {
      node = new StepEditors(fields).of((StepViewModel) part);
    }
    if (part instanceof SqlInput input) {
      ((VBox) node).getChildren().add(0, tableName(input, fields));
    }
    VBox.setVgrow(node, Priority.ALWAYS);
    ((Region) node).setMaxWidth(Double.MAX_VALUE);
    return new Editor(node, fields);
  }

  private Node tableName(SqlInput input, FieldMap fields) {
    Node name = fields.put("", FormNodes.code(input.tableName(), "orders"));
    name.setId("tableName");
    ((Region) name).setMaxWidth(320);
    return FormNodes.field(texts.get("submit.sql.table"), name, input.errorAt(() -> ""));
  }

  private void focus(SubmitViewModel.@Nullable FocusRequest request) {
    Parts parts = shown;
    if (request == null
        || request.part() == null
        || parts == null
        || !parts.parts().contains(request.part())) {
      return;
    }
    showSelected(parts);
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
    if (shown != null && shown.selected().get() != null) {
      shown.move(shown.selected().get(), by);
    }
  }

  @FXML
  private void onDuplicate() {
    if (shown != null && shown.selected().get() != null) {
      shown.duplicate(shown.selected().get());
    }
  }

  @FXML
  private void onRemove() {
    if (shown != null && shown.selected().get() != null) {
      remove(shown.selected().get());
    }
  }

  /** Without a question: the notice can put it back, as long as it is the same form. */
  private void remove(PipelinePart part) {
    Parts parts = shown;
    if (parts == null || !parts.canRemove(part)) {
      return;
    }
    int index = parts.parts().indexOf(part);
    String title = part.title();
    parts.remove(part);
    PipelinePart neighbour = parts.parts().get(0);
    dialogs.notice(
        texts.get("submit.part.removed", title),
        () -> {
          if (parts.parts().contains(neighbour)) {
            parts.putBack(part, index);
          }
        });
  }
}
