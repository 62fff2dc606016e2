package io.joborchestrator.console.start;

import io.joborchestrator.console.view.EngineLabel;
import io.joborchestrator.console.view.StatusLabel;
import io.joborchestrator.console.view.StatusView;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.engine.EngineHealth;
import io.joborchestrator.orchestrator.EngineManager.EngineView;
import io.joborchestrator.sample.SampleJob;
import java.util.ArrayList;
import java.util.List;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The page for a database without a job. FX thread only. */
public final class FirstStartController {
  private final FirstStartViewModel viewModel;
  private final Texts texts;

  @FXML private HBox sampleBox;
  @FXML private VBox machineBox;

  public FirstStartController(FirstStartViewModel viewModel, Texts texts) {
    this.viewModel = viewModel;
    this.texts = texts;
  }

  @FXML
  private void initialize() {
    viewModel.contentProperty().addListener(observable -> show());
    show();
  }

  private void show() {
    FirstStartViewModel.Content content = viewModel.contentProperty().get();
    machineBox.setVisible(content != null);
    if (content == null) {
      return;
    }
    List<Node> cards = new ArrayList<>();
    for (SampleJob sample : content.samples()) {
      cards.add(new SampleCard(sample, cards.isEmpty(), viewModel, texts));
    }
    sampleBox.getChildren().setAll(cards);
    Label title = new Label(texts.get("first.machine"));
    title.getStyleClass().add(Styles.HEADING);
    HBox head = new HBox(title);
    head.getStyleClass().add("card-title-row");
    machineBox.getChildren().setAll(head);
    String version = "PostgreSQL " + content.database().serverVersion();
    addRow(StatusView.of(EngineHealth.State.READY), texts.get("first.machine.database"), version);
    for (EngineView engine : content.engines()) {
      addRow(
          StatusView.of(engine.health().state()),
          texts.get("first.machine.engine", EngineLabel.nameOf(engine.name())),
          engine.health().message());
    }
    int last = machineBox.getChildren().size() - 1;
    machineBox.getChildren().get(last).getStyleClass().add("last");
  }

  private void addRow(StatusView state, String name, String text) {
    StatusLabel status = new StatusLabel(state);
    status.setMinWidth(112);
    Label what = new Label(name);
    what.getStyleClass().add(Styles.NAME);
    what.setMinWidth(140);
    Label fact = new Label(text);
    fact.getStyleClass().add(Styles.MUTED);
    fact.setWrapText(true);
    fact.setMinHeight(Region.USE_PREF_SIZE);
    HBox row = new HBox(status, what, fact);
    row.getStyleClass().add(Styles.CARD_ROW);
    row.setAlignment(Pos.CENTER_LEFT);
    machineBox.getChildren().add(row);
  }

  @FXML
  private void submitOwn() {
    viewModel.submitOwn();
  }
}
