package io.joborchestrator.console.view;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;

/** Finds what does not fit into its place and is shown with an ellipsis. FX thread only. */
public final class CutText {
  private CutText() {}

  /** The whole of each text in this node that is cut off, a line for each; null if none is. */
  public static @Nullable String of(Node node) {
    List<String> cut = new ArrayList<>();
    collect(node, cut);
    return cut.isEmpty() ? null : String.join("\n", cut);
  }

  private static void collect(Node node, List<String> cut) {
    if (!node.isVisible()) {
      return;
    }
    if (node instanceof Labeled labeled && isCut(labeled)) {
      cut.add(labeled.getText());
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> collect(child, cut));
    }
  }

  /** Whether a label shows less than its text; a text that is wrapped counts its lines. */
  public static boolean isCut(Labeled labeled) {
    String whole = labeled.getText();
    if (whole == null || whole.isBlank()) {
      return false;
    }
    if (labeled.isWrapText()) {
      return labeled.prefHeight(labeled.getWidth()) > labeled.getHeight() + 1.5;
    }
    for (Node child : labeled.getChildrenUnmodifiable()) {
      // An icon is a text of its font as well.
      if (child instanceof Text text && child != labeled.getGraphic()) {
        return !text.getText().equals(whole);
      }
    }
    return false;
  }
}
