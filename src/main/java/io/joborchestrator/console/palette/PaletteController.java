package io.joborchestrator.console.palette;

import java.time.Instant;
import java.util.function.Supplier;
import javafx.beans.binding.Bindings;
import javafx.fxml.FXML;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** The field and the list of the palette; the keyboard is enough. FX thread only. */
public final class PaletteController {
  private static final double ROW = 32;
  private static final int ROWS = 12;
  private static final double PADDING = 14;

  private final PaletteViewModel viewModel;
  private final Supplier<Instant> now;
  private final Runnable close;

  @FXML private TextField queryField;
  @FXML private ListView<PaletteItem> itemList;

  /**
   * @param now the database's time, for ages
   * @param close hides the palette
   */
  public PaletteController(PaletteViewModel viewModel, Supplier<Instant> now, Runnable close) {
    this.viewModel = viewModel;
    this.now = now;
    this.close = close;
  }

  @FXML
  private void initialize() {
    queryField.textProperty().bindBidirectional(viewModel.queryProperty());
    queryField.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
    itemList.setFixedCellSize(ROW);
    itemList.setItems(viewModel.items());
    itemList.setCellFactory(list -> new PaletteCell(viewModel.queryProperty(), now, this::run));
    itemList
        .prefHeightProperty()
        .bind(
            Bindings.createDoubleBinding(
                () -> Math.min(ROWS, Math.max(1, viewModel.items().size())) * ROW + PADDING,
                viewModel.items()));
    viewModel.chosenProperty().addListener(observable -> showChosen());
    viewModel
        .items()
        .addListener((javafx.collections.ListChangeListener<PaletteItem>) change -> showChosen());
    showChosen();
  }

  private void showChosen() {
    int index = viewModel.chosenProperty().get();
    if (index >= 0 && index < viewModel.items().size()) {
      itemList.getSelectionModel().select(index);
      itemList.scrollTo(Math.max(0, index - ROWS / 2));
    } else {
      itemList.getSelectionModel().clearSelection();
    }
  }

  private void onKey(KeyEvent event) {
    KeyCode code = event.getCode();
    if (code == KeyCode.DOWN || code == KeyCode.UP) {
      viewModel.move(code == KeyCode.DOWN ? 1 : -1);
    } else if (code == KeyCode.PAGE_DOWN || code == KeyCode.PAGE_UP) {
      for (int i = 0; i < ROWS - 2; i++) {
        viewModel.move(code == KeyCode.PAGE_DOWN ? 1 : -1);
      }
    } else if (code == KeyCode.ENTER) {
      closeIf(viewModel::run);
    } else {
      return;
    }
    event.consume();
  }

  private void run(PaletteItem item) {
    closeIf(() -> viewModel.run(item));
  }

  /** Closed first, so that what is done may open a dialog of its own. */
  private void closeIf(Supplier<Boolean> action) {
    if (action.get()) {
      close.run();
    }
  }

  /** Empties the field and takes the keyboard. */
  public void open() {
    viewModel.open();
    queryField.requestFocus();
  }
}
