package io.joborchestrator.console.deadletters;

import javafx.scene.input.KeyEvent;

/** The keys of the page: R replays, Del discards, Enter goes to the entry, Esc closes the panel. */
final class EntryKeys {
  private final DeadLettersViewModel viewModel;
  private final DeadLettersController controller;

  EntryKeys(DeadLettersViewModel viewModel, DeadLettersController controller) {
    this.viewModel = viewModel;
    this.controller = controller;
  }

  void pressed(KeyEvent event) {
    if (handle(event)) {
      event.consume();
    }
  }

  private boolean handle(KeyEvent event) {
    if (event.isShortcutDown() || event.isAltDown()) {
      return false;
    }
    switch (event.getCode()) {
      case ESCAPE -> {
        return escape();
      }
      case R -> {
        if (DeadLettersController.isTyping(event) || !viewModel.connectedProperty().get()) {
          return false;
        }
        viewModel.replayChosen();
        controller.focusPanel();
        return true;
      }
      case DELETE -> {
        if (DeadLettersController.isTyping(event) || !viewModel.connectedProperty().get()) {
          return false;
        }
        viewModel.discardChosen();
        return true;
      }
      case ENTER -> {
        boolean inGroups = event.getTarget() instanceof javafx.scene.control.ListView<?>;
        if (inGroups) {
          controller.focusEntries();
        }
        return inGroups;
      }
      default -> {
        return false;
      }
    }
  }

  private boolean escape() {
    if (controller.isPanelOpen()) {
      viewModel.closePanel();
      controller.focusEntries();
      return true;
    }
    if (!viewModel.selection().isEmpty()) {
      viewModel.selection().clear();
      return true;
    }
    return false;
  }
}
