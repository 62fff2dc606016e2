package io.joborchestrator.console.frame;

import atlantafx.base.controls.ModalPane;
import io.joborchestrator.console.dialog.Dialogs;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.Texts;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/**
 * What lies above the pages: toasts, the palette, dialogs. Made before the frame. FX thread only.
 */
public final class Layers {
  private final VBox toastStack = new VBox();
  private final ModalPane palettePane = new ModalPane();
  private final ModalPane dialogPane = new ModalPane();
  private final ModalDialogs dialogs;

  public Layers(UiTasks tasks, Texts texts) {
    toastStack.getStyleClass().add("toast-stack");
    toastStack.setPickOnBounds(false);
    toastStack.setAlignment(Pos.BOTTOM_RIGHT);
    palettePane.setAlignment(Pos.TOP_CENTER);
    palettePane.setId("palettePane");
    dialogPane.setId("dialogPane");
    // Escape and a click beside it close a dialog: the safe answer.
    dialogPane.setPersistent(false);
    dialogs = new ModalDialogs(dialogPane, new Toasts(toastStack, tasks, texts), tasks, texts);
  }

  public Dialogs dialogs() {
    return dialogs;
  }

  /** The pane at the top in which the palette opens. */
  public ModalPane palettePane() {
    return palettePane;
  }

  /** Any dialog, also one that only tells something. */
  void showDialog(Node box) {
    show(dialogPane, box);
  }

  /**
   * Shows a box in the middle. Only a holder of full size is shown, because JavaFX does not repaint
   * the corner where a box is drawn before it is moved to its place.
   */
  static void show(ModalPane pane, Node box) {
    StackPane holder = new StackPane(box);
    holder.setOnMouseClicked(
        event -> {
          if (event.getTarget() == holder) {
            pane.hide();
          }
        });
    pane.show(holder);
  }

  void hideDialog() {
    dialogPane.hide();
  }

  /** Whether a dialog or the palette takes the keyboard. */
  public boolean isOpen() {
    return dialogPane.isDisplay() || palettePane.isDisplay();
  }

  List<Node> nodes() {
    return List.of(toastStack, palettePane, dialogPane);
  }
}
