package io.joborchestrator.console.submit;

import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;

/** The whole job as JSON. FX thread only. */
final class JsonController {
  private final JsonViewModel viewModel;
  @FXML private TextArea text;
  @FXML private Label error;

  JsonController(JsonViewModel viewModel) {
    this.viewModel = viewModel;
  }

  @FXML
  private void initialize() {
    text.textProperty().bindBidirectional(viewModel.text());
    error.textProperty().bind(viewModel.error());
    FormNodes.showOnlyWithText(error);
    viewModel
        .error()
        .addListener(
            (observed, before, after) ->
                text.pseudoClassStateChanged(
                    io.joborchestrator.console.view.Styles.STATE_DANGER, !after.isEmpty()));
  }
}
