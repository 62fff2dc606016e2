package io.joborchestrator.console.view;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** Says why there is nothing and what to do next: icon, sentence, explanation, buttons. */
public final class EmptyState extends VBox {
  private final Label title = new Label();
  private final Label text = new Label();
  private final HBox actions = new HBox();
  private final StackPane circle;

  public EmptyState(String icon, String title, String text, Node... actions) {
    getStyleClass().add("empty-state");
    FontIcon graphic = Icons.of(icon);
    circle = new StackPane(graphic);
    circle.getStyleClass().add("empty-icon");
    this.title.getStyleClass().add(Styles.HEADING);
    this.text.getStyleClass().add("empty-text");
    this.text.setMinHeight(USE_PREF_SIZE);
    this.text.setWrapText(true);
    this.actions.getStyleClass().add("empty-actions");
    this.actions.getChildren().setAll(actions);
    setAlignment(Pos.CENTER);
    getChildren().setAll(circle, this.title, this.text, this.actions);
    say(title, text);
  }

  /** Another sentence with the same buttons. */
  public void say(String newTitle, String newText) {
    title.setText(newTitle);
    text.setText(newText);
  }

  /** Looks like an error. */
  public EmptyState asError() {
    circle.pseudoClassStateChanged(PseudoClass.getPseudoClass("failed"), true);
    return this;
  }
}
