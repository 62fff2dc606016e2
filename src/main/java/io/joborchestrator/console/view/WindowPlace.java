package io.joborchestrator.console.view;

import javafx.collections.ObservableList;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;

/**
 * Where a kind of window was and how large: put back if that is still on a screen. FX thread only.
 */
public final class WindowPlace {
  /** In pixels of the screen, as JavaFX counts them. */
  public record Size(double width, double height) {}

  private final String prefix;
  private final Size normal;
  private final Size least;

  /**
   * @param prefix of the keys under which it is remembered
   * @param normal the size of the first time
   */
  public WindowPlace(String prefix, Size normal, Size least) {
    this.prefix = prefix;
    this.normal = normal;
    this.least = least;
  }

  private String key(String what) {
    return prefix + "." + what;
  }

  /** Sets size and place; a window larger than its screen is made to fit. */
  public void restore(Stage stage, UiState state) {
    stage.setMinWidth(least.width());
    stage.setMinHeight(least.height());
    double width = state.number(key("width"), normal.width());
    double height = state.number(key("height"), normal.height());
    double x = state.number(key("x"), Double.NaN);
    double y = state.number(key("y"), Double.NaN);
    boolean known = Double.isFinite(x) && Double.isFinite(y);
    // A third of the title bar must be reachable.
    ObservableList<Screen> under =
        Screen.getScreensForRectangle(known ? x + width / 3 : 0, known ? y : 0, width / 3, 30);
    boolean reachable = known && !under.isEmpty();
    Rectangle2D screen = (reachable ? under.get(0) : Screen.getPrimary()).getVisualBounds();
    double fittingWidth = Math.max(least.width(), Math.min(width, screen.getWidth()));
    double fittingHeight = Math.max(least.height(), Math.min(height, screen.getHeight()));
    stage.setWidth(fittingWidth);
    stage.setHeight(fittingHeight);
    stage.setX(reachable ? x : screen.getMinX() + (screen.getWidth() - fittingWidth) / 2);
    stage.setY(reachable ? y : screen.getMinY() + (screen.getHeight() - fittingHeight) / 3);
    stage.setMaximized(state.flag(key("maximized"), false));
  }

  /** A maximised window keeps the place it had before. */
  public void save(Stage stage, UiState state) {
    state.put(key("maximized"), stage.isMaximized());
    if (!stage.isMaximized() && !stage.isIconified()) {
      state.put(key("x"), stage.getX());
      state.put(key("y"), stage.getY());
      state.put(key("width"), stage.getWidth());
      state.put(key("height"), stage.getHeight());
    }
  }
}
