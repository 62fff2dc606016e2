package io.joborchestrator.console.view;

import javafx.css.PseudoClass;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/**
 * A thin bar with a filled part: cheaper than a ProgressBar, so that tables can have hundreds. Two
 * regions; the colour comes from the tone, a pseudo-class. FX thread only.
 */
public final class Meter extends Region {
  private static final double UNKNOWN = -1;

  private final Region fill = new Region();
  private double fraction;
  private @Nullable String tone;

  public Meter() {
    getStyleClass().add(Styles.METER);
    fill.getStyleClass().add(Styles.METER_FILL);
    getChildren().add(fill);
  }

  /**
   * @param width in pixels
   */
  public Meter(double width) {
    this();
    setMinWidth(width);
    setMaxWidth(width);
  }

  /** From 0 to 1. */
  public void setFraction(double value) {
    update(Math.max(0, Math.min(1, value)));
  }

  /** The end is not known: a still part in the middle. */
  public void setUnknown() {
    update(UNKNOWN);
  }

  private void update(double value) {
    if (value != fraction) {
      fraction = value;
      requestLayout();
    }
  }

  /** Filled part from 0 to 1, or -1 while unknown. */
  public double fraction() {
    return fraction;
  }

  /** "running", "retrying", "completed", "failed", "paused", "neutral", "accent" or "stale". */
  public void setTone(String value) {
    if (value.equals(tone)) {
      return;
    }
    if (tone != null) {
      pseudoClassStateChanged(PseudoClass.getPseudoClass(tone), false);
    }
    pseudoClassStateChanged(PseudoClass.getPseudoClass(value), true);
    tone = value;
  }

  @Override
  protected void layoutChildren() {
    double width = getWidth();
    double height = getHeight();
    if (fraction == UNKNOWN) {
      fill.resizeRelocate(snapPositionX(width * 0.35), 0, snapSizeX(width * 0.3), height);
    } else {
      fill.resizeRelocate(0, 0, snapSizeX(width * fraction), height);
    }
  }
}
