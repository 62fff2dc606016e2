package io.joborchestrator.console.chart;

import java.time.Instant;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/**
 * The time axis that several charts share: what is chosen, what is zoomed into, and where the
 * crosshair stands. FX thread only.
 */
public final class ChartTimes {
  private static final double STEP = 0.5;

  private final ReadOnlyObjectWrapper<ChartRange> visible = new ReadOnlyObjectWrapper<>();
  private final ObjectProperty<@Nullable Instant> crosshair = new SimpleObjectProperty<>();
  private ChartRange whole;
  private boolean zoomed;

  public ChartTimes(ChartRange whole) {
    this.whole = whole;
    visible.set(whole);
  }

  /** The chosen range moves on. A zoom stays at its place as long as that is part of the range. */
  public void follow(ChartRange range) {
    whole = range;
    if (!zoomed) {
      visible.set(range);
    } else {
      show(visible.get().within(range));
    }
  }

  /** Another range is chosen: a zoom ends. */
  public void choose(ChartRange range) {
    zoomed = false;
    follow(range);
  }

  /** Shows the time between two instants, in any order. */
  public void zoom(Instant one, Instant other) {
    show(visible.get().between(one, other));
  }

  /** Half the time around an instant. */
  public void zoomIn(Instant at) {
    show(visible.get().scaled(at, STEP).within(whole));
  }

  /** Twice the time around an instant, at most the chosen range. */
  public void zoomOut(Instant at) {
    show(visible.get().scaled(at, 1 / STEP).within(whole));
  }

  /** The chosen range again. */
  public void zoomOut() {
    show(whole);
  }

  private void show(ChartRange range) {
    zoomed = !range.equals(whole);
    visible.set(range);
  }

  public boolean zoomed() {
    return zoomed;
  }

  /** What the charts show. */
  public ReadOnlyObjectProperty<ChartRange> visibleProperty() {
    return visible.getReadOnlyProperty();
  }

  /** Where the crosshair of all charts stands; null for nowhere. */
  public ObjectProperty<@Nullable Instant> crosshairProperty() {
    return crosshair;
  }
}
