package io.joborchestrator.console.submit;

import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.Column;
import java.util.function.Supplier;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringExpression;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** The form of a match. FX thread only. */
final class MatchEditor {
  private static final double NUMBER_WIDTH = 70;

  private final FieldMap fields;

  MatchEditor(FieldMap fields) {
    this.fields = fields;
  }

  VBox of(MatchStep step) {
    ColumnPicker key = new ColumnPicker(step.key(), step.columnsBefore());
    fields.put("/key", key);
    TextField threshold = number(step.threshold(), "0.85");
    fields.put("/threshold", threshold);
    VBox least = FormNodes.field("Alike from", threshold, step.errorAt(() -> "/threshold"));
    HBox.setHgrow(least, Priority.NEVER);
    return new VBox(
        FormNodes.row(
            FormNodes.field("Key of the records", key, step.errorAt(() -> "/key")), least),
        StepEditors.caption("Compare records with the same"),
        new RowsBox<>(step.blocks(), block -> block(step, block)),
        FormNodes.add("Add a block", step::addBlock),
        StepEditors.caption("By"),
        new RowsBox<>(step.compare(), one -> comparison(step, one)),
        FormNodes.hint(
            "edit: letters to change, date: digits and order of day and month, exact: equal or not."
                + " What is missing does not count unless it has a value of its own"),
        FormNodes.add("Add a comparison", step::addComparison),
        names(step));
  }

  private Node block(MatchStep step, MatchStep.Block block) {
    Supplier<String> at = () -> "/blocks/" + step.blocks().indexOf(block);
    ChipsField chips =
        new ChipsField(
            block.expressions(),
            () -> step.columnsBefore().getValue().stream().map(Column::name).toList(),
            "column or expression");
    chips.getStyleClass().add("match-block");
    HBox.setHgrow(chips, Priority.ALWAYS);
    fields.put(at, chips.input());
    return new VBox(
        FormNodes.row(
            chips, FormNodes.icon("mdoal-close", "Remove", () -> step.blocks().remove(block))),
        FormNodes.error(chips, errorBelow(step, at)));
  }

  private Node comparison(MatchStep step, MatchStep.Comparison one) {
    Supplier<String> at = () -> "/compare/" + step.compare().indexOf(one);
    ExpressionField value = new ExpressionField(one.value(), "fold(name)");
    HBox.setHgrow(value, Priority.ALWAYS);
    value.area().getStyleClass().add("match-value");
    ComboBox<String> by = FormNodes.choice(one.by(), MatchStep.Comparison.MEASURES);
    by.setAccessibleText("Measure");
    by.setMinWidth(90);
    by.setPrefWidth(90);
    TextField weight = number(one.weight(), "weight");
    TextField missing = number(one.missing(), "missing");
    TextField atLeast = number(one.atLeast(), "at least");
    fields.put(() -> at.get() + "/value", value.area());
    fields.put(() -> at.get() + "/by", by);
    fields.put(() -> at.get() + "/weight", weight);
    fields.put(() -> at.get() + "/missing", missing);
    fields.put(() -> at.get() + "/atLeast", atLeast);
    HBox row =
        FormNodes.row(
            value,
            by,
            weight,
            missing,
            atLeast,
            FormNodes.icon("mdoal-close", "Remove", () -> step.compare().remove(one)));
    row.getStyleClass().add("form-row-top");
    return new VBox(row, FormNodes.error(by, errorBelow(step, at)));
  }

  private Node names(MatchStep step) {
    TextField as = FormNodes.code(step.as(), "cluster");
    TextField size = FormNodes.code(step.size(), "none");
    TextField largest = FormNodes.text(step.largestBlock(), "2000");
    fields.put("/as", as);
    fields.put("/size", size);
    fields.put("/largestBlock", largest);
    return FormNodes.row(
        FormNodes.field("Column for the cluster", as, step.errorAt(() -> "/as")),
        FormNodes.field("For its size", size, step.errorAt(() -> "/size")),
        FormNodes.field("Largest block", largest, step.errorAt(() -> "/largestBlock")));
  }

  private static TextField number(javafx.beans.property.StringProperty value, String prompt) {
    TextField field = FormNodes.text(value, prompt);
    field.setMinWidth(NUMBER_WIDTH);
    field.setPrefWidth(NUMBER_WIDTH);
    HBox.setHgrow(field, Priority.NEVER);
    field.setAccessibleText(prompt);
    return field;
  }

  /** The first problem at a part or at anything in it, empty while there is none. */
  private static StringExpression errorBelow(MatchStep step, Supplier<String> at) {
    return Bindings.createStringBinding(
        () ->
            step.problems().stream()
                .filter(problem -> isBelow(problem.pointer(), at.get()))
                .map(Problem::message)
                .findFirst()
                .orElse(""),
        step.problems());
  }

  private static boolean isBelow(String pointer, String at) {
    return pointer.equals(at) || pointer.startsWith(at + "/");
  }
}
