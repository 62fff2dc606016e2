package io.joborchestrator.console.view;

import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Grey bars in place of rows while the first answer is awaited. Show after 150 ms, not before. */
public final class LoadingRows extends VBox {
  private static final double[] WIDTHS = {180, 140, 210, 160, 120, 190};

  public LoadingRows(int rows) {
    for (int i = 0; i < rows; i++) {
      Region space = new Region();
      HBox.setHgrow(space, Priority.ALWAYS);
      HBox row = new HBox(bar(16), bar(WIDTHS[i % WIDTHS.length]), space, bar(56));
      row.getStyleClass().add(Styles.SKELETON_ROW);
      getChildren().add(row);
    }
  }

  private static Region bar(double width) {
    Region bar = new Region();
    bar.getStyleClass().add(Styles.SKELETON_BAR);
    bar.setMinWidth(width);
    bar.setMaxWidth(width);
    return bar;
  }
}
