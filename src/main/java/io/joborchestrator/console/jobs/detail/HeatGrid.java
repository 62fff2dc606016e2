package io.joborchestrator.console.jobs.detail;

import com.fasterxml.jackson.databind.JsonNode;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Tooltips;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/**
 * What was against what was predicted: numbers, the stronger coloured the more of its row a cell
 * has. Right ones and wrong ones differ in place and colour. FX thread only.
 */
final class HeatGrid extends VBox {
  private static final int MOST = 12;
  private static final double WEAKEST = 0.12;
  private static final double STRONGEST = 0.5;

  HeatGrid(JsonNode confusion) {
    super(4);
    JsonNode labels = confusion.path("labels");
    JsonNode counts = confusion.path("counts");
    int shown = Math.min(MOST, labels.size());
    GridPane grid = new GridPane();
    grid.getStyleClass().add("heat-grid");
    for (int i = 0; i < shown; i++) {
      grid.add(name(labels.path(i).asText(), Pos.CENTER), i + 1, 0);
      grid.add(name(labels.path(i).asText(), Pos.CENTER_RIGHT), 0, i + 1);
      long row = 0;
      for (JsonNode count : counts.path(i)) {
        row += count.asLong();
      }
      for (int j = 0; j < shown; j++) {
        String words =
            "%s taken for %s".formatted(labels.path(i).asText(), labels.path(j).asText());
        grid.add(cell(counts.path(i).path(j).asLong(), row, i == j, words), j + 1, i + 1);
      }
    }
    String rest = labels.size() > MOST ? ", the first " + MOST + " of " + labels.size() : "";
    String title = "Rows: what it was. Columns: what was predicted" + rest;
    getChildren()
        .setAll(
            SummaryView.label("Confusion", Styles.SMALL, Styles.W500),
            grid,
            SummaryView.label(title, Styles.CAPTION, Styles.FAINT));
  }

  private static Label name(String text, Pos place) {
    Label name = SummaryView.label(text, Styles.CAPTION, Styles.MUTED);
    name.setAlignment(place);
    name.setMaxWidth(Double.MAX_VALUE);
    name.setPrefWidth(place == Pos.CENTER ? 72 : 96);
    name.setMinWidth(40);
    Tooltips.set(name, text);
    return name;
  }

  private static StackPane cell(long count, long row, boolean right, String words) {
    Region heat = new Region();
    heat.getStyleClass().add(right ? "heat-right" : "heat-wrong");
    heat.setOpacity(count == 0 ? 0 : WEAKEST + (STRONGEST - WEAKEST) * count / row);
    Label number = SummaryView.label(Formats.exact(count), Styles.W500);
    if (count == 0) {
      number.getStyleClass().add(Styles.FAINT);
    }
    StackPane cell = new StackPane(heat, number);
    cell.getStyleClass().add("heat-cell");
    Tooltips.install(cell, words + ": " + Formats.exact(count) + " of " + Formats.exact(row));
    return cell;
  }
}
