package io.joborchestrator.console.submit;

import io.joborchestrator.pipeline.Problem;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.geometry.Rectangle2D;
import javafx.scene.control.TextArea;
import javafx.scene.control.skin.TextAreaSkin;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Rectangle;

/** A text area with a line under the characters that are wrong. FX thread only. */
final class MarkedArea extends StackPane {
  static final double CHARACTER = 7.2;

  private final TextArea area = new TextArea();
  private final Pane marks = new Pane();
  // Kept here because a list that is derived from another is held weakly by it.
  private final ObservableList<Problem> problems;

  /**
   * @param problems one without characters marks the whole text
   */
  MarkedArea(ObservableList<Problem> problems, String prompt) {
    this.problems = problems;
    area.setPromptText(prompt);
    area.setWrapText(true);
    area.getStyleClass().add("code");
    marks.setMouseTransparent(true);
    marks.setManaged(false);
    getChildren().addAll(area, marks);
    problems.addListener((ListChangeListener<Problem>) change -> requestLayout());
    area.scrollTopProperty().addListener((observed, before, after) -> requestLayout());
  }

  TextArea area() {
    return area;
  }

  /** Has Tab leave the area, as it leaves every other field. */
  static void leaveByTab(TextArea area, KeyEvent event) {
    if (event.getCode() == KeyCode.TAB && !event.isControlDown()) {
      event.consume();
      area.fireEvent(
          new KeyEvent(
              KeyEvent.KEY_PRESSED, "", "", KeyCode.TAB, event.isShiftDown(), true, false, false));
    }
  }

  @Override
  protected void layoutChildren() {
    super.layoutChildren();
    draw();
  }

  /** Character by character, so that wrapped text is marked on every line. */
  private void draw() {
    marks.resizeRelocate(0, 0, area.getWidth(), area.getHeight());
    marks.setClip(new Rectangle(area.getWidth(), area.getHeight()));
    marks.getChildren().clear();
    if (!(area.getSkin() instanceof TextAreaSkin skin)) {
      return;
    }
    for (Problem problem : problems) {
      int length = area.getLength();
      int start = Math.max(0, Math.min(problem.start(), length));
      int end = problem.start() < 0 ? length : Math.max(start, Math.min(problem.end(), length));
      if (start == end) {
        mark(skin.getCharacterBounds(Math.max(0, length - 1)), start >= length);
      }
      for (int character = start; character < end; character++) {
        mark(skin.getCharacterBounds(character), false);
      }
    }
  }

  private void mark(Rectangle2D character, boolean behind) {
    double x = behind ? character.getMaxX() : character.getMinX();
    Region line = new Region();
    line.getStyleClass().add("expression-mark");
    line.setManaged(false);
    line.resizeRelocate(x, character.getMaxY(), CHARACTER + 0.5, 2);
    marks.getChildren().add(line);
  }
}
