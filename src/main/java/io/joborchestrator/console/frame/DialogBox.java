package io.joborchestrator.console.frame;

import io.joborchestrator.console.view.Styles;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The content of one dialog: title, text, fields, buttons. The safe button is the default. */
final class DialogBox extends VBox {
  private final HBox buttons = new HBox();
  private @Nullable Button safe;

  DialogBox(String title, String text) {
    getStyleClass().addAll(Styles.RAISED, "dialog-box");
    Label heading = new Label(title);
    heading.getStyleClass().add(Styles.HEADING);
    heading.setWrapText(true);
    Label body = new Label(text);
    body.getStyleClass().add("dialog-text");
    body.setMinHeight(USE_PREF_SIZE);
    body.setVisible(!text.isEmpty());
    body.setManaged(!text.isEmpty());
    buttons.getStyleClass().add("dialog-buttons");
    getChildren().setAll(heading, body, buttons);
    setMaxHeight(USE_PREF_SIZE);
  }

  TextField addField(String label, String initial) {
    Label caption = new Label(label);
    caption.getStyleClass().add(Styles.FIELD_LABEL);
    TextField field = new TextField(initial);
    caption.setLabelFor(field);
    VBox group = new VBox(caption, field);
    group.getStyleClass().add(Styles.FORM_FIELD);
    getChildren().add(getChildren().size() - 1, group);
    return field;
  }

  void addContent(Node node) {
    getChildren().add(getChildren().size() - 1, node);
  }

  void addCode(String text) {
    TextArea area = new TextArea(text);
    area.setEditable(false);
    area.setPrefRowCount(12);
    area.getStyleClass().add("code");
    getChildren().add(getChildren().size() - 1, area);
    setMinWidth(640);
    setMaxWidth(720);
  }

  /** The one that does no harm: Enter and Escape mean it. */
  void addSafeButton(String text, Runnable action) {
    Button button = addCancelButton(text, action);
    button.setDefaultButton(true);
    safe = button;
  }

  /** Escape means it; Enter does not. */
  Button addCancelButton(String text, Runnable action) {
    Button button = addButton(text, "", action);
    button.setCancelButton(true);
    return button;
  }

  Button addButton(String text, String style, Runnable action) {
    Button button = new Button(text);
    if (!style.isEmpty()) {
      button.getStyleClass().add(style);
    }
    button.setOnAction(event -> action.run());
    buttons.getChildren().add(button);
    return button;
  }

  void focusSafeButton() {
    if (safe != null) {
      safe.requestFocus();
    }
  }
}
