package io.joborchestrator.console.jobs.detail;

import io.joborchestrator.console.view.Styles;
import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;

/** A small table of figures: names at the left, numbers at the right. FX thread only. */
final class FigureTable extends GridPane {
  FigureTable(String... titles) {
    getStyleClass().add("learning-table");
    for (int i = 0; i < titles.length; i++) {
      place(SummaryView.label(titles[i], Styles.SMALL, Styles.MUTED, Styles.W500), i, 0);
    }
  }

  /** Adds a row below the others. */
  void row(String... texts) {
    int row = getRowCount();
    for (int i = 0; i < texts.length; i++) {
      place(SummaryView.label(texts[i]), i, row);
    }
  }

  private void place(Label label, int column, int row) {
    setHalignment(label, column == 0 ? HPos.LEFT : HPos.RIGHT);
    add(label, column, row);
  }
}
