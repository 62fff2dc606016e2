package io.joborchestrator.console.submit;

import io.joborchestrator.pipeline.spec.Column;
import java.util.List;
import java.util.function.Supplier;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** The form of a join. FX thread only. */
final class JoinEditor {
  private final FieldMap fields;

  JoinEditor(FieldMap fields) {
    this.fields = fields;
  }

  VBox of(JoinStep step) {
    return new VBox(
        FormNodes.row(with(step), type(step)),
        FormNodes.hint(
            Bindings.createStringBinding(() -> JoinStep.meaning(step.type().get()), step.type())),
        StepEditors.caption("Where"),
        new RowsBox<>(step.rows(), row -> keys(step, row)),
        FormNodes.add("Add a key", step::add),
        columns(step));
  }

  private Node with(JoinStep step) {
    ComboBox<String> with = new ComboBox<>();
    with.setItems(step.scope().sources().names());
    with.setPromptText("second file");
    with.setMaxWidth(Double.MAX_VALUE);
    with.valueProperty().bindBidirectional(step.with());
    with.setId("joinWith");
    fields.put("/with", with);
    HBox choice =
        FormNodes.row(
            with,
            FormNodes.button(
                "Choose a file",
                "mdoal-add",
                () -> step.scope().sources().addFile(name -> step.with().set(name))));
    HBox.setHgrow(with, javafx.scene.layout.Priority.ALWAYS);
    return FormNodes.field("With", choice, step.errorAt(() -> "/with"));
  }

  private Node type(JoinStep step) {
    ComboBox<String> type = FormNodes.choice(step.type(), JoinStep.TYPES);
    fields.put("/type", type);
    VBox field = FormNodes.field("Kind", type, step.errorAt(() -> "/type"));
    field.setMinWidth(110);
    field.setMaxWidth(110);
    return field;
  }

  private Node keys(JoinStep step, JoinStep.Row row) {
    Supplier<String> at = () -> "/on/" + step.rows().indexOf(row);
    ColumnPicker left = new ColumnPicker(row.left(), step.columnsBefore());
    ColumnPicker right = new ColumnPicker(row.right(), step.otherColumns());
    left.getStyleClass().add("join-left");
    right.getStyleClass().add("join-right");
    fields.put(() -> at.get() + "/left", left);
    fields.put(() -> at.get() + "/right", right);
    return new VBox(
        FormNodes.row(
            left,
            StepEditors.word("="),
            right,
            FormNodes.icon("mdoal-close", "Remove", () -> step.rows().remove(row))),
        FormNodes.error(left, step.errorAt(() -> at.get() + "/left")),
        FormNodes.error(right, step.errorAt(() -> at.get() + "/right")),
        FormNodes.error(left, step.errorAt(at)));
  }

  private Node columns(JoinStep step) {
    ChipsField take =
        new ChipsField(
            step.columns(),
            () -> names(step.otherColumns().getValue()),
            "all but the keys; add a column");
    take.input().setPrefColumnCount(20);
    TextField suffix = FormNodes.code(step.suffix(), "none");
    fields.put("/columns", take.input());
    fields.put("/suffix", suffix);
    VBox taken = FormNodes.field("Columns taken", take, step.errorAt(() -> "/columns"));
    VBox ending = FormNodes.field("Ending for equal names", suffix, step.errorAt(() -> "/suffix"));
    ending.setMinWidth(150);
    ending.setMaxWidth(150);
    HBox row = FormNodes.row(taken, ending);
    row.visibleProperty()
        .bind(step.type().isNotEqualTo("semi").and(step.type().isNotEqualTo("anti")));
    row.managedProperty().bind(row.visibleProperty());
    return row;
  }

  private static List<String> names(List<Column> columns) {
    return columns.stream().map(Column::name).toList();
  }
}
