package io.joborchestrator.console.submit;

import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.pipeline.Problem;
import javafx.collections.ListChangeListener;
import javafx.geometry.Point2D;
import javafx.geometry.Rectangle2D;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.skin.TextAreaSkin;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * A field for an expression: marks under the wrong characters, the message with a suggestion below,
 * and names that complete what is typed. FX thread only.
 */
final class ExpressionField extends VBox {
  private static final KeyCombination COMPLETE =
      new KeyCodeCombination(KeyCode.SPACE, KeyCombination.CONTROL_DOWN);
  private static final double LINE = 17;
  private static final double EDGES = 14;

  private final ExpressionViewModel expression;
  private final MarkedArea marked;
  private final TextArea area;
  private final Label message = new Label();
  private final Button suggestion = new Button();
  private final Label type = new Label();
  private final SuggestionPopup popup;

  ExpressionField(ExpressionViewModel expression, String prompt) {
    this.expression = expression;
    getStyleClass().add("expression");
    marked = new MarkedArea(expression.problems(), prompt);
    area = marked.area();
    area.getStyleClass().add("expression-area");
    area.textProperty().bindBidirectional(expression.text());
    area.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
    area.addEventHandler(KeyEvent.KEY_TYPED, this::onTyped);
    area.focusedProperty().addListener((observed, before, after) -> onFocus(after));
    popup = new SuggestionPopup(area, expression.completions(), this::accept);
    expression.completions().addListener((ListChangeListener<String>) change -> showCompletions());
    type.getStyleClass().addAll(Styles.MONO, Styles.FAINT, "expression-type");
    type.textProperty().bind(expression.typeText());
    getChildren().addAll(marked, footer());
    expression.problems().addListener((ListChangeListener<Problem>) change -> showProblems());
    area.textProperty().addListener((observed, before, after) -> fit());
    area.widthProperty().addListener((observed, before, after) -> fit());
    fit();
    showProblems();
  }

  TextArea area() {
    return area;
  }

  private HBox footer() {
    message.getStyleClass().add(Styles.FIELD_ERROR);
    message.setGraphic(Icons.of("mdal-error"));
    message.setWrapText(true);
    message.setMinHeight(Region.USE_PREF_SIZE);
    suggestion.getStyleClass().addAll(Styles.LINK_BUTTON, "suggestion");
    suggestion.setMinWidth(Region.USE_PREF_SIZE);
    suggestion.setOnAction(
        event -> {
          expression.problems().stream().findFirst().ifPresent(expression::apply);
          area.requestFocus();
          area.end();
        });
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox footer = new HBox(message, suggestion, space, type);
    footer.getStyleClass().add("expression-foot");
    footer.visibleProperty().bind(message.visibleProperty().or(type.textProperty().isNotEmpty()));
    footer.managedProperty().bind(footer.visibleProperty());
    return footer;
  }

  private void showProblems() {
    boolean wrong = !expression.problems().isEmpty();
    area.pseudoClassStateChanged(Styles.STATE_DANGER, wrong);
    message.setVisible(wrong);
    message.setManaged(wrong);
    String better = wrong ? expression.problems().get(0).suggestion() : null;
    suggestion.setVisible(better != null);
    suggestion.setManaged(better != null);
    if (wrong) {
      message.setText(expression.problems().get(0).message());
    }
    if (better != null) {
      suggestion.setText("Use " + better);
    }
  }

  private void onKey(KeyEvent event) {
    if (popup.handle(event)) {
      return;
    }
    if (COMPLETE.match(event)) {
      expression.complete(area.getCaretPosition());
      event.consume();
    } else if (event.getCode() == KeyCode.ENTER && !event.isControlDown()) {
      event.consume();
    } else {
      MarkedArea.leaveByTab(area, event);
    }
  }

  private void onTyped(KeyEvent event) {
    String typed = event.getCharacter();
    boolean name = !typed.isEmpty() && isNamePart(typed.charAt(0));
    boolean erased = "\b".equals(typed) && popup.isShowing();
    if ((name || erased) && !event.isControlDown() && !event.isAltDown()) {
      expression.complete(area.getCaretPosition());
    } else {
      expression.stopCompleting();
    }
  }

  private static boolean isNamePart(char typed) {
    return Character.isLetter(typed) || typed == '_' || typed == '"';
  }

  private void onFocus(boolean focused) {
    if (!focused) {
      expression.stopCompleting();
      popup.hide();
    }
  }

  private void accept(String completion) {
    area.positionCaret(expression.accept(completion, area.getCaretPosition()));
  }

  private void showCompletions() {
    if (!(area.getSkin() instanceof TextAreaSkin skin) || area.getScene() == null) {
      return;
    }
    Rectangle2D caret = skin.getCharacterBounds(Math.max(0, area.getCaretPosition() - 1));
    Point2D place = area.localToScreen(caret.getMinX(), caret.getMaxY() + 6);
    if (place != null) {
      popup.showAt(area.isFocused(), place.getX(), place.getY());
    }
  }

  private void fit() {
    // Before the first layout there is no width to wrap at.
    double width = area.getWidth() <= 0 ? Integer.MAX_VALUE : area.getWidth();
    double columns = Math.max(10, Math.floor((width - 26) / MarkedArea.CHARACTER));
    double lines =
        area.getText().lines().mapToDouble(line -> Math.ceil(line.length() / columns)).sum();
    double height = Math.max(1, Math.min(8, lines)) * LINE + EDGES;
    area.setMinHeight(height);
    area.setPrefHeight(height);
    area.setMaxHeight(height);
  }
}
