package io.joborchestrator.console.submit;

import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Tooltips;
import javafx.beans.binding.Bindings;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** One line in the list of parts, with what is wrong below. FX thread only. */
final class StepCard extends VBox {
  private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");
  private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

  private final PipelinePart part;
  private final HBox card;

  StepCard(PipelinePart part, boolean movable) {
    this.part = part;
    getStyleClass().add("step");
    FontIcon grip = Icons.of("mdoal-drag_indicator", "step-grip");
    grip.setVisible(movable);
    StackPane icon = new StackPane(Icons.of(part.icon()));
    icon.getStyleClass().add("step-icon");
    card = new HBox();
    card.getChildren().addAll(grip, icon, words(), count());
    card.getStyleClass().add("step-card");
    card.setFocusTraversable(true);
    getChildren().addAll(card, error());
    part.problems()
        .addListener(
            (javafx.beans.InvalidationListener)
                changed -> card.pseudoClassStateChanged(WRONG, !part.problems().isEmpty()));
    card.pseudoClassStateChanged(WRONG, !part.problems().isEmpty());
  }

  PipelinePart part() {
    return part;
  }

  /** The part that is clicked, dragged and focused. */
  HBox card() {
    return card;
  }

  void setChosen(boolean chosen) {
    card.pseudoClassStateChanged(CHOSEN, chosen);
  }

  private VBox words() {
    Label title = new Label();
    title.getStyleClass().add(Styles.NAME);
    title.textProperty().bind(part.titleText());
    card.accessibleTextProperty().bind(part.titleText().concat(", ").concat(part.summary()));
    Label summary = new Label();
    summary.getStyleClass().addAll(Styles.MONO, "step-summary");
    summary.textProperty().bind(part.summary());
    Tooltips.whenCut(summary);
    VBox words = new VBox(title, summary);
    words.setMinWidth(0);
    words.setAlignment(Pos.CENTER_LEFT);
    HBox.setHgrow(words, Priority.ALWAYS);
    return words;
  }

  private Label count() {
    Label count = new Label();
    count.getStyleClass().addAll(Styles.SMALL, Styles.FAINT);
    count.setMinWidth(USE_PREF_SIZE);
    count
        .textProperty()
        .bind(
            Bindings.createStringBinding(
                () -> {
                  Long rows = part.sampleRows().get();
                  return rows == null ? "" : Formats.exact(rows);
                },
                part.sampleRows()));
    return count;
  }

  private Label error() {
    Label error = new Label();
    error.getStyleClass().addAll(Styles.FIELD_ERROR, "step-error");
    error.setGraphic(Icons.of("mdal-error"));
    error.setWrapText(true);
    error.setMinHeight(USE_PREF_SIZE);
    error.textProperty().bind(part.firstError());
    FormNodes.showOnlyWithText(error);
    return error;
  }
}
