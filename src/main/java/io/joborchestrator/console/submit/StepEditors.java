package io.joborchestrator.console.submit;

import io.joborchestrator.console.view.Styles;
import io.joborchestrator.pipeline.spec.Column;
import java.util.List;
import java.util.function.Supplier;
import javafx.beans.value.ObservableValue;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** The form of each kind of step. FX thread only. */
final class StepEditors {
  private final FieldMap fields;

  StepEditors(FieldMap fields) {
    this.fields = fields;
  }

  Node of(StepViewModel step) {
    VBox body =
        switch (step.kind()) {
          case FILTER -> filter((FilterStep) step);
          case SELECT -> select((SelectStep) step);
          case DERIVE -> derive((DeriveStep) step);
          case RENAME -> rename((RenameStep) step);
          case CAST -> cast((CastStep) step);
          case JOIN -> new JoinEditor(fields).of((JoinStep) step);
          case GROUP_BY -> groupBy((GroupByStep) step);
          case SORT -> sort((SortStep) step);
          case DEDUPE -> dedupe((DedupeStep) step);
          case UNION -> union((UnionStep) step);
          case LIMIT -> limit((LimitStep) step);
          case MATCH -> new MatchEditor(fields).of((MatchStep) step);
        };
    body.getStyleClass().add("step-form");
    return body;
  }

  private VBox filter(FilterStep step) {
    ExpressionField where = new ExpressionField(step.where(), "amount > 100 and country = 'AT'");
    fields.put("/where", where.area());
    where.area().setId("where");
    return new VBox(
        FormNodes.field("Keep rows where", where), checkError(step, step.where(), () -> "/where"));
  }

  private VBox select(SelectStep step) {
    ChipsField chips = columns("/columns", step.columns(), step);
    return new VBox(
        FormNodes.field("Columns, in this order", chips, step.errorAt(() -> "/columns")),
        FormNodes.add("Add all columns", () -> addAll(step)));
  }

  private static void addAll(SelectStep step) {
    names(step.columnsBefore()).stream()
        .filter(name -> !step.columns().contains(name))
        .forEach(step.columns()::add);
  }

  private VBox derive(DeriveStep step) {
    RowsBox<DeriveStep.Row> rows = new RowsBox<>(step.rows(), row -> derived(step, row));
    return new VBox(caption("New columns"), rows, FormNodes.add("Add a column", step::add));
  }

  private Node derived(DeriveStep step, DeriveStep.Row row) {
    Supplier<String> at = () -> "/columns/" + step.rows().indexOf(row);
    TextField name = FormNodes.code(row.name(), "name");
    name.getStyleClass().add("derive-name");
    name.setPrefWidth(150);
    name.setMinWidth(110);
    name.setMaxWidth(150);
    ExpressionField expression = new ExpressionField(row.expression(), "price * quantity");
    HBox.setHgrow(expression, Priority.ALWAYS);
    expression.area().getStyleClass().add("derive-expression");
    fields.put(() -> at.get() + "/name", name);
    fields.put(() -> at.get() + "/expression", expression.area());
    return new VBox(
        top(name, word("="), expression, remove(() -> step.rows().remove(row))),
        FormNodes.error(name, step.errorAt(() -> at.get() + "/name")),
        checkError(step, row.expression(), () -> at.get() + "/expression"));
  }

  private VBox rename(RenameStep step) {
    RowsBox<RenameStep.Row> rows =
        new RowsBox<>(
            step.rows(),
            row -> {
              Supplier<String> at = () -> "/columns/" + step.rows().indexOf(row);
              ColumnPicker from = picker(() -> at.get() + "/from", row.from(), step);
              TextField to = FormNodes.code(row.to(), "new name");
              fields.put(() -> at.get() + "/to", to);
              return withErrors(
                  FormNodes.row(from, word("to"), to, remove(() -> step.rows().remove(row))),
                  step,
                  List.of(() -> at.get() + "/from", () -> at.get() + "/to", at));
            });
    return new VBox(caption("Columns"), rows, FormNodes.add("Add a column", step::add));
  }

