package io.joborchestrator.console.jobs;

import javafx.animation.AnimationTimer;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.TableView;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/**
 * Lets a table fill the area it lies in by a few rows in each pulse. A screen full of new rows at
 * once, each with its cells to make and to style, would hold up the FX thread for a quarter of a
 * second: when the first jobs come and when a window is maximised. Rows that exist are used again,
 * so this happens only where the table never was as high before. FX thread only.
 */
final class GrowingRows extends AnimationTimer {
  private static final double HEADER = 32;
  private static final int ROWS_EACH_PULSE = 2;

  private final TableView<?> table;
  private final Region area;
  private final ListChangeListener<Object> arrival = change -> grow();
  private double height = HEADER;
  private int pulse;

  GrowingRows(TableView<?> table, Region area) {
    this.table = table;
    this.area = area;
    StackPane.setAlignment(table, Pos.TOP_LEFT);
    table.setMaxHeight(height);
    area.heightProperty().addListener((property, before, now) -> grow());
    table
        .itemsProperty()
        .addListener(
            (property, before, now) -> {
              before.removeListener(arrival);
              now.addListener(arrival);
              grow();
            });
    table.getItems().addListener(arrival);
  }

  private void grow() {
    if (height < area.getHeight() && !table.getItems().isEmpty()) {
      start();
    }
  }

  @Override
  public void handle(long now) {
    if (height >= area.getHeight()) {
      stop();
      return;
    }
    // The first row loads the classes of all cells and is made as soon as the list is there.
    int rows = Math.min(ROWS_EACH_PULSE, pulse++ / 2);
    height += rows * table.getFixedCellSize();
    table.setMaxHeight(height >= area.getHeight() ? Double.MAX_VALUE : height);
  }
}
