package io.joborchestrator.console.submit;

import io.joborchestrator.console.view.Texts;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** The form of the parameters of SQL statements. FX thread only. */
final class ParametersEditor {
  private static final double NAME = 180;
  private static final double TYPE = 150;

  private final FieldMap fields;
  private final Texts texts;

  ParametersEditor(FieldMap fields, Texts texts) {
    this.fields = fields;
    this.texts = texts;
  }

  VBox of(ParametersViewModel parameters) {
    RowsBox<ParametersViewModel.Row> rows =
        new RowsBox<>(parameters.rows(), row -> row(parameters, row));
    Node add =
        fields.put("", FormNodes.add(texts.get("submit.sql.parameter.add"), parameters::add));
    add.setId("addParameter");
    VBox box = new VBox(FormNodes.hint(texts.get("submit.sql.parameters.hint")), rows, add);
    box.getStyleClass().add("step-form");
    return box;
  }

  private Node row(ParametersViewModel parameters, ParametersViewModel.Row row) {
    Supplier<String> at = () -> ParametersViewModel.pointerOf(row);
    TextField name = FormNodes.code(row.name(), texts.get("submit.sql.parameter.name"));
    name.setMinWidth(NAME);
    name.setMaxWidth(NAME);
    name.setAccessibleText(texts.get("submit.sql.parameter.name"));
    name.getStyleClass().add("parameter-name");
    ComboBox<String> type = FormNodes.choice(row.type(), TypeText.CHOICES);
    type.setEditable(true);
    type.getEditor().getStyleClass().add("code");
    type.getEditor().textProperty().bindBidirectional(row.type());
    type.setMinWidth(TYPE);
    type.setMaxWidth(TYPE);
    type.setAccessibleText(texts.get("submit.sql.parameter.type"));
    TextField value = FormNodes.code(row.value(), texts.get("submit.sql.parameter.value"));
    value.setAccessibleText(texts.get("submit.sql.parameter.value"));
    value.getStyleClass().add("parameter-value");
    fields.put(at, name);
    fields.put(() -> at.get() + "/type", type);
    fields.put(() -> at.get() + "/value", value);
    HBox line =
        FormNodes.row(
            name,
            type,
            value,
            FormNodes.icon(
                "mdoal-close",
                texts.get("submit.sql.parameter.remove"),
                () -> parameters.rows().remove(row)));
    return new VBox(
        line,
        FormNodes.error(name, parameters.errorAt(at)),
        FormNodes.error(type, parameters.errorAt(() -> at.get() + "/type")),
        FormNodes.error(value, parameters.errorAt(() -> at.get() + "/value")));
  }
}
