package io.joborchestrator.console.chart;

import io.joborchestrator.console.view.Texts;
import java.time.Instant;
import java.util.List;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** What lies above the picture of a chart: crosshair, values, the part a drag marks. */
final class ChartOverlay {
  private final ChartTooltip tooltip;
  private final Region crosshair = new Region();
  private final Region selection = new Region();

  ChartOverlay(Texts texts) {
    tooltip = new ChartTooltip(texts);
    crosshair.getStyleClass().add("chart-crosshair");
    selection.getStyleClass().add("chart-selection");
    for (Region mark : new Region[] {crosshair, selection}) {
      mark.setManaged(false);
      mark.setVisible(false);
      mark.setMouseTransparent(true);
    }
  }

  /** In the order in which they lie. */
  List<Region> nodes() {
    return List.of(selection, crosshair, tooltip);
  }

  void select(double from, double to, ChartGeometry geometry) {
    double start = Math.max(geometry.left(), Math.min(from, to));
    double end = Math.min(geometry.width() - ChartGeometry.RIGHT, Math.max(from, to));
    selection.setVisible(end > start);
    selection.resizeRelocate(
        start, ChartGeometry.TOP, Math.max(0, end - start), geometry.plotHeight());
  }

  /**
   * @param reading the values there, or null: only the line is shown
   */
  void point(
      Instant at, ChartRange range, ChartGeometry geometry, ChartWords.@Nullable Reading reading) {
    crosshair.setVisible(true);
    crosshair.resizeRelocate(
        Math.round(geometry.x(at, range)), ChartGeometry.TOP, 1, geometry.plotHeight());
    tooltip.show(reading);
    if (tooltip.isVisible()) {
      placeTooltip(geometry);
    }
  }

  void hide() {
    crosshair.setVisible(false);
    tooltip.show(null);
  }

  /** Left of the line, or right of it where there is no room. */
  private void placeTooltip(ChartGeometry geometry) {
    tooltip.applyCss();
    double width = Math.ceil(tooltip.prefWidth(-1));
    double height = Math.ceil(tooltip.prefHeight(width));
    double x = crosshair.getLayoutX();
    double before = x - width - 12;
    double place = before >= 0 ? before : Math.min(x + 13, Math.max(0, geometry.width() - width));
    double y = Math.max(0, Math.min(40, geometry.plotBottom() - height - 8));
    tooltip.resizeRelocate(place, y, width, height);
  }
}
