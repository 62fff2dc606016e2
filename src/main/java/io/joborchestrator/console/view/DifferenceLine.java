package io.joborchestrator.console.view;

import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/** One value that was changed: its place, what it was (−) and what it is (+). FX thread only. */
public final class DifferenceLine extends VBox {
  public DifferenceLine(JsonDifference difference) {
    super(1);
    Label path = new Label(difference.path());
    path.getStyleClass().addAll(Styles.MONO, Styles.W500);
    getChildren().add(path);
    if (difference.before() != null) {
      getChildren().add(value("− " + difference.before(), "diff-before"));
    }
    if (difference.now() != null) {
      getChildren().add(value("+ " + difference.now(), "diff-now"));
    }
  }

  private static Label value(String text, String style) {
    Label label = new Label(text);
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    label.getStyleClass().addAll(Styles.MONO, style);
    return label;
  }
}
