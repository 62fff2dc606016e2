package io.joborchestrator.console.jobs;

import java.lang.management.ManagementFactory;
import javafx.animation.AnimationTimer;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.TableView;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/**
 * Lets a table fill the area it lies in by a few rows in each pulse, more while pulses are short. A
 * screen full of new rows at once, each with its cells to make and to style, would hold up the FX
 * thread for a quarter of a second: when the first jobs come and when a window is maximised. Rows
 * that exist are used again, so this happens only where the table never was as high before. FX
 * thread only.
 */
final class GrowingRows extends AnimationTimer {
  private static final double HEADER = 32;
  private static final int MOST_ROWS = 8;
  private static final long SHORT_NANOS = 10_000_000;
  private static final long LONG_NANOS = 25_000_000;

  private final TableView<?> table;
  private final Region area;
  private final ListChangeListener<Object> arrival = change -> grow();
  private double height = HEADER;
  private boolean running;
  private int step = 1;
  private long busyUntilNow;

  GrowingRows(TableView<?> table, Region area) {
    this.table = table;
    this.area = area;
    StackPane.setAlignment(table, Pos.TOP_LEFT);
    // Without rows there is the header and nothing below it.
    table.setMinHeight(HEADER);
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
  public void start() {
    if (!running) {
      running = true;
      step = 1;
      busyUntilNow = busyNanos();
      super.start();
    }
  }

  @Override
  public void stop() {
    running = false;
    super.stop();
  }

  @Override
  public void handle(long now) {
    if (height >= area.getHeight()) {
      stop();
      return;
    }
    long busy = busyNanos();
    long took = busy - busyUntilNow;
    busyUntilNow = busy;
    if (took > LONG_NANOS) {
      step = Math.max(1, step / 2);
    } else if (took < SHORT_NANOS) {
      step = Math.min(MOST_ROWS, step * 2);
    }
    height += step * table.getFixedCellSize();
    table.setMaxHeight(height >= area.getHeight() ? Double.MAX_VALUE : height);
  }

  /** What this thread has worked: time by the clock also counts waiting for the next pulse. */
  private static long busyNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
