package io.joborchestrator.console;

import io.joborchestrator.console.view.UiState;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;

/** Puts the window where it was, if that is still on a screen. FX thread only. */
final class WindowPlace {
  private static final double WIDTH = 1440;
  private static final double HEIGHT = 900;
  private static final double LEAST_WIDTH = 960;
  private static final double LEAST_HEIGHT = 600;

  private WindowPlace() {}

  static void restore(Stage stage, UiState state) {
    stage.setMinWidth(LEAST_WIDTH);
    stage.setMinHeight(LEAST_HEIGHT);
    Rectangle2D screen = Screen.getPrimary().getVisualBounds();
    double width = state.number("window.width", Math.min(WIDTH, screen.getWidth()));
    double height = state.number("window.height", Math.min(HEIGHT, screen.getHeight()));
    stage.setWidth(width);
    stage.setHeight(height);
    double x = state.number("window.x", Double.NaN);
    double y = state.number("window.y", Double.NaN);
    // A third of the title bar must be reachable.
    boolean reachable =
        !Double.isNaN(x)
            && !Double.isNaN(y)
            && !Screen.getScreensForRectangle(x + width / 3, y, width / 3, 30).isEmpty();
    if (reachable) {
      stage.setX(x);
      stage.setY(y);
    } else {
      stage.centerOnScreen();
    }
    stage.setMaximized(state.flag("window.maximized", false));
  }

  static void save(Stage stage, UiState state) {
    state.put("window.maximized", stage.isMaximized());
    if (!stage.isMaximized() && !stage.isIconified()) {
      state.put("window.x", stage.getX());
      state.put("window.y", stage.getY());
      state.put("window.width", stage.getWidth());
      state.put("window.height", stage.getHeight());
    }
  }
}
