package io.joborchestrator.console.start;

import io.joborchestrator.console.offline.LastSeen;
import io.joborchestrator.console.offline.LastSeenView;
import io.joborchestrator.console.view.TravelBar;
import java.util.function.Consumer;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

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
  private @Nullable LastSeenView lastSeen;

  @FXML private VBox page;
  @FXML private VBox message;
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
    viewModel.lastSeenProperty().addListener((observable, old, seen) -> showLastSeen(seen));
    showLastSeen(viewModel.lastSeenProperty().get());
  }

  private void showLastSeen(@Nullable LastSeen seen) {
    if (seen == null) {
      return;
    }
    LastSeenView view =
        new LastSeenView(
            seen, viewModel.clock().instant(), viewModel.texts(), viewModel.clock().getZone());
    VBox.setVgrow(view, Priority.ALWAYS);
    page.setAlignment(Pos.TOP_LEFT);
    message.getStyleClass().add("opening-compact");
    message.setMaxWidth(Double.MAX_VALUE);
    page.getChildren().setAll(message, view);
    lastSeen = view;
  }

  private void show(OpeningViewModel.State state) {
    LastSeenView old = lastSeen;
    if (old != null) {
      old.update(viewModel.clock().instant());
    }
    boolean failedBefore = buttonBox.isVisible() && !barHolder.isVisible();
    titleLabel.setText(state.title());
    textLabel.setText(state.text());
    buttonBox.setVisible(state.failed());
    buttonBox.setManaged(state.failed());
    barHolder.setVisible(!state.failed());
    barHolder.setManaged(!state.failed());
    bar.setTravelling(!state.failed());
    if (state.failed() && !failedBefore) {
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
