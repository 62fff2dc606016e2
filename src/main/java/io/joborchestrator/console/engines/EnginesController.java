package io.joborchestrator.console.engines;

import io.joborchestrator.console.view.EmptyState;
import io.joborchestrator.console.view.LoadingRows;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.orchestrator.EngineManager.EngineView;
import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.TilePane;

/** The Engines page: a card each. FX thread only. */
public final class EnginesController {
  private final EnginesViewModel viewModel;
  private final Texts texts;

  @FXML private TilePane cards;
  @FXML private StackPane stateHolder;

  public EnginesController(EnginesViewModel viewModel, Texts texts) {
    this.viewModel = viewModel;
    this.texts = texts;
  }

  @FXML
  private void initialize() {
    viewModel.enginesProperty().addListener(observable -> show());
    viewModel.problemProperty().addListener(observable -> show());
    show();
  }

  private void show() {
    List<EngineView> engines = viewModel.enginesProperty().get();
    String problem = viewModel.problemProperty().get();
    boolean nothing = engines == null || engines.isEmpty();
    stateHolder.setVisible(nothing);
    if (engines != null && !engines.isEmpty()) {
      cards
          .getChildren()
          .setAll(engines.stream().map(engine -> new EngineCard(engine, texts)).toList());
    } else if (!problem.isEmpty()) {
      Button again = new Button(texts.get("frame.banner.retry"));
      again.setOnAction(event -> viewModel.refresh());
      stateHolder
          .getChildren()
          .setAll(
              new EmptyState("mdal-error", texts.get("engines.failed"), problem, again).asError());
    } else if (engines == null) {
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
