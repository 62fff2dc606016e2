package io.joborchestrator.console.submit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.DragEvent;
import javafx.scene.input.Dragboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The list of the parts of a form: choose, move, remove, duplicate. FX thread only. */
final class StepList extends VBox {
  private static final String DRAGGED = "ejo-step";

  private final Parts form;
  private final Consumer<PipelinePart> remover;
  private final Map<PipelinePart, StepCard> cards = new HashMap<>();
  private @Nullable PipelinePart dragged;

  StepList(Parts form, Consumer<PipelinePart> remover) {
    this.form = form;
    this.remover = remover;
    getStyleClass().add("step-list");
    form.parts().addListener((ListChangeListener<PipelinePart>) change -> show());
    form.selected().addListener((observed, before, after) -> mark());
    show();
  }

  private void show() {
    boolean hadFocus = cards.values().stream().anyMatch(card -> card.card().isFocused());
    cards.keySet().retainAll(form.parts());
    List<StepCard> all =
        form.parts().stream().map(part -> cards.computeIfAbsent(part, this::newCard)).toList();
    getChildren().setAll(List.<Node>copyOf(all));
    mark();
    if (hadFocus) {
      focusSelected();
    }
  }

  private void mark() {
    cards.forEach((part, card) -> card.setChosen(part == form.selected().get()));
  }

  private void focusSelected() {
    StepCard card = cards.get(form.selected().get());
    if (card != null) {
      card.card().requestFocus();
    }
  }

  private StepCard newCard(PipelinePart part) {
    StepCard card = new StepCard(part, form.isMovable(part));
    card.card()
        .setOnMousePressed(
            event -> {
              form.selected().set(part);
              card.card().requestFocus();
              // A scroll pane that sees the press takes the keyboard for itself.
              event.consume();
            });
    card.card().addEventHandler(KeyEvent.KEY_PRESSED, event -> onKey(event, part));
    card.card().setOnDragDetected(event -> startDrag(card));
    card.setOnDragOver(event -> onDragOver(event, card));
    card.setOnDragDropped(event -> onDrop(event, card));
    card.card().setOnDragDone(event -> dragged = null);
    return card;
  }

  private void onKey(KeyEvent event, PipelinePart part) {
    int by = event.getCode() == KeyCode.UP ? -1 : event.getCode() == KeyCode.DOWN ? 1 : 0;
    if (by != 0 && event.isAltDown()) {
      form.move(part, by);
    } else if (by != 0) {
      int index = form.parts().indexOf(part) + by;
      if (index >= 0 && index < form.parts().size()) {
        form.selected().set(form.parts().get(index));
      }
    } else if (event.getCode() == KeyCode.DELETE) {
      remover.accept(part);
    } else if (event.getCode() == KeyCode.D && event.isShortcutDown()) {
      form.duplicate(part);
    } else {
      return;
    }
    focusSelected();
    event.consume();
  }

  private void startDrag(StepCard card) {
    if (form.isMovable(card.part())) {
      dragged = card.part();
      Dragboard board = card.card().startDragAndDrop(TransferMode.MOVE);
      board.setDragView(card.card().snapshot(null, null));
      ClipboardContent content = new ClipboardContent();
      content.putString(DRAGGED);
      board.setContent(content);
    }
  }

  private void onDragOver(DragEvent event, StepCard target) {
    if (dragged != null && dragged != target.part()) {
      event.acceptTransferModes(TransferMode.MOVE);
    } else if (event.getDragboard().hasFiles() && target.part() instanceof InputViewModel) {
      event.acceptTransferModes(TransferMode.COPY);
    }
    event.consume();
  }

  private void onDrop(DragEvent event, StepCard target) {
    if (dragged != null) {
      form.moveTo(dragged, form.parts().indexOf(target.part()));
      event.setDropCompleted(true);
    } else if (event.getDragboard().hasFiles() && target.part() instanceof InputViewModel input) {
      input.source().set(InputViewModel.Source.FILE);
      input.path().set(event.getDragboard().getFiles().get(0).getPath());
      form.selected().set(input);
      event.setDropCompleted(true);
    }
    event.consume();
  }
}
