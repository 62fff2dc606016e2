package io.joborchestrator.console.deadletters;

import io.joborchestrator.domain.deadletter.BulkOperation;
import javafx.scene.layout.Region;

/** Succeeded, failed and running as parts of one bar. FX thread only. */
final class OutcomeBar extends Region {
  private static final String[] TONES = {"completed", "failed", "running"};

  private final Region[] parts = new Region[TONES.length];
  private double[] shares = new double[TONES.length];

  OutcomeBar() {
    getStyleClass().add("outcome-bar");
    setMinHeight(6);
    setMaxHeight(6);
    for (int i = 0; i < parts.length; i++) {
      parts[i] = new Region();
      parts[i].getStyleClass().add("part-" + TONES[i]);
    }
    getChildren().addAll(parts);
  }

  void show(BulkOperation operation) {
    double total = Math.max(1, operation.total());
    double[] now = {
      operation.succeeded() / total, operation.failed() / total, operation.running() / total
    };
    if (!java.util.Arrays.equals(now, shares)) {
      shares = now;
      requestLayout();
    }
  }

  @Override
  protected void layoutChildren() {
    double x = 0;
    for (int i = 0; i < parts.length; i++) {
      double width = getWidth() * shares[i];
      // Even one of many can be seen.
      double shown = shares[i] > 0 ? Math.max(2, width) : 0;
      parts[i].resizeRelocate(Math.min(x, getWidth() - shown), 0, shown, getHeight());
      x += shown;
    }
  }
}
