package io.joborchestrator.console.engines;

import io.joborchestrator.console.engines.EnginesViewModel.Look;
import io.joborchestrator.console.view.EmptyState;
import io.joborchestrator.console.view.LoadingRows;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.Texts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.TilePane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The Engines page: a card each. FX thread only. */
public final class EnginesController {
  private final EnginesViewModel viewModel;
  private final Texts texts;
  private final BreakerCards breakerCards;

  private final EngineCharts charts;
  private final Set<String> unfolded = new HashSet<>();

  @FXML private TilePane cards;
  @FXML private Label elsewhereTitle;
  @FXML private TilePane elsewhere;
  @FXML private HBox ranges;
  @FXML private VBox chartCards;
  @FXML private StackPane stateHolder;

  EnginesController(EnginesViewModel viewModel, PageContext context, EngineCharts charts) {
    this.viewModel = viewModel;
    this.texts = context.texts();
    this.charts = charts;
    this.breakerCards = new BreakerCards(viewModel, texts, context.clock().getZone());
  }

  @FXML
  private void initialize() {
    ranges.getChildren().setAll(charts.ranges());
    chartCards.getChildren().setAll(charts.node());
    fillRows(cards);
    fillRows(elsewhere);
    viewModel.lookProperty().addListener(observable -> show());
    viewModel.problemProperty().addListener(observable -> show());
    show();
  }

  /** As many cards of one width in a row as have room. */
  private static void fillRows(TilePane tiles) {
    tiles
        .widthProperty()
        .addListener(
            (observable, old, width) -> {
              double room = width.doubleValue() + tiles.getHgap();
              double columns = Math.max(1, Math.floor(room / (EngineCard.LEAST + tiles.getHgap())));
              tiles.setPrefTileWidth(Math.floor(room / columns - tiles.getHgap()));
            });
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
    look.engines().forEach(engine -> nodes.add(new EngineCard(engine, viewModel, texts, unfolded)));
    nodes.add(breakerCards.database(look.database()));
    cards.getChildren().setAll(nodes);
    elsewhere.getChildren().setAll(look.elsewhere().stream().map(breakerCards::elsewhere).toList());
    boolean others = !look.elsewhere().isEmpty();
    elsewhereTitle.setVisible(others);
    elsewhereTitle.setManaged(others);
    charts.transitions().getChildren().setAll(breakerCards.events(look.events()));
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
