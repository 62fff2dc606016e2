package io.joborchestrator.console.submit;

import io.joborchestrator.console.view.Styles;
import java.util.function.Consumer;
import javafx.collections.ObservableList;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.PopupControl;
import javafx.scene.control.Skin;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/**
 * A list below a field from which a word can be taken with the arrow keys and Enter or Tab, or with
 * the mouse. The keyboard stays in the field. FX thread only.
 */
final class SuggestionPopup {
  private static final double ROW = 26;
  private static final int MOST_ROWS = 8;

  private final Node owner;
  private final ObservableList<String> words;
  private final Consumer<String> onTaken;
  private final ListView<String> list = new ListView<>();
  private final PopupControl popup = new PopupControl();

  SuggestionPopup(Node owner, ObservableList<String> words, Consumer<String> onTaken) {
    this.owner = owner;
    this.words = words;
    this.onTaken = onTaken;
    list.setItems(words);
    list.setFocusTraversable(false);
    list.setFixedCellSize(ROW);
    list.setPrefWidth(240);
    list.getStyleClass().add("suggestion-list");
    list.setCellFactory(view -> new WordCell());
    StackPane frame = new StackPane(list);
    frame.getStyleClass().add(Styles.SUGGESTIONS);
    popup.setSkin(new PlainSkin(popup, frame));
    popup.setAutoHide(true);
    popup.setAutoFix(true);
    popup.setHideOnEscape(true);
  }

  /** Shows the words below the owner, or hides if there are none or it is not wanted. */
  void update(boolean wanted) {
    Bounds bounds = owner.localToScreen(owner.getBoundsInLocal());
    if (bounds == null) {
      return;
    }
    showAt(wanted, bounds.getMinX(), bounds.getMaxY() + 4);
  }

  void showAt(boolean wanted, double x, double y) {
    if (!wanted || words.isEmpty()) {
      popup.hide();
      return;
    }
    list.setPrefHeight(Math.min(words.size(), MOST_ROWS) * ROW + 2);
    list.getSelectionModel().select(0);
    if (popup.isShowing()) {
      popup.setAnchorX(x);
      popup.setAnchorY(y);
    } else {
      popup.show(owner, x, y);
    }
  }

  boolean isShowing() {
    return popup.isShowing();
  }

  void hide() {
    popup.hide();
  }

  /** Takes keys that are meant for the list. True if the key was one of them. */
  boolean handle(KeyEvent event) {
    if (!popup.isShowing()) {
      return false;
    }
    KeyCode code = event.getCode();
    if (code == KeyCode.DOWN || code == KeyCode.UP) {
      move(code == KeyCode.DOWN ? 1 : -1);
    } else if (code == KeyCode.ENTER && !event.isControlDown() || code == KeyCode.TAB) {
      take(list.getSelectionModel().getSelectedItem());
    } else if (code == KeyCode.ESCAPE) {
      popup.hide();
    } else {
      return false;
    }
    event.consume();
    return true;
  }

  private void move(int by) {
    int rows = words.size();
    int next = Math.floorMod(list.getSelectionModel().getSelectedIndex() + by, rows);
    list.getSelectionModel().select(next);
    list.scrollTo(Math.max(0, next - MOST_ROWS + 1));
  }

  private void take(@Nullable String word) {
    if (word != null) {
      onTaken.accept(word);
    }
  }

  private final class WordCell extends ListCell<String> {
    WordCell() {
      setOnMousePressed(
          event -> {
            take(getItem());
            event.consume();
          });
    }

    @Override
    protected void updateItem(String item, boolean empty) {
      super.updateItem(item, empty);
      setText(empty ? null : item);
    }
  }

  private record PlainSkin(PopupControl popup, Node node) implements Skin<PopupControl> {
    @Override
    public PopupControl getSkinnable() {
      return popup;
    }

    @Override
    public Node getNode() {
      return node;
    }

    @Override
    public void dispose() {
      // Nothing is held outside of the popup.
    }
  }
}
