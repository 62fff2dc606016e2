package io.joborchestrator.console;

import io.joborchestrator.console.frame.PageId;
import java.util.List;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** The keys that work on every page. A letter typed into a field is never a command. */
final class WindowKeys {
  private static final List<Set<KeyCode>> DIGITS =
      List.of(
          Set.of(KeyCode.DIGIT1, KeyCode.NUMPAD1),
          Set.of(KeyCode.DIGIT2, KeyCode.NUMPAD2),
          Set.of(KeyCode.DIGIT3, KeyCode.NUMPAD3),
          Set.of(KeyCode.DIGIT4, KeyCode.NUMPAD4),
          Set.of(KeyCode.DIGIT5, KeyCode.NUMPAD5));

  private final ConsoleWindow window;

  WindowKeys(ConsoleWindow window) {
    this.window = window;
  }

  /** Replaces the keys of an earlier window in the same scene. */
  void install(Scene scene) {
    scene.setOnKeyTyped(event -> typed(scene, event));
    scene.setOnKeyPressed(event -> pressed(event));
  }

  private void pressed(KeyEvent event) {
    if (window.isCovered()) {
      return;
    }
    if (event.getCode() == KeyCode.F5) {
      window.refresh();
      event.consume();
    } else if (event.isShortcutDown() && !event.isShiftDown() && !event.isAltDown()) {
      if (shortcut(event.getCode())) {
        event.consume();
      }
    }
  }

  private boolean shortcut(KeyCode code) {
    if (code == KeyCode.K) {
      window.openPalette();
      return true;
    }
    if (code == KeyCode.N) {
      window.openSubmit(null);
      return true;
    }
    if (code == KeyCode.B) {
      window.toggleRail();
      return true;
    }
    List<PageId> pages = PageId.rail();
    for (int i = 0; i < Math.min(DIGITS.size(), pages.size()); i++) {
      if (DIGITS.get(i).contains(code)) {
        window.show(pages.get(i));
        return true;
      }
    }
    return false;
  }

  private void typed(Scene scene, KeyEvent event) {
    Node owner = scene.getFocusOwner();
    if (window.isCovered() || owner instanceof TextInputControl) {
      return;
    }
    if (event.getCharacter().equals("/")) {
      window.focusFilter();
      event.consume();
    } else if (event.getCharacter().equals("?")) {
      window.showKeys();
      event.consume();
    }
  }
}
