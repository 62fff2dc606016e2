package io.joborchestrator.console.engines;

import io.joborchestrator.console.view.EngineLabel;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.StatusLabel;
import io.joborchestrator.console.view.StatusView;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.Tooltips;
import io.joborchestrator.domain.breaker.BreakerEvent;
import io.joborchestrator.domain.breaker.BreakerRow;
import io.joborchestrator.domain.breaker.BreakerState;
import io.joborchestrator.store.DatabaseBreaker;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Cards of breakers that stand before no engine of this process. FX thread only. */
final class BreakerCards {
  private final EnginesViewModel viewModel;
  private final BreakerPart part;
  private final Texts texts;
  private final ZoneId zone;

  BreakerCards(EnginesViewModel viewModel, Texts texts, ZoneId zone) {
    this.viewModel = viewModel;
    this.part = new BreakerPart(viewModel, texts);
    this.texts = texts;
    this.zone = zone;
  }

  /** An engine that other processes have. */
  Node elsewhere(BreakerRow breaker) {
    EngineLabel name = new EngineLabel();
    name.show(breaker.engine());
    name.getStyleClass().add(Styles.HEADING);
    name.setMinWidth(Region.USE_PREF_SIZE);
    Label resource = small(breaker.resource(), Styles.FAINT);
    HBox head = new HBox(8, name, resource);
    head.setAlignment(Pos.CENTER_LEFT);
    String facts =
        texts.get(
            "engines.elsewhere.facts",
            Formats.exact(breaker.workers()),
            part.held(breaker),
            part.failures(breaker));
    VBox card = card("breaker-" + breaker.name());
    card.getChildren().addAll(head, part.state(breaker));
    if (breaker.state() != BreakerState.CLOSED) {
      card.getChildren().add(wrapped(part.words(breaker)));
    }
    card.getChildren().addAll(small(facts, Styles.MUTED), part.buttons(breaker, breaker.name()));
    return card;
  }

  /** This process's own contact to the database. */
  Node database(DatabaseBreaker.State state) {
    Label name = new Label(texts.get("engines.database"));
    name.getStyleClass().add(Styles.HEADING);
    StatusLabel chip = new StatusLabel(StatusView.of(state.state()), Styles.CHIP_STATE);
    HBox head = new HBox(8, name, grow(), chip);
    head.setAlignment(Pos.CENTER_LEFT);
    VBox card = card("engine-database");
    card.getChildren().add(head);
    String reason = state.reason();
    if (state.state() == BreakerState.CLOSED) {
      card.getChildren().add(wrapped(texts.get("engines.database.closed")));
      Duration roundTrip = viewModel.roundTrip();
      if (roundTrip != null) {
        String text = texts.get("engines.database.roundTrip", Formats.millis(roundTrip));
        card.getChildren().add(wrapped(text));
      }
    } else {
      Duration age = Duration.between(state.since(), viewModel.now());
      card.getChildren()
          .addAll(
              wrapped(texts.get("engines.database.open", Formats.duration(age))),
              wrapped(reason == null ? "" : reason));
    }
    return card;
  }

  /** The last changes of all breakers. */
  List<Node> events(List<BreakerEvent> events) {
    Label title = new Label(texts.get("engines.events"));
    title.getStyleClass().add(Styles.HEADING);
    if (events.isEmpty()) {
      return List.of(title, small(texts.get("engines.events.none"), Styles.FAINT));
    }
    GridPane grid = new GridPane();
    grid.setHgap(12);
    grid.setVgap(8);
    int row = 0;
    for (BreakerEvent event : events) {
      Label reason = small(event.reason() == null ? "" : event.reason(), Styles.MUTED);
      GridPane.setHgrow(reason, Priority.ALWAYS);
      Label at = small(Formats.time(event.at(), zone, viewModel.now()), Styles.MUTED);
      Label breaker = new Label(EngineLabel.nameOf(engine(event.name())));
      breaker.getStyleClass().addAll(Styles.SMALL, Styles.W500);
      StatusLabel to = new StatusLabel(StatusView.of(event.to()));
      for (Label label : List.of(at, breaker, to)) {
        label.setMinWidth(Region.USE_PREF_SIZE);
      }
      Tooltips.set(reason, texts.get("engines.events.who", reason.getText(), event.actor()));
      grid.addRow(row++, to, at, breaker, reason);
    }
    grid.setId("breaker-events");
    return List.of(title, grid);
  }

  /** A breaker is named engine@resource. */
  private static String engine(String breaker) {
    int at = breaker.indexOf('@');
    return at < 0 ? breaker : breaker.substring(0, at);
  }

  private static VBox card(String id) {
    VBox card = new VBox();
    card.setPrefWidth(EngineCard.LEAST);
    card.setMaxHeight(Double.MAX_VALUE);
    card.getStyleClass().add(Styles.CARD);
    card.setId(id);
    return card;
  }

  private static Region grow() {
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    return space;
  }

  private static Label small(String text, String tone) {
    Label label = new Label(text);
    label.getStyleClass().addAll(Styles.SMALL, tone);
    return label;
  }

  private static Label wrapped(String text) {
    Label label = small(text, Styles.MUTED);
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    return label;
  }
}
