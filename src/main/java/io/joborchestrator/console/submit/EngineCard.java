package io.joborchestrator.console.submit;

import io.joborchestrator.console.view.EngineLabel;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.job.RoutingDecision.Candidate;
import io.joborchestrator.domain.job.RoutingDecision.Reason;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** One engine with what speaks for and against it. FX thread only. */
final class EngineCard extends VBox {
  EngineCard(Candidate candidate, EngineViewModel engine, Texts texts) {
    boolean automatic = engine.automatic().get();
    boolean taken =
        automatic ? candidate.chosen() : candidate.engine().equals(engine.chosen().get());
    getStyleClass().addAll(Styles.CARD, "engine-card");
    if (taken) {
      getStyleClass().add(Styles.CHOSEN);
    }
    setId("engine-" + candidate.engine());
    getChildren().add(head(candidate, engine, taken, automatic, texts));
    candidate.reasons().forEach(reason -> getChildren().add(reason(reason)));
    setOnMouseClicked(
        event -> {
          if (!engine.automatic().get()) {
            engine.choose(candidate.engine());
          }
        });
  }

  private static Node head(
      Candidate candidate, EngineViewModel engine, boolean taken, boolean automatic, Texts texts) {
    RadioButton radio = new RadioButton();
    radio.setSelected(taken);
    radio.setDisable(automatic);
    radio.setAccessibleText(
        texts.get("submit.engine.runOn", EngineLabel.nameOf(candidate.engine())));
    radio.setOnAction(event -> engine.choose(candidate.engine()));
    Label name = new Label(EngineLabel.nameOf(candidate.engine()));
    name.getStyleClass().add(Styles.NAME);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox head = new HBox(radio, name);
    head.getStyleClass().add("engine-head");
    if (taken) {
      Label chip =
          new Label(texts.get(automatic ? "submit.engine.chosen" : "submit.engine.askedFor"));
      chip.getStyleClass().add("chosen-chip");
      head.getChildren().add(chip);
    }
    head.getChildren().add(space);
    if (!candidate.eligible() || !automatic) {
      Label fitness =
          new Label(
              texts.get(
                  candidate.eligible() ? "submit.engine.eligible" : "submit.engine.notEligible"));
      fitness.getStyleClass().addAll(Styles.SMALL, Styles.MUTED);
      head.getChildren().add(fitness);
    }
    return head;
  }

  private static Node reason(Reason reason) {
    FontIcon icon =
        switch (reason.verdict()) {
          case "for" -> Icons.of("mdal-check", Styles.ICON_14, Styles.ICON_GOOD);
          case "against" -> Icons.of("mdal-close", Styles.ICON_14, Styles.ICON_BAD);
          default -> Icons.of("mdmz-remove", Styles.ICON_14);
        };
    Label text = new Label(reason.text());
    text.getStyleClass().addAll(Styles.SMALL, Styles.MUTED);
    text.setWrapText(true);
    text.setMinHeight(USE_PREF_SIZE);
    HBox row = new HBox(icon, text);
    row.getStyleClass().add("engine-reason");
    return row;
  }
}
