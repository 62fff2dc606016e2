package io.joborchestrator.console.submit;

import io.joborchestrator.console.view.Styles;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringExpression;
import javafx.collections.ListChangeListener;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/** The choice of a table of a database by the name of its connection. FX thread only. */
final class TableEditor {
  static final String NO_CONNECTIONS =
      "There are no connections yet: Settings says where they are set";

  private final FieldMap fields;

  TableEditor(FieldMap fields) {
    this.fields = fields;
  }

  /**
   * @param errorAt what is wrong at a place of the part
   */
  VBox of(TableViewModel model, Function<Supplier<String>, StringExpression> errorAt) {
    ComboBox<String> connection = FormNodes.choice(model.connection(), model.connections());
    connection.setId("connection");
    connection.setPromptText("connection");
    fields.put("/connection", connection);
    VBox where = FormNodes.field("Connection", connection, errorAt.apply(() -> "/connection"));
    where.setMinWidth(180);
    where.setMaxWidth(180);
    ComboBox<String> table = new ComboBox<>();
    table.setId("table");
    table.setEditable(true);
    table.setPromptText("public.orders");
    table.setMaxWidth(Double.MAX_VALUE);
    table.setVisibleRowCount(14);
    table.getEditor().getStyleClass().add("code");
    model.tables().addListener((ListChangeListener<String>) change -> offer(table, model));
    offer(table, model);
    table.getEditor().textProperty().bindBidirectional(model.table());
    fields.put("/table", table);
    VBox what = FormNodes.field("Table or view", table, errorAt.apply(() -> "/table"));
    Label unlisted =
        FormNodes.hint(
            Bindings.createStringBinding(
                () -> model.connections().isEmpty() ? NO_CONNECTIONS : model.failure().get(),
                model.connections(),
                model.failure()));
    var row = FormNodes.row(where, what);
    row.getStyleClass().add("form-row-top");
    VBox box = new VBox(row, unlisted);
    box.getStyleClass().add(Styles.FORM_FIELD);
    return box;
  }

  /** A list that comes later must not take away what was written. */
  private static void offer(ComboBox<String> choice, TableViewModel model) {
    String written = model.table().get();
    choice.getItems().setAll(model.tables());
    choice.getEditor().setText(written);
  }
}
