package io.joborchestrator.console.chart;

import io.joborchestrator.console.view.Styles;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

/** Squares and names of the series of a chart, in their order. FX thread only. */
public final class ChartLegend extends HBox {
  private List<String> shown = List.of();

  public ChartLegend() {
    super(12);
    setAlignment(Pos.CENTER_LEFT);
  }

  public void show(List<ChartSeries> series) {
    List<String> wanted = series.stream().map(one -> one.name() + one.colour()).toList();
    if (!wanted.equals(shown)) {
      shown = wanted;
      getChildren().setAll(series.stream().map(ChartLegend::entry).toList());
    }
  }

  private static Label entry(ChartSeries series) {
    Label label = new Label(series.name(), ChartTooltip.square(series.colour()));
    label.setGraphicTextGap(6);
    label.setMinWidth(USE_PREF_SIZE);
    label.getStyleClass().addAll(Styles.SMALL, Styles.MUTED);
    return label;
  }
}
