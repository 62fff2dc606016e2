package io.joborchestrator.console.filter;

import io.joborchestrator.console.view.Styles;
import javafx.collections.ListChangeListener;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.stage.Popup;
import org.jspecify.annotations.Nullable;

/**
 * Completions below the filter bar, chosen by arrow keys, Tab, Enter or a click. FX thread only.
 */
final class SuggestionPopup {
  private static final double ROW = 28;

  private final FilterBarViewModel<?> viewModel;
  private final Node owner;
  private final Popup popup = new Popup();
  private final ListView<FilterSuggestion> list = new ListView<>();

  SuggestionPopup(FilterBarViewModel<?> viewModel, Node owner) {
    this.viewModel = viewModel;
    this.owner = owner;
    list.setItems(viewModel.suggestions());
    list.setFixedCellSize(ROW);
    list.setPrefWidth(300);
    list.setFocusTraversable(false);
    list.getStyleClass().add(Styles.SUGGESTIONS);
    list.setCellFactory(view -> new Cell());
    list.setOnMouseClicked(event -> acceptChosen());
    popup.getContent().add(list);
    popup.setAutoHide(true);
    viewModel
        .suggestions()
        .addListener((ListChangeListener<FilterSuggestion>) change -> showOrHide());
  }

  private void showOrHide() {
    int count = viewModel.suggestions().size();
    if (count == 0 || owner.getScene() == null || owner.getScene().getWindow() == null) {
      popup.hide();
      return;
    }
    list.setPrefHeight(count * ROW + 12);
    list.getSelectionModel().clearSelection();
    Bounds bounds = owner.localToScreen(owner.getBoundsInLocal());
    if (bounds != null && !popup.isShowing()) {
      popup.show(owner, bounds.getMinX(), bounds.getMaxY() + 4);
    }
  }

  void hide() {
    popup.hide();
  }

  /** True if the key was for the list. */
  boolean handle(KeyEvent event) {
    if (!popup.isShowing()) {
      return false;
    }
    int chosen = list.getSelectionModel().getSelectedIndex();
    switch (event.getCode()) {
      case DOWN ->
          list.getSelectionModel().select(Math.min(chosen + 1, list.getItems().size() - 1));
      case UP -> list.getSelectionModel().select(Math.max(chosen - 1, 0));
      case ESCAPE -> popup.hide();
      case TAB -> {
        if (chosen < 0) {
          list.getSelectionModel().select(0);
        }
        acceptChosen();
      }
      case ENTER -> {
        if (chosen < 0) {
          popup.hide();
          return false;
        }
        acceptChosen();
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void acceptChosen() {
    FilterSuggestion chosen = list.getSelectionModel().getSelectedItem();
    if (chosen != null) {
      popup.hide();
      viewModel.accept(chosen);
    }
  }

  private static final class Cell extends ListCell<FilterSuggestion> {
    private final Label label = new Label();
    private final Label value = new Label();
    private final HBox box = new HBox(6, label, value);

    Cell() {
      label.getStyleClass().addAll(Styles.SMALL, Styles.MUTED);
      value.getStyleClass().addAll(Styles.SMALL, Styles.W500);
      box.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    }

    @Override
    protected void updateItem(@Nullable FilterSuggestion item, boolean empty) {
      super.updateItem(item, empty);
      setText(null);
      setGraphic(item == null ? null : box);
      if (item != null) {
        label.setText(item.label());
        value.setText(item.value());
      }
    }
  }
}
