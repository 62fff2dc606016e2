package io.joborchestrator.console.submit;

import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Tooltips;
import java.util.List;
import javafx.beans.binding.StringExpression;
import javafx.beans.property.Property;
import javafx.beans.value.ObservableStringValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Small pieces that the editors of the form are made of. FX thread only. */
final class FormNodes {
  private FormNodes() {}

  /** A part of a form with its heading. */
  static VBox card(String title, Node body) {
    Label heading = new Label(title);
    heading.getStyleClass().add(Styles.HEADING);
    VBox card = new VBox(heading, body);
    card.getStyleClass().addAll(Styles.CARD, "script-card");
    return card;
  }

  /** A label above a control. */
  static VBox field(String label, Node control) {
    Label name = new Label(label);
    name.getStyleClass().add(Styles.FIELD_LABEL);
    name.setLabelFor(control);
    VBox box = new VBox(name, control);
    box.getStyleClass().add(Styles.FORM_FIELD);
    (control instanceof Pane pane ? first(pane) : control).setAccessibleText(label);
    HBox.setHgrow(box, Priority.ALWAYS);
    return box;
  }

  /** What is filled in of a field and the buttons beside it. */
  private static Node first(Pane row) {
    return row.getChildren().isEmpty() ? row : row.getChildren().get(0);
  }

  /** A label above a control, and what is wrong with it below. */
  static VBox field(String label, Node control, ObservableStringValue error) {
    VBox box = field(label, control);
    box.getChildren().add(error(control, error));
    return box;
  }

  /** What is wrong, in red; takes no place while there is nothing. Marks the control as well. */
  static Label error(Node control, ObservableStringValue error) {
    Label message = new Label();
    message.getStyleClass().add(Styles.FIELD_ERROR);
    message.setGraphic(Icons.of("mdal-error"));
    message.setWrapText(true);
    message.setMinHeight(Region.USE_PREF_SIZE);
    message.textProperty().bind(error);
    showOnlyWithText(message);
    message
        .textProperty()
        .addListener(
            (observed, before, after) ->
                control.pseudoClassStateChanged(Styles.STATE_DANGER, !after.isEmpty()));
    control.pseudoClassStateChanged(Styles.STATE_DANGER, !message.getText().isEmpty());
    return message;
  }

  static Label hint(String text) {
    Label hint = new Label(text);
    hint.getStyleClass().addAll(Styles.SMALL, Styles.MUTED);
    hint.setWrapText(true);
    hint.setMinHeight(Region.USE_PREF_SIZE);
    return hint;
  }

  static Label hint(StringExpression text) {
    Label hint = hint("");
    hint.textProperty().bind(text);
    showOnlyWithText(hint);
    return hint;
  }

  static void showOnlyWithText(Label label) {
    label.visibleProperty().bind(label.textProperty().isNotEmpty());
    label.managedProperty().bind(label.visibleProperty());
  }

  static TextField text(Property<String> value, String prompt) {
    TextField field = new TextField();
    field.setPromptText(prompt);
    field.textProperty().bindBidirectional(value);
    field.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(field, Priority.ALWAYS);
    return field;
  }

  static TextField code(Property<String> value, String prompt) {
    TextField field = text(value, prompt);
    field.getStyleClass().add("code");
    return field;
  }

  static ComboBox<String> choice(Property<String> value, List<String> choices) {
    ComboBox<String> box = new ComboBox<>();
    box.getItems().setAll(choices);
    box.valueProperty().bindBidirectional(value);
    box.setMaxWidth(Double.MAX_VALUE);
    return box;
  }

  /** A small button with an icon only; the words are its tooltip and its accessible text. */
  static Button icon(String icon, String words, Runnable action) {
    Button button = new Button();
    button.setGraphic(Icons.of(icon));
    button.getStyleClass().addAll(Styles.QUIET, Styles.ICON_ONLY, Styles.SMALL_BUTTON);
    button.setAccessibleText(words);
    Tooltips.set(button, words);
    button.setOnAction(event -> action.run());
    return button;
  }

  /** "+ Add a value". */
  static Button add(String words, Runnable action) {
    Button button = new Button(words);
    button.setGraphic(Icons.of("mdoal-add"));
    button.getStyleClass().addAll(Styles.LINK_BUTTON, "add-button");
    button.setOnAction(event -> action.run());
    return button;
  }

  static Button button(String words, @Nullable String icon, Runnable action) {
    Button button = new Button(words);
    if (icon != null) {
      button.setGraphic(Icons.of(icon));
    }
    button.setOnAction(event -> action.run());
    return button;
  }

  static HBox row(Node... nodes) {
    HBox row = new HBox(nodes);
    row.getStyleClass().add("form-row");
    return row;
  }

  /** A segmented control over a few values. Something is always chosen. */
  static <T> HBox segments(Property<T> value, List<T> values, List<String> words) {
    HBox box = new HBox();
    box.getStyleClass().add(Styles.SEGMENTED);
    ToggleGroup group = new ToggleGroup();
    for (int i = 0; i < values.size(); i++) {
      T each = values.get(i);
      ToggleButton button = new ToggleButton(words.get(i));
      button.setToggleGroup(group);
      button.setSelected(each.equals(value.getValue()));
      button.setMaxWidth(Double.MAX_VALUE);
      button.setOnAction(event -> value.setValue(each));
      value.addListener((observed, before, after) -> button.setSelected(each.equals(after)));
      // A click on the chosen segment must not leave none chosen.
      button
          .selectedProperty()
          .addListener(
              (observed, before, after) -> button.setSelected(each.equals(value.getValue())));
      box.getChildren().add(button);
    }
    return box;
  }
}
