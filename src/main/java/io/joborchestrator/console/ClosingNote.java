package io.joborchestrator.console;

import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.TravelBar;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** Fills the window while the core stops. */
final class ClosingNote extends StackPane {
  ClosingNote(String text) {
    getStyleClass().add(Styles.PAGE);
    Label label = new Label(text);
    label.getStyleClass().add(Styles.MUTED);
    TravelBar bar = new TravelBar();
    bar.setTravelling(true);
    bar.setMaxWidth(320);
    VBox box = new VBox(12, label, bar);
    box.setAlignment(Pos.CENTER);
    getChildren().setAll(box);
  }
}
