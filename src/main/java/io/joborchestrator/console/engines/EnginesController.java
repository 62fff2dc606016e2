package io.joborchestrator.console.engines;

import io.joborchestrator.console.engines.EnginesViewModel.Look;
import io.joborchestrator.console.view.EmptyState;
import io.joborchestrator.console.view.LoadingRows;
import io.joborchestrator.console.view.Texts;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The Engines page: a card each. FX thread only. */
public final class EnginesController {
  private final EnginesViewModel viewModel;
  private final Texts texts;
  private final BreakerCards breakerCards;

  @FXML private FlowPane cards;
  @FXML private Label elsewhereTitle;
  @FXML private FlowPane elsewhere;
  @FXML private VBox events;
  @FXML private StackPane stateHolder;

  public EnginesController(EnginesViewModel viewModel, Texts texts, ZoneId zone) {
    this.viewModel = viewModel;
    this.texts = texts;
    this.breakerCards = new BreakerCards(viewModel, texts, zone);
  }

  @FXML
  private void initialize() {
    viewModel.lookProperty().addListener(observable -> show());
    viewModel.problemProperty().addListener(observable -> show());
    show();
  }

  private void show() {
    Look look = viewModel.lookProperty().get();
    boolean nothing = look == null || look.engines().isEmpty();
    stateHolder.setVisible(nothing);
    if (look != null && !nothing) {
      showCards(look);
    } else {
      showNothing(look);
    }
  }

  private void showCards(Look look) {
    List<Node> nodes = new ArrayList<>();
    look.engines().forEach(engine -> nodes.add(new EngineCard(engine, viewModel, texts)));
    nodes.add(breakerCards.database(look.database()));
    cards.getChildren().setAll(nodes);
    elsewhere.getChildren().setAll(look.elsewhere().stream().map(breakerCards::elsewhere).toList());
    boolean others = !look.elsewhere().isEmpty();
    elsewhereTitle.setVisible(others);
    elsewhereTitle.setManaged(others);
    events.getChildren().clear();
    if (!look.events().isEmpty()) {
      events.getChildren().add(breakerCards.events(look.events()));
    }
  }

  private void showNothing(@Nullable Look look) {
    String problem = viewModel.problemProperty().get();
    if (!problem.isEmpty()) {
      Button again = new Button(texts.get("frame.banner.retry"));
      again.setOnAction(event -> viewModel.refresh());
      stateHolder
          .getChildren()
          .setAll(
              new EmptyState("mdal-error", texts.get("engines.failed"), problem, again).asError());
    } else if (look == null) {
      stateHolder.getChildren().setAll(new LoadingRows(4));
    } else {
      stateHolder
          .getChildren()
          .setAll(
              new EmptyState(
                  "mdomz-memory", texts.get("engines.none"), texts.get("engines.none.text")));
    }
  }
}