  private VBox cast(CastStep step) {
    RowsBox<CastStep.Row> rows = new RowsBox<>(step.rows(), row -> casted(step, row));
    return new VBox(caption("Columns"), rows, FormNodes.add("Add a column", step::add));
  }

  private Node casted(CastStep step, CastStep.Row row) {
    Supplier<String> at = () -> "/columns/" + step.rows().indexOf(row);
    ColumnPicker column = picker(() -> at.get() + "/name", row.name(), step);
    ComboBox<String> type = FormNodes.choice(row.type(), TypeText.CHOICES);
    type.setEditable(true);
    type.getEditor().getStyleClass().add("code");
    type.getEditor().textProperty().bindBidirectional(row.type());
    type.setMinWidth(130);
    type.setAccessibleText("Type");
    TextField format = FormNodes.code(row.format(), "pattern");
    format.setPrefColumnCount(8);
    CheckBox nulls = new CheckBox("NULL if impossible");
    nulls.selectedProperty().bindBidirectional(row.nullOnError());
    nulls.setMinWidth(USE_PREF);
    fields.put(() -> at.get() + "/type", type);
    fields.put(() -> at.get() + "/format", format);
    return withErrors(
        FormNodes.row(
            column, word("to"), type, format, nulls, remove(() -> step.rows().remove(row))),
        step,
        List.of(
            () -> at.get() + "/name",
            () -> at.get() + "/type",
            () -> at.get() + "/format",
            () -> at.get() + "/onError"));
  }

  private VBox groupBy(GroupByStep step) {
    ChipsField keys = columns("/keys", step.keys(), step);
    keys.input().setId("groupKeys");
    RowsBox<GroupByStep.Row> rows = new RowsBox<>(step.rows(), row -> aggregate(step, row));
    return new VBox(
        FormNodes.field("Keys", keys, step.errorAt(() -> "/keys")),
        caption("Values"),
        rows,
        FormNodes.add("Add a value", step::add));
  }

  private Node aggregate(GroupByStep step, GroupByStep.Row row) {
    Supplier<String> at = () -> "/aggregates/" + step.rows().indexOf(row);
    ComboBox<String> function = FormNodes.choice(row.function(), GroupByStep.FUNCTIONS);
    function.setAccessibleText("Function");
    function.setMinWidth(128);
    function.setPrefWidth(128);
    ExpressionField over = new ExpressionField(row.expression(), "column or expression");
    HBox.setHgrow(over, Priority.ALWAYS);
    TextField as = FormNodes.code(row.as(), "name");
    as.setPrefWidth(150);
    as.setMinWidth(100);
    HBox.setHgrow(as, Priority.NEVER);
    over.getStyleClass().add("aggregate-" + step.rows().indexOf(row));
    fields.put(() -> at.get() + "/function", function);
    fields.put(() -> at.get() + "/expression", over.area());
    fields.put(() -> at.get() + "/as", as);
    return new VBox(
        top(function, over, word("as"), as, remove(() -> step.rows().remove(row))),
        FormNodes.error(function, step.errorAt(() -> at.get() + "/function")),
        FormNodes.error(as, step.errorAt(() -> at.get() + "/as")),
        checkError(step, row.expression(), () -> at.get() + "/expression"));
  }

  private VBox sort(SortStep step) {
    return new VBox(
        caption("Order by"),
        sortRows(step, step.rows(), "/by/"),
        FormNodes.add("Add a column", step::add));
  }

  private VBox dedupe(DedupeStep step) {
    ChipsField keys = columns("/keys", step.keys(), step);
    return new VBox(
        FormNodes.field("One row per", keys, step.errorAt(() -> "/keys")),
        FormNodes.hint("No keys: rows that are equal in every column count as one"),
        caption("Keep the first by"),
        sortRows(step, step.keep(), "/keep/"),
        FormNodes.add("Add an order", step::add));
  }

