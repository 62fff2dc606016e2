package io.joborchestrator.console.submit;

import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.Styles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;

/**
 * Several words as chips with a field to add more, and a list of what fits. Backspace takes the
 * last one away; Alt with an arrow key moves the chip that has the keyboard. FX thread only.
 */
final class ChipsField extends FlowPane {
  private final ObservableList<String> words;
  private final Supplier<List<String>> choices;
  private final TextField input = new TextField();
  private final ObservableList<String> offered = FXCollections.observableArrayList();
  private final SuggestionPopup popup;

  ChipsField(ObservableList<String> words, Supplier<List<String>> choices, String prompt) {
    this.words = words;
    this.choices = choices;
    getStyleClass().add("chips-field");
    input.setPromptText(prompt);
    input.getStyleClass().add("bare-field");
    input.setPrefColumnCount(11);
    popup = new SuggestionPopup(input, offered, this::add);
    input.textProperty().addListener((observed, before, after) -> offer());
    input.focusedProperty().addListener((observed, before, after) -> onFocus(after));
    input.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
    setOnMouseClicked(
        event -> {
          if (event.getButton() == MouseButton.PRIMARY) {
            input.requestFocus();
            offer();
          }
        });
    words.addListener((ListChangeListener<String>) change -> show());
    show();
  }

  TextField input() {
    return input;
  }

  private void show() {
    List<Node> nodes = new ArrayList<>(words.stream().map(this::chip).toList());
    nodes.add(input);
    boolean typing = input.isFocused();
    getChildren().setAll(nodes);
    if (typing) {
      input.requestFocus();
    }
  }

  private Node chip(String word) {
    Label label = new Label(word);
    label.getStyleClass().add(Styles.CHIP_VALUE);
    Button remove = new Button();
    remove.setGraphic(Icons.of("mdoal-close", Styles.ICON_14));
    remove.getStyleClass().addAll(Styles.QUIET, Styles.ICON_ONLY);
    remove.setAccessibleText("Remove " + word);
    remove.setOnAction(event -> words.remove(word));
    remove.addEventFilter(KeyEvent.KEY_PRESSED, event -> onChipKey(event, word));
    HBox chip = new HBox(label, remove);
    chip.getStyleClass().add(Styles.CHIP);
    return chip;
  }

  private void onChipKey(KeyEvent event, String word) {
    int by = event.getCode() == KeyCode.LEFT ? -1 : event.getCode() == KeyCode.RIGHT ? 1 : 0;
    int target = words.indexOf(word) + by;
    if (event.isAltDown() && by != 0 && target >= 0 && target < words.size()) {
      List<String> order = new ArrayList<>(words);
      order.remove(word);
      order.add(target, word);
      words.setAll(order);
      ((HBox) getChildren().get(target)).getChildren().get(1).requestFocus();
      event.consume();
    } else if (event.getCode() == KeyCode.DELETE || event.getCode() == KeyCode.BACK_SPACE) {
      words.remove(word);
      event.consume();
    }
  }

  private void onKey(KeyEvent event) {
    if (popup.handle(event)) {
      return;
    }
    if (event.getCode() == KeyCode.BACK_SPACE && input.getText().isEmpty() && !words.isEmpty()) {
      words.remove(words.size() - 1);
      event.consume();
    } else if (event.getCode() == KeyCode.ENTER && !input.getText().isBlank()) {
      add(input.getText());
      event.consume();
    } else if (event.getCode() == KeyCode.DOWN) {
      offer();
      event.consume();
    }
  }

  private void add(String word) {
    String plain = word.strip();
    input.clear();
    if (!plain.isEmpty() && !words.contains(plain)) {
      words.add(plain);
    }
    offer();
  }

  private void onFocus(boolean focused) {
    if (focused) {
      offer();
    } else {
      if (!input.getText().isBlank()) {
        add(input.getText());
      }
      popup.hide();
    }
  }

  private void offer() {
    String typed = input.getText().strip().toLowerCase(Locale.ROOT);
    List<String> fitting =
        choices.get().stream()
            .filter(each -> !words.contains(each))
            .filter(each -> each.toLowerCase(Locale.ROOT).contains(typed))
            .toList();
    offered.setAll(fitting);
    popup.update(input.isFocused());
  }
}
