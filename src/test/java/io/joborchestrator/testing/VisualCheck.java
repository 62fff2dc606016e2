package io.joborchestrator.testing;

import io.joborchestrator.console.view.CutText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.event.EventType;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Control;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.TilePane;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;

/**
 * What can be measured of a scene's looks: text that is cut off and cannot be read elsewhere,
 * controls that lie on one another or stick out of their place, controls without a name for a
 * screen reader. To be called on the FX thread after a layout.
 *
 * <p>Cut text is excused where the whole of it is in a tooltip of the node or of its cell. What a
 * scroll pane or a virtual list does not show is not looked at.
 */
public final class VisualCheck {
  /** Pixels by which edges may differ: layouts are snapped to whole pixels. */
  private static final double SLACK = 1.5;

  private final List<String> problems = new ArrayList<>();
  private final Bounds window;

  private VisualCheck(Scene scene) {
    window = scene.getRoot().localToScene(scene.getRoot().getLayoutBounds());
  }

  /** One sentence for each thing found; empty when all is well. */
  public static List<String> problems(Scene scene) {
    scene.getRoot().applyCss();
    scene.getRoot().layout();
    VisualCheck check = new VisualCheck(scene);
    check.look(scene.getRoot(), check.window);
    return check.problems;
  }

  private void look(Node node, Bounds shown) {
    if (!node.isVisible() || node.getOpacity() == 0) {
      return;
    }
    Bounds place = node.localToScene(node.getLayoutBounds());
    if (!place.intersects(shown) && place.getWidth() > 0 && place.getHeight() > 0) {
      return;
    }
    if (node instanceof Labeled labeled) {
      checkText(labeled);
    }
    if (node instanceof Control control) {
      checkName(control);
    }
    if (node instanceof Parent parent) {
      Bounds inner = node.getClip() != null ? common(place, shown) : shown;
      if (parent instanceof Pane pane && laysOut(pane)) {
        checkChildren(pane, inner);
      }
      for (Node child : parent.getChildrenUnmodifiable()) {
        look(child, inner);
      }
    }
  }

  /** Panes that put their children beside one another; others layer them on purpose. */
  private static boolean laysOut(Pane pane) {
    return pane instanceof HBox
        || pane instanceof VBox
        || pane instanceof FlowPane
        || pane instanceof GridPane
        || pane instanceof TilePane
        || pane instanceof BorderPane;
  }

  private void checkText(Labeled labeled) {
    if (CutText.isCut(labeled) && !hasTooltip(labeled)) {
      String shown =
          labeled.getChildrenUnmodifiable().stream()
              .filter(child -> child instanceof Text && child != labeled.getGraphic())
              .map(child -> ((Text) child).getText())
              .findFirst()
              .orElse("");
      problems.add(
          String.format(
              Locale.ROOT,
              "cut: \"%s\" shows \"%s\" in %s",
              labeled.getText(),
              shown,
              path(labeled)));
    }
  }

  private static boolean hasTooltip(Node node) {
    for (@Nullable Node at = node; at != null; at = at.getParent()) {
      pass(at, MouseEvent.MOUSE_ENTERED);
      pass(at, MouseEvent.MOUSE_EXITED);
      if (at instanceof Control control && control.getTooltip() != null
          || at.getProperties().values().stream().anyMatch(Tooltip.class::isInstance)) {
        return true;
      }
      if (at instanceof IndexedCell<?>) {
        return false;
      }
    }
    return false;
  }

  /** Tooltips of cells are made when the pointer comes. */
  private static void pass(Node node, EventType<MouseEvent> type) {
    Bounds place = node.localToScene(node.getLayoutBounds());
    double x = place.getCenterX();
    double y = place.getCenterY();
    node.fireEvent(
        new MouseEvent(
            type,
            x,
            y,
            x,
            y,
            MouseButton.NONE,
            0,
            false,
            false,
            false,
            false,
            false,
            false,
            false,
            true,
            false,
            true,
            null));
  }

  private void checkName(Control control) {
    boolean needed =
        control instanceof TextInputControl
            || control instanceof ComboBoxBase<?>
            || control instanceof ButtonBase;
    if (!needed || !control.isFocusTraversable() || named(control)) {
      return;
    }
    problems.add("no accessible name: " + path(control));
  }

