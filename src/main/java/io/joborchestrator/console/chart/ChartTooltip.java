package io.joborchestrator.console.chart;

import io.joborchestrator.console.chart.ChartWords.Line;
import io.joborchestrator.console.chart.ChartWords.Reading;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The values at the crosshair. FX thread only. */
final class ChartTooltip extends VBox {
  private final Texts texts;
  private @Nullable Reading shown;

  ChartTooltip(Texts texts) {
    this.texts = texts;
    getStyleClass().addAll("chart-tooltip", Styles.RAISED);
    setMouseTransparent(true);
    setManaged(false);
    setVisible(false);
  }

  /** Shows a reading; null hides. */
  void show(@Nullable Reading reading) {
    setVisible(reading != null);
    if (reading == null || reading.equals(shown)) {
      return;
    }
    shown = reading;
    Label time = new Label(reading.time());
    time.getStyleClass().addAll(Styles.SMALL, Styles.W500);
    GridPane values = new GridPane();
    values.setHgap(8);
    values.setVgap(2);
    int row = 0;
    for (Line line : reading.lines()) {
      Label value = small(line.value());
      value.getStyleClass().add(Styles.W500);
      values.addRow(row++, square(line.colour()), name(line.name()), value);
    }
    getChildren().setAll(time, values);
    if (reading.total() != null) {
      Region divider = new Region();
      divider.getStyleClass().add(Styles.DIVIDER);
      Label value = small(reading.total());
      value.getStyleClass().add(Styles.W500);
      values.add(divider, 0, row, 3, 1);
      values.add(name(texts.get("chart.total")), 0, row + 1, 2, 1);
      values.add(value, 2, row + 1);
    }
  }

  /** The square of a colour, as in legends. */
  static Region square(String token) {
    Region square = new Region();
    square.getStyleClass().add(Styles.ENGINE_MARK);
    square.setStyle("-fx-background-color: " + token + ";");
    return square;
  }

  private static Label name(String text) {
    Label label = small(text);
    label.getStyleClass().add(Styles.MUTED);
    label.setMaxWidth(Double.MAX_VALUE);
    GridPane.setHgrow(label, Priority.ALWAYS);
    return label;
  }

  private static Label small(String text) {
    Label label = new Label(text);
    label.getStyleClass().add(Styles.SMALL);
    label.setMinWidth(USE_PREF_SIZE);
    return label;
  }
}
