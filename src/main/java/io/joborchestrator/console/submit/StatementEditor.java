package io.joborchestrator.console.submit;

import io.joborchestrator.analytics.SqlDialect;
import io.joborchestrator.console.dialog.Dialogs;
import io.joborchestrator.console.submit.StatementViewModel.Rows;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.pipeline.Problem;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringExpression;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The form of one SQL statement: its text, and what becomes of its rows. FX thread only. */
final class StatementEditor {
  private static final String SQL = "/sql";
  private static final int FEWEST_LINES = 8;
  private static final int MOST_LINES = 22;

  private final AnalyticsFormViewModel form;
  private final FieldMap fields;
  private final Dialogs dialogs;
  private final Texts texts;

  StatementEditor(AnalyticsFormViewModel form, FieldMap fields, Dialogs dialogs, Texts texts) {
    this.form = form;
    this.fields = fields;
    this.dialogs = dialogs;
    this.texts = texts;
  }

  VBox of(StatementViewModel statement) {
    VBox box = new VBox(sql(statement), rows(statement), view(statement), output(statement));
    box.getStyleClass().add("step-form");
    return box;
  }

  private Node sql(StatementViewModel statement) {
    MarkedArea marked =
        new MarkedArea(
            statement.problems().filtered(each -> each.pointer().equals(SQL) && each.start() >= 0),
            texts.get("submit.sql.prompt"));
    TextArea area = fields.put(SQL, marked.area());
    area.setId("sql");
    area.textProperty().bindBidirectional(statement.sql());
    area.addEventFilter(KeyEvent.KEY_PRESSED, event -> MarkedArea.leaveByTab(area, event));
    area.textProperty().addListener((observed, before, after) -> fit(area));
    fit(area);
    VBox field = FormNodes.field(texts.get("submit.sql.statement"), marked);
    area.setAccessibleText(texts.get("submit.sql.statement"));
    field
        .getChildren()
        .addAll(
            FormNodes.row(
                FormNodes.error(area, statement.errorAt(() -> SQL)), suggestion(statement, area)),
            FormNodes.hint(readable(statement)));
    return field;
  }

  private static void fit(TextArea area) {
    long lines = area.getText().lines().count() + 1;
    area.setPrefRowCount((int) Math.max(FEWEST_LINES, Math.min(MOST_LINES, lines)));
  }

  /** Puts what was probably meant in the place of the wrong characters. */
  private Button suggestion(StatementViewModel statement, TextArea area) {
    Button use = new Button();
    use.getStyleClass().addAll(Styles.LINK_BUTTON, "suggestion");
    use.setMinWidth(Region.USE_PREF_SIZE);
    use.textProperty()
        .bind(
            Bindings.createStringBinding(
                () ->
                    mendable(statement)
                        .map(each -> texts.get("submit.use", String.valueOf(each.suggestion())))
                        .orElse(""),
                statement.problems()));
    use.visibleProperty().bind(use.textProperty().isNotEmpty());
    use.managedProperty().bind(use.visibleProperty());
    use.setOnAction(
        event -> {
          mendable(statement)
              .ifPresent(
                  each ->
                      area.replaceText(
                          each.start(),
                          Math.min(each.end(), area.getLength()),
                          String.valueOf(each.suggestion())));
          area.requestFocus();
        });
    return use;
  }

  private static Optional<Problem> mendable(StatementViewModel statement) {
    return statement
        .problemAt(SQL)
        .filter(each -> each.suggestion() != null && each.start() >= 0)
        .filter(each -> each.end() <= statement.sql().get().length());
  }

  /** "Can read orders, customers, late, :least". */
  private StringExpression readable(StatementViewModel statement) {
    return Bindings.createStringBinding(
        () ->
            statement.readable().isEmpty()
                ? ""
                : texts.get("submit.sql.readable", String.join(", ", statement.readable())),
        statement.readable());
  }

  private Node rows(StatementViewModel statement) {
    HBox choice =
        FormNodes.segments(
            statement.rows(),
            List.of(Rows.VIEW, Rows.OUTPUT, Rows.RESULT),
            List.of(
                texts.get("submit.sql.rows.view"),
                texts.get("submit.sql.rows.output"),
                texts.get("submit.sql.rows.result")));
    choice.setId("rowsOfStatement");
    choice.setMaxWidth(Region.USE_PREF_SIZE);
    fields.put("", choice.getChildren().get(0));
    VBox field = FormNodes.field(texts.get("submit.sql.rows"), choice, statement.errorAt(() -> ""));
    field
        .getChildren()
        .add(
            FormNodes.hint(
                Bindings.createStringBinding(
                    () -> texts.get(hint(statement)), statement.rows(), statement.sql())));
    return field;
  }

  private String hint(StatementViewModel statement) {
    return switch (statement.rows().get()) {
      case VIEW -> "submit.sql.rows.view.hint";
      case OUTPUT -> "submit.sql.rows.output.hint";
      case RESULT ->
          statement.viewMade(form.dialect().get()).isEmpty()
              ? "submit.sql.rows.result.hint"
              : "submit.sql.rows.made.hint";
    };
  }

  private Node view(StatementViewModel statement) {
    TextField name = fields.put("/as", FormNodes.code(statement.view(), "late_orders"));
    name.setId("viewName");
    name.setMaxWidth(320);
    VBox field =
        FormNodes.field(texts.get("submit.sql.view"), name, statement.errorAt(() -> "/as"));
    showOnlyIf(field, statement.rows().isEqualTo(Rows.VIEW));
    return field;
  }

  private Node output(StatementViewModel statement) {
    VBox output =
        new OutputEditor(fields.within("/output"), dialogs).of(statement.output(), "result");
    showOnlyIf(output, statement.rows().isEqualTo(Rows.OUTPUT));
    return output;
  }

  /** Which engine runs it, and what that means. */
  static List<Node> dialect(AnalyticsFormViewModel form, Texts texts) {
    HBox choice =
        FormNodes.segments(
            form.dialect(),
            List.of(SqlDialect.SPARK, SqlDialect.DUCKDB),
            List.of(texts.get("submit.sql.spark"), texts.get("submit.sql.duckdb")));
    choice.setId("dialect");
    choice.getStyleClass().add("segmented-wide");
    choice.getChildren().forEach(each -> HBox.setHgrow(each, Priority.ALWAYS));
    return List.of(
        choice,
        FormNodes.hint(
            Bindings.createStringBinding(
                () ->
                    texts.get(
                        form.dialect().get() == SqlDialect.SPARK
                            ? "submit.sql.spark.hint"
                            : "submit.sql.duckdb.hint"),
                form.dialect())));
  }

  private static void showOnlyIf(Node node, ObservableValue<Boolean> condition) {
    node.visibleProperty().bind(condition);
    node.managedProperty().bind(node.visibleProperty());
  }
}
