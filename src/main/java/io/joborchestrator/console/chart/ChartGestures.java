package io.joborchestrator.console.chart;

import java.time.Instant;
import javafx.animation.PauseTransition;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.util.Duration;

/** Mouse and keyboard of a chart. FX thread only. */
final class ChartGestures {
  private static final double DRAG = 5;
  private static final int STEPS = 60;

  private final ChartPane pane;
  private final ChartTimes times;
  // A click in a zoomed chart may be the first of two.
  private final PauseTransition secondClick = new PauseTransition(Duration.millis(300));
  private double pressed = Double.NaN;

  ChartGestures(ChartPane pane, ChartTimes times) {
    this.pane = pane;
    this.times = times;
  }

  void install() {
    pane.setOnMouseMoved(this::move);
    pane.setOnMouseExited(event -> leave());
    pane.setOnMousePressed(this::press);
    pane.setOnMouseDragged(this::drag);
    pane.setOnMouseReleased(this::release);
    pane.setOnKeyPressed(this::key);
  }

  private void move(MouseEvent event) {
    boolean inPlot =
        event.getX() >= pane.geometry().left()
            && event.getX() <= pane.getWidth() - ChartGeometry.RIGHT;
    times.crosshairProperty().set(inPlot ? instant(event.getX()) : null);
    pane.pointed(inPlot);
  }

  private void leave() {
    pane.pointed(false);
    times.crosshairProperty().set(null);
  }

  private Instant instant(double x) {
    return pane.geometry().instant(x, times.visibleProperty().get());
  }

  private void press(MouseEvent event) {
    if (event.getButton() == MouseButton.PRIMARY) {
      pane.requestFocus();
      pressed = event.getX();
      event.consume();
    }
  }

  private void drag(MouseEvent event) {
    if (!Double.isNaN(pressed)) {
      pane.select(pressed, event.getX());
      times.crosshairProperty().set(instant(event.getX()));
    }
  }

  private void release(MouseEvent event) {
    double start = pressed;
    pressed = Double.NaN;
    pane.select(0, 0);
    if (Double.isNaN(start)) {
      return;
    }
    if (Math.abs(event.getX() - start) > DRAG) {
      times.zoom(instant(start), instant(event.getX()));
    } else if (event.getClickCount() == 2) {
      secondClick.stop();
      times.zoomOut();
    } else if (event.getClickCount() == 1) {
      click(event.getX(), event.getY());
    }
  }

  private void click(double x, double y) {
    if (times.zoomed()) {
      secondClick.setOnFinished(event -> pane.pick(x, y));
      secondClick.playFromStart();
    } else {
      pane.pick(x, y);
    }
  }

  private void key(KeyEvent event) {
    boolean used =
        switch (event.getCode()) {
          case LEFT -> step(-1);
          case RIGHT -> step(1);
          case PLUS, ADD, EQUALS -> zoom(true);
          case MINUS, SUBTRACT -> zoom(false);
          case DIGIT0, NUMPAD0 -> whole();
          case ESCAPE -> times.zoomed() && whole();
          case ENTER -> pick();
          default -> false;
        };
    if (used) {
      event.consume();
    }
  }

  private boolean pick() {
    pane.pickAtCrosshair();
    return true;
  }

  private boolean whole() {
    times.zoomOut();
    return true;
  }

  private boolean zoom(boolean in) {
    Instant at = times.crosshairProperty().get();
    ChartRange range = times.visibleProperty().get();
    Instant middle = at == null ? range.from().plus(range.length().dividedBy(2)) : at;
    if (in) {
      times.zoomIn(middle);
    } else {
      times.zoomOut(middle);
    }
    return true;
  }

  /** To the next time that has a value, or by a sixtieth. */
  private boolean step(int direction) {
    ChartRange range = times.visibleProperty().get();
    Instant at = times.crosshairProperty().get();
    Instant next;
    if (at == null) {
      next = direction > 0 ? range.from() : range.to();
    } else if (pane.content() instanceof SeriesContent series) {
      next = series.neighbour(at, direction, range);
    } else {
      next = at.plus(range.length().dividedBy(STEPS).multipliedBy(direction));
    }
    times.crosshairProperty().set(range.clamp(next));
    return true;
  }
}
