package io.joborchestrator.console.view;

import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/**
 * A button that stays visible when its action is not possible, greyed, with the reason as tooltip.
 * A disabled control gets no mouse events, so the tooltip hangs on the pane around it. FX thread
 * only.
 */
public final class ActionButton extends StackPane {
  private final Button button;
  private @Nullable Tooltip tooltip;
  private @Nullable String shownReason;

  public ActionButton(String text, String icon, Runnable action) {
    button = new Button(text, Icons.of(icon));
    button.setMinWidth(USE_PREF_SIZE);
    button.setOnAction(event -> action.run());
    getChildren().add(button);
  }

  public Button button() {
    return button;
  }

  public void show(String text, @Nullable String whyNot) {
    button.setText(text);
    show(whyNot);
  }

  /**
   * @param whyNot what is missing, or null: the action is possible
   */
  public void show(@Nullable String whyNot) {
    button.setDisable(whyNot != null);
    if (java.util.Objects.equals(whyNot, shownReason)) {
      return;
    }
    shownReason = whyNot;
    tooltip = Tooltips.replace(this, tooltip, whyNot);
  }

  /** Why it cannot be pressed, or null. */
  public @Nullable String whyNot() {
    return shownReason;
  }
}
