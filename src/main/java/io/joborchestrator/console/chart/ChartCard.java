package io.joborchestrator.console.chart;

import io.joborchestrator.console.view.Styles;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** A chart with its title, the names of its series and what it can be saved as. FX thread only. */
public final class ChartCard extends VBox {
  private final ChartPane chart;
  private final ChartLegend legend = new ChartLegend();
  private final HBox head;

  /**
   * @param tools stand between the names and the menu of files
   */
  public ChartCard(ChartPane chart, ChartFiles files, Node... tools) {
    this.chart = chart;
    Label title = new Label(chart.title());
    title.getStyleClass().add(Styles.HEADING);
    title.setMinWidth(Region.USE_PREF_SIZE);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    head = new HBox(12, title, space, legend);
    head.getChildren().addAll(tools);
    head.getChildren().add(files.menu(chart));
    head.setAlignment(Pos.CENTER_LEFT);
    getStyleClass().add(Styles.CARD);
    setMinWidth(0);
    getChildren().setAll(head, chart);
  }

  /** For a head that is too short for the names: they stand in a line below it. */
  public ChartCard withNamesBelow(double left) {
    head.getChildren().remove(legend);
    legend.setPadding(new Insets(0, 0, 0, left));
    getChildren().add(1, legend);
    return this;
  }

  public void show(SeriesContent content) {
    chart.show(content);
    legend.show(content.series());
  }

  /** Rows have their names beside them. */
  public void show(TimelineContent content) {
    chart.show(content);
  }

  public ChartPane chart() {
    return chart;
  }
}