  private static boolean named(Control control) {
    if (filled(control.getAccessibleText())) {
      return true;
    }
    if (control instanceof ButtonBase button && filled(button.getText())) {
      return true;
    }
    if (control instanceof TextInputControl input && filled(input.getPromptText())) {
      return true;
    }
    if (control.getParent() instanceof ComboBoxBase<?>) {
      return true;
    }
    return control.queryAccessibleAttribute(AccessibleAttribute.LABELED_BY) != null;
  }

  private static boolean filled(@Nullable String text) {
    return text != null && !text.isBlank();
  }

  private void checkChildren(Pane pane, Bounds shown) {
    List<Node> children =
        pane.getChildren().stream()
            .filter(child -> child.isVisible() && child.isManaged() && child.getOpacity() > 0)
            .filter(child -> child.getLayoutBounds().getWidth() > 0)
            .toList();
    Bounds place = pane.localToScene(pane.getLayoutBounds());
    for (int i = 0; i < children.size(); i++) {
      Bounds one = laidOut(children.get(i), pane);
      if (sticksOut(one, place) && one.intersects(shown) && matters(children.get(i))) {
        problems.add(
            String.format(
                Locale.ROOT,
                "sticks out: %s [%s] of [%s]",
                path(children.get(i)),
                edges(one),
                edges(place)));
      }
      for (int j = i + 1; j < children.size(); j++) {
        Bounds two = laidOut(children.get(j), pane);
        if (overlap(one, two) && matters(children.get(i)) && matters(children.get(j))) {
          problems.add(
              String.format(
                  Locale.ROOT,
                  "overlap: %s [%s] and %s [%s]",
                  path(children.get(i)),
                  edges(one),
                  path(children.get(j)),
                  edges(two)));
        }
      }
    }
  }

  /** Where the layout has put a child: one that slides in is on its way there. */
  private static Bounds laidOut(Node child, Pane pane) {
    Bounds own = child.getLayoutBounds();
    return pane.localToScene(
        new BoundingBox(
            own.getMinX() + child.getLayoutX(),
            own.getMinY() + child.getLayoutY(),
            own.getWidth(),
            own.getHeight()));
  }

  /** A node in which something can be read or done. */
  private static boolean matters(Node node) {
    if (node instanceof Labeled labeled) {
      return filled(labeled.getText()) || labeled.getGraphic() != null;
    }
    if (node instanceof Control || node instanceof Text) {
      return true;
    }
    return node instanceof Parent parent
        && parent.getChildrenUnmodifiable().stream()
            .anyMatch(child -> child.isVisible() && matters(child));
  }

  private static boolean sticksOut(Bounds child, Bounds parent) {
    return child.getMinX() < parent.getMinX() - SLACK
        || child.getMaxX() > parent.getMaxX() + SLACK
        || child.getMinY() < parent.getMinY() - SLACK
        || child.getMaxY() > parent.getMaxY() + SLACK;
  }

  private static boolean overlap(Bounds one, Bounds two) {
    return Math.min(one.getMaxX(), two.getMaxX()) - Math.max(one.getMinX(), two.getMinX()) > SLACK
        && Math.min(one.getMaxY(), two.getMaxY()) - Math.max(one.getMinY(), two.getMinY()) > SLACK;
  }

  private static Bounds common(Bounds one, Bounds two) {
    double x = Math.max(one.getMinX(), two.getMinX());
    double y = Math.max(one.getMinY(), two.getMinY());
    return new BoundingBox(
        x,
        y,
        Math.max(0, Math.min(one.getMaxX(), two.getMaxX()) - x),
        Math.max(0, Math.min(one.getMaxY(), two.getMaxY()) - y));
  }

  private static String edges(Bounds bounds) {
    return String.format(
        Locale.ROOT,
        "%.0f–%.0f × %.0f–%.0f",
        bounds.getMinX(),
        bounds.getMaxX(),
        bounds.getMinY(),
        bounds.getMaxY());
  }

  /** The node and its nearest ancestors, as a style sheet would name them. */
  private static String path(Node node) {
    StringBuilder path = new StringBuilder(name(node));
    @Nullable Node at = node.getParent();
    for (int i = 0; i < 4 && at != null; i++, at = at.getParent()) {
      path.insert(0, name(at) + " > ");
    }
    return path.toString();
  }

  private static String name(Node node) {
    String id = node.getId() == null ? "" : "#" + node.getId();
    String styles =
        node.getStyleClass().isEmpty() ? "" : "." + String.join(".", node.getStyleClass());
    String text = node instanceof Labeled l && filled(l.getText()) ? "(" + l.getText() + ")" : "";
    return node.getClass().getSimpleName() + id + styles + text;
  }
}
