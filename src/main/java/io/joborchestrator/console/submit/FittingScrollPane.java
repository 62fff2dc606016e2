package io.joborchestrator.console.submit;

import java.util.function.DoubleSupplier;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import org.jspecify.annotations.Nullable;

/**
 * A scroll pane that is as high as its content at the width it has; the usual one asks its content
 * for a height without knowing the width, and does not grow with it. FX thread only.
 */
final class FittingScrollPane extends ScrollPane {
  private static final double BAR = 12;

  private final DoubleSupplier share;

  /**
   * @param share height it keeps when there is not enough for everything
   */
  FittingScrollPane(DoubleSupplier share) {
    this.share = share;
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
  }

  @Override
  protected double computePrefHeight(double width) {
    @Nullable Node content = getContent();
    if (content == null) {
      return 0;
    }
    double inner = (width > 0 ? width : getWidth()) - BAR;
    return snappedTopInset() + content.prefHeight(Math.max(inner, 0)) + snappedBottomInset();
  }

  @Override
  protected double computeMinHeight(double width) {
    return Math.max(0, Math.min(computePrefHeight(width), share.getAsDouble()));
  }
}
