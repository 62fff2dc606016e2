package io.joborchestrator.console.frame;

import io.joborchestrator.console.view.Styles;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Popup;

/** A box that hangs at a button until one clicks elsewhere. FX thread only. */
final class Popovers {
  private static final double GAP = 6;
  private static final double WIDTH = 360;

  private Popovers() {}

  /**
   * @param above whether it opens above the button (bottom bar) or below (top bar)
   */
  static Popup show(Region button, VBox content, boolean above) {
    Popup popup = new Popup();
    popup.setAutoHide(true);
    popup.setHideOnEscape(true);
    content.getStyleClass().addAll(Styles.RAISED, "popover-box");
    popup.getContent().setAll(content);
    Bounds bounds = button.localToScreen(button.getBoundsInLocal());
    Point2D corner = new Point2D(bounds.getMaxX() - WIDTH, bounds.getMaxY() + GAP);
    popup.show(button, corner.getX(), corner.getY());
    // Known only once shown: its real size, without the shadow.
    popup.setAnchorX(bounds.getMaxX() - content.getWidth());
    if (above) {
      popup.setAnchorY(bounds.getMinY() - GAP - content.getHeight());
    }
    return popup;
  }

  static HBox head(String title, Node... tools) {
    Label label = new Label(title);
    label.getStyleClass().add(Styles.HEADING);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox head = new HBox(label, space);
    head.getChildren().addAll(tools);
    head.getStyleClass().add("popover-head");
    return head;
  }

  static VBox empty(String text) {
    Label label = new Label(text);
    label.getStyleClass().add(Styles.MUTED);
    VBox item = new VBox(label);
    item.getStyleClass().add("popover-item");
    return item;
  }
}
