package io.joborchestrator.console.start;

import io.joborchestrator.console.view.TravelBar;
import java.util.function.Consumer;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;

/** Shown until there is a connection: what is being started, or what is wrong. FX thread only. */
public final class OpeningController {
  /** What the page asks of the window. */
  public interface Actions {
    void retry();

    void copy(String text);

    void quit();
  }

  private final OpeningViewModel viewModel;
  private final Actions actions;
  private final TravelBar bar = new TravelBar();

  @FXML private Label titleLabel;
  @FXML private Label textLabel;
  @FXML private StackPane barHolder;
  @FXML private HBox buttonBox;
  @FXML private Button retryButton;

  public OpeningController(OpeningViewModel viewModel, Actions actions) {
    this.viewModel = viewModel;
    this.actions = actions;
  }

  @FXML
  private void initialize() {
    barHolder.getChildren().setAll(bar);
    Consumer<OpeningViewModel.State> show = this::show;
    viewModel.stateProperty().addListener((observable, old, state) -> show.accept(state));
    show(viewModel.stateProperty().get());
  }

  private void show(OpeningViewModel.State state) {
    titleLabel.setText(state.title());
    textLabel.setText(state.text());
    buttonBox.setVisible(state.failed());
    buttonBox.setManaged(state.failed());
    barHolder.setVisible(!state.failed());
    barHolder.setManaged(!state.failed());
    bar.setTravelling(!state.failed());
    if (state.failed()) {
      retryButton.requestFocus();
    }
  }

  @FXML
  private void retry() {
    actions.retry();
  }

  @FXML
  private void copy() {
    OpeningViewModel.State state = viewModel.stateProperty().get();
    actions.copy(state.title() + "\n" + state.text() + "\n" + state.failure());
  }

  @FXML
  private void quit() {
    actions.quit();
  }
}
