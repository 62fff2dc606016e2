package io.joborchestrator.console.submit;

import io.joborchestrator.console.view.Styles;
import io.joborchestrator.pipeline.Problem;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringExpression;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The fields of a form that is made from a JSON Schema. FX thread only. */
final class SchemaFields {
  private final FieldMap map;

  /**
   * @param map takes the fields, by pointers that begin at the object of the schema
   */
  SchemaFields(FieldMap map) {
    this.map = map;
  }

  /** One node for each field, in written order. */
  List<Node> of(SchemaFormViewModel form) {
    return form.fields().stream().map(this::of).toList();
  }

  /** The node of one field. */
  Node of(FieldViewModel model) {
    SchemaField field = model.field();
    String title = field.required() ? field.title() + " *" : field.title();
    Node control = control(model);
    control.setId("field-" + field.name());
    VBox box = FormNodes.field(title, control, error(model));
    if (!field.hint().isEmpty()) {
      box.getChildren().add(1, FormNodes.hint(field.hint()));
    }
    return box;
  }

  private static StringExpression error(FieldViewModel model) {
    return Bindings.createStringBinding(
        () -> model.problems().stream().map(Problem::message).findFirst().orElse(""),
        model.problems());
  }

  private Node control(FieldViewModel model) {
    String pointer = "/" + model.field().name();
    return switch (model.field().shape()) {
      case TEXT, NUMBER, INTEGER -> {
        TextField text = map.put(pointer, FormNodes.code(model.text(), ""));
        boolean number = model.field().shape() != SchemaField.Shape.TEXT;
        text.setMaxWidth(number ? 200 : Double.MAX_VALUE);
        yield text;
      }
      case CHOICE -> {
        ComboBox<String> box =
            map.put(pointer, FormNodes.choice(model.text(), model.field().choices()));
        box.setMaxWidth(240);
        yield box;
      }
      case BOOLEAN -> {
        CheckBox box = map.put(pointer, new CheckBox("Yes"));
        box.selectedProperty().bindBidirectional(model.flag());
        yield box;
      }
      case LIST -> lines(model, pointer, null);
      case MAP -> lines(model, pointer, "name");
      case JSON -> {
        TextArea area = map.put(pointer, new TextArea());
        area.getStyleClass().add("code");
        area.setPrefRowCount(model.field().required() ? 12 : 4);
        area.textProperty().bindBidirectional(model.text());
        yield area;
      }
    };
  }

  /** Lines of a list, or names with values. */
  private Node lines(FieldViewModel model, String pointer, @Nullable String namePrompt) {
    RowsBox<FieldViewModel.Entry> rows =
        new RowsBox<>(
            model.entries(),
            entry -> {
              TextField value = FormNodes.code(entry.value(), "value");
              HBox row = FormNodes.row(value, remove(model, entry));
              if (namePrompt != null) {
                TextField name = FormNodes.code(entry.name(), namePrompt);
                name.setPrefWidth(200);
                name.setMaxWidth(200);
                row.getChildren().add(0, name);
                row.getChildren().add(1, StepEditors.word("="));
                map.put(() -> pointer + "/" + entry.name().get(), value);
              }
              map.put(() -> pointer + "/" + model.entries().indexOf(entry), value);
              return row;
            });
    Button add = FormNodes.add(namePrompt == null ? "Add a line" : "Add a name", model::add);
    map.put(pointer, add);
    VBox box = new VBox(rows, add);
    box.getStyleClass().add(Styles.FORM_FIELD);
    VBox.setVgrow(rows, Priority.NEVER);
    return box;
  }

  private static Button remove(FieldViewModel model, FieldViewModel.Entry entry) {
    return FormNodes.icon("mdoal-close", "Remove", () -> model.entries().remove(entry));
  }
}
