package io.joborchestrator.console.view;

import javafx.scene.Scene;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.VirtualFlow;
import org.jspecify.annotations.Nullable;

/** Tells after each layout which rows of a table are seen, if they are others. FX thread only. */
public final class VisibleRows {
  private final TableView<?> table;
  private final Listener listener;
  private final Runnable report = this::report;
  private int first = -1;
  private int last = -1;

  /** Hears of the rows that are seen; {@code last} is before {@code first} if there are none. */
  @FunctionalInterface
  public interface Listener {
    void seen(int first, int last);
  }

  private VisibleRows(TableView<?> table, Listener listener) {
    this.table = table;
    this.listener = listener;
  }

  /** Reports while the table is in a scene. A row that is cut at the top is not counted. */
  public static void report(TableView<?> table, Listener listener) {
    VisibleRows rows = new VisibleRows(table, listener);
    table.sceneProperty().addListener((property, before, now) -> rows.move(before, now));
    rows.move(null, table.getScene());
  }

  private void move(@Nullable Scene before, @Nullable Scene now) {
    if (before != null) {
      before.removePostLayoutPulseListener(report);
    }
    if (now != null) {
      now.addPostLayoutPulseListener(report);
    }
  }

  private void report() {
    VirtualFlow<?> flow = flow(table);
    if (flow == null) {
      return;
    }
    IndexedCell<?> top = flow.getFirstVisibleCell();
    IndexedCell<?> bottom = flow.getLastVisibleCell();
    int from = top == null || top.getIndex() < 0 ? 0 : top.getIndex();
    int seen = top != null && top.getLayoutY() < -1 ? from + 1 : from;
    int to = bottom == null ? -1 : Math.min(bottom.getIndex(), table.getItems().size() - 1);
    if (seen != first || to != last) {
      first = seen;
      last = to;
      listener.seen(seen, to);
    }
  }

  /** What a table draws its rows in; null before it was laid out. */
  public static @Nullable VirtualFlow<?> flow(TableView<?> table) {
    return table.lookup(".virtual-flow") instanceof VirtualFlow<?> flow ? flow : null;
  }
}
