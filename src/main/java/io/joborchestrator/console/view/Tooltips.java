package io.joborchestrator.console.view;

import javafx.scene.Node;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.Tooltip;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/** Tooltips that appear soon and stay long enough to be read. FX thread only. */
public final class Tooltips {
  private static final Duration DELAY = Duration.millis(400);
  private static final Duration STAY = Duration.seconds(30);

  private Tooltips() {}

  /** Sets, changes or (null) removes the tooltip of a control. Makes no object if none changes. */
  public static void set(Control control, @Nullable String text) {
    Tooltip present = control.getTooltip();
    if (text == null) {
      if (present != null) {
        control.setTooltip(null);
      }
    } else if (present != null) {
      present.setText(text);
    } else {
      control.setTooltip(make(text));
    }
  }

  /** Shows the whole text of a label on hovering while it is cut off. */
  public static void whenCut(Labeled label) {
    label.setOnMouseEntered(event -> set(label, CutText.of(label)));
  }

  /**
   * For nodes that are not controls, and around disabled controls (which get no mouse events: wrap
   * them in a pane and install it there).
   */
  public static Tooltip install(Node node, String text) {
    Tooltip tooltip = make(text);
    Tooltip.install(node, tooltip);
    return tooltip;
  }

  /** As {@link #install}, in place of an earlier one; without a text there is none any more. */
  public static @Nullable Tooltip replace(
      Node node, @Nullable Tooltip before, @Nullable String text) {
    if (before != null) {
      Tooltip.uninstall(node, before);
    }
    return text == null ? null : install(node, text);
  }

  private static Tooltip make(String text) {
    Tooltip tooltip = new Tooltip(text);
    tooltip.setShowDelay(DELAY);
    tooltip.setShowDuration(STAY);
    tooltip.setWrapText(true);
    tooltip.setMaxWidth(420);
    return tooltip;
  }
}