  private RowsBox<SortRow> sortRows(
      StepViewModel step, ObservableList<SortRow> rows, String pointer) {
    return new RowsBox<>(
        rows,
        row -> {
          Supplier<String> at = () -> pointer + rows.indexOf(row);
          ColumnPicker column = picker(() -> at.get() + "/column", row.column(), step);
          column.getStyleClass().add("sort-column");
          HBox direction =
              FormNodes.segments(
                  row.descending().asObject(), List.of(false, true), List.of("Up", "Down"));
          CheckBox nulls = new CheckBox("NULL first");
          nulls.selectedProperty().bindBidirectional(row.nullsFirst());
          nulls.setMinWidth(USE_PREF);
          return withErrors(
              FormNodes.row(column, direction, nulls, remove(() -> rows.remove(row))),
              step,
              List.of(() -> at.get() + "/column", at));
        });
  }

  private VBox union(UnionStep step) {
    ChipsField with =
        new ChipsField(step.with(), () -> step.scope().sources().names(), "add an input");
    fields.put("/with", with.input());
    return new VBox(
        FormNodes.field("Rows of", with, step.errorAt(() -> "/with")),
        FormNodes.hint("Columns are matched by name; both sides must have the same"),
        FormNodes.add(
            "Choose a file", () -> step.scope().sources().addFile(name -> step.with().add(name))));
  }

  private VBox limit(LimitStep step) {
    TextField rows = FormNodes.text(step.rows(), "1000");
    rows.setMaxWidth(160);
    fields.put("/rows", rows);
    return new VBox(
        FormNodes.field("Rows at most", rows, step.errorAt(() -> "/rows")),
        FormNodes.hint("Without a sort before it, which rows stay is not defined"));
  }

  private ChipsField columns(String pointer, ObservableList<String> words, StepViewModel step) {
    ChipsField chips = new ChipsField(words, () -> names(step.columnsBefore()), "add a column");
    fields.put(pointer, chips.input());
    return chips;
  }

  private ColumnPicker picker(
      Supplier<String> pointer, javafx.beans.property.Property<String> value, StepViewModel step) {
    return fields.put(pointer, new ColumnPicker(value, step.columnsBefore()));
  }

  /** The check of the whole pipeline, for what the check of the expression alone cannot see. */
  private static Label checkError(
      StepViewModel step, ExpressionViewModel expression, Supplier<String> pointer) {
    Label label = new Label();
    label.getStyleClass().add(Styles.FIELD_ERROR);
    label.setWrapText(true);
    label
        .textProperty()
        .bind(
            javafx.beans.binding.Bindings.createStringBinding(
                () ->
                    expression.problems().isEmpty()
                        ? step.problemAt(pointer.get())
                            .map(io.joborchestrator.pipeline.Problem::message)
                            .orElse("")
                        : "",
                step.problems(),
                expression.problems()));
    FormNodes.showOnlyWithText(label);
    return label;
  }

  private static VBox withErrors(HBox row, PipelinePart part, List<Supplier<String>> pointers) {
    VBox box = new VBox(row);
    for (int i = 0; i < pointers.size(); i++) {
      Node control = row.getChildren().get(Math.min(i, row.getChildren().size() - 1));
      box.getChildren().add(FormNodes.error(control, part.errorAt(pointers.get(i))));
    }
    return box;
  }

  private static HBox top(Node... nodes) {
    HBox row = FormNodes.row(nodes);
    row.getStyleClass().add("form-row-top");
    return row;
  }

  private static Node remove(Runnable action) {
    return FormNodes.icon("mdoal-close", "Remove", action);
  }

  static Label word(String text) {
    Label word = new Label(text);
    word.getStyleClass().addAll(Styles.MUTED, "form-word");
    word.setMinWidth(USE_PREF);
    return word;
  }

  static Label caption(String text) {
    Label caption = new Label(text);
    caption.getStyleClass().add(Styles.FIELD_LABEL);
    return caption;
  }

  private static List<String> names(ObservableValue<List<Column>> columns) {
    return columns.getValue().stream().map(Column::name).toList();
  }

  private static final double USE_PREF = javafx.scene.layout.Region.USE_PREF_SIZE;
}
