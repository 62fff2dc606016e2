package io.joborchestrator.console.workers;

import io.joborchestrator.console.view.EmptyState;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.KeptSelection;
import io.joborchestrator.console.view.LoadingRows;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.RowCell;
import io.joborchestrator.console.view.StatusCell;
import io.joborchestrator.console.view.StatusView;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.TextCell;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.Tooltips;
import io.joborchestrator.domain.worker.WorkerRow;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.beans.InvalidationListener;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;

/** The Workers page. FX thread only. */
public final class WorkersController {
  private static final double ROW = 32;

  private final WorkersViewModel viewModel;
  private final PageContext context;
  private final Texts texts;
  private final String addCommand;
  private final InvalidationListener connectionListener = observable -> showSums();
  private final Map<WorkersViewModel.Tab, Label> tabCounts =
      new EnumMap<>(WorkersViewModel.Tab.class);

  @FXML private Button removeLostButton;
  @FXML private HBox summaryBox;
  @FXML private HBox tabBox;
  @FXML private HBox bulkBar;
  @FXML private Label selectionLabel;
  @FXML private Label selectionFacts;
  @FXML private StackPane drainHolder;
  @FXML private Button drainButton;
  @FXML private StackPane pauseHolder;
  @FXML private Button pauseButton;
  @FXML private StackPane resumeHolder;
  @FXML private Button resumeButton;
  @FXML private StackPane removeHolder;
  @FXML private Button removeButton;
  @FXML private TableView<WorkerRow> workersTable;
  @FXML private TableColumn<WorkerRow, WorkerRow> stateColumn;
  @FXML private TableColumn<WorkerRow, WorkerRow> nameColumn;
  @FXML private TableColumn<WorkerRow, WorkerRow> versionColumn;
  @FXML private TableColumn<WorkerRow, WorkerRow> heartbeatColumn;
  @FXML private TableColumn<WorkerRow, WorkerRow> skewColumn;
  @FXML private TableColumn<WorkerRow, WorkerRow> slotsColumn;
  @FXML private TableColumn<WorkerRow, WorkerRow> cpuColumn;
  @FXML private TableColumn<WorkerRow, WorkerRow> memoryColumn;
  @FXML private TableColumn<WorkerRow, WorkerRow> capabilitiesColumn;
  @FXML private StackPane stateHolder;
  @FXML private Label commandLabel;
  @FXML private Button copyButton;

  public WorkersController(WorkersViewModel viewModel, PageContext context, String addCommand) {
    this.viewModel = viewModel;
    this.context = context;
    this.texts = context.texts();
    this.addCommand = addCommand;
  }

  @FXML
  private void initialize() {
    fillColumns();
    fillTabs();
    workersTable.setFixedCellSize(ROW);
    workersTable.setItems(viewModel.rows());
    workersTable.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    viewModel.changeRowsWith(
        new KeptSelection<>(workersTable, WorkerRow::workerId, this::showSelection)::during);
    viewModel.changesProperty().addListener(observable -> showSums());
    viewModel.loadedProperty().addListener(observable -> showState());
    viewModel.problemProperty().addListener(observable -> showState());
    commandLabel.setText(addCommand);
    Tooltips.set(copyButton, texts.get("workers.add.copy"));
    showSums();
    showState();
    showSelection();
  }

  private void fillColumns() {
    RowCell.column(stateColumn, () -> new StatusCell<>(row -> StatusView.ofWorker(row.status())));
    RowCell.column(nameColumn, () -> new WorkerNameCell(texts));
    RowCell.column(versionColumn, () -> new TextCell<>(WorkerRow::version));
    RowCell.columnRight(heartbeatColumn, () -> new HeartbeatCell(viewModel));
    RowCell.columnRight(skewColumn, SkewCell::new);
    RowCell.column(slotsColumn, () -> new LoadCell(WorkerMeter::slots));
    RowCell.column(cpuColumn, () -> new LoadCell(row -> WorkerMeter.percent(row.cpuPercent())));
    RowCell.column(
        memoryColumn, () -> new LoadCell(row -> WorkerMeter.percent(row.memoryPercent())));
    RowCell.column(capabilitiesColumn, CapabilitiesCell::new);
  }

  private void fillTabs() {
    ToggleGroup group = new ToggleGroup();
    for (WorkersViewModel.Tab tab : WorkersViewModel.Tab.values()) {
      Label count = new Label();
      count.getStyleClass().add(Styles.TAB_COUNT);
      tabCounts.put(tab, count);
      ToggleButton button = new ToggleButton(texts.get("workers.tab." + tab.name()));
      button.getStyleClass().add(Styles.COUNT_TAB);
      button.setGraphic(count);
      button.setContentDisplay(javafx.scene.control.ContentDisplay.RIGHT);
      button.setToggleGroup(group);
      button.setSelected(tab == WorkersViewModel.Tab.ALL);
      button.setOnAction(
          event -> {
            button.setSelected(true);
            viewModel.choose(tab);
          });
      tabBox.getChildren().add(button);
    }
  }

  private void showSums() {
    tabCounts.forEach((tab, label) -> label.setText(Formats.exact(viewModel.count(tab))));
    WorkersViewModel.Summary sum = viewModel.summary();
    summaryBox.getChildren().setAll(WorkersSummary.make(sum, texts));
    removeLostButton.setText(texts.count("workers.removeLost", sum.lost()));
    removeLostButton.setDisable(viewModel.missing("remove", viewModel.lost()) != null);
    workersTable.refresh();
    showSelection();
  }

  private void showState() {
    String problem = viewModel.problemProperty().get();
    boolean loaded = viewModel.loadedProperty().get();
    if (!loaded && problem.isEmpty()) {
      stateHolder.getChildren().setAll(new LoadingRows(6));
    } else if (!loaded) {
      Button again = new Button(texts.get("frame.banner.retry"));
      again.setOnAction(event -> viewModel.refresh());
      EmptyState state =
          new EmptyState("mdal-error", texts.get("workers.failed.read"), problem, again);
      stateHolder.getChildren().setAll(state.asError());
    }
    stateHolder.setVisible(!loaded);
    workersTable.setPlaceholder(
        new EmptyState("mdoal-dns", texts.get("workers.none"), texts.get("workers.none.text")));
  }

  private List<WorkerRow> selected() {
    return List.copyOf(workersTable.getSelectionModel().getSelectedItems());
  }

  private void showSelection() {
    List<WorkerRow> chosen = selected();
    bulkBar.setVisible(!chosen.isEmpty());
    bulkBar.setManaged(!chosen.isEmpty());
    if (chosen.isEmpty()) {
      return;
    }
    String what =
        chosen.size() == 1
            ? texts.get("workers.selected.one", chosen.get(0).name())
            : texts.get("workers.selected.many", chosen.size());
    selectionLabel.setText(what);
    long running = chosen.stream().mapToLong(WorkerRow::runningJobs).sum();
    selectionFacts.setText(texts.count("workers.selected.jobs", running));
    enable("drain", drainButton, drainHolder);
    enable("pause", pauseButton, pauseHolder);
    enable("resume", resumeButton, resumeHolder);
    enable("remove", removeButton, removeHolder);
  }

  /** A disabled button gets no mouse: the holder around it says what is missing. */
  private void enable(String command, Button button, StackPane holder) {
    String missing = viewModel.missing(command, selected());
    button.setDisable(missing != null);
    Node node = holder;
    Object old = node.getProperties().remove("missing");
    if (old instanceof Tooltip tooltip) {
      Tooltip.uninstall(node, tooltip);
    }
    if (missing != null) {
      node.getProperties().put("missing", Tooltips.install(node, missing));
    }
  }

  void onShown() {
    context.feed().connectedProperty().addListener(connectionListener);
    showSums();
  }

  void onHidden() {
    context.feed().connectedProperty().removeListener(connectionListener);
  }

  /** Ages count on: called each second while shown. */
  void tick() {
    workersTable.refresh();
  }

  @FXML
  private void drain() {
    viewModel.command("drain", selected());
  }

  @FXML
  private void pause() {
    viewModel.command("pause", selected());
  }

  @FXML
  private void resume() {
    viewModel.command("resume", selected());
  }

  @FXML
  private void remove() {
    viewModel.command("remove", selected());
  }

  @FXML
  private void removeLost() {
    viewModel.command("remove", viewModel.lost());
  }

  @FXML
  private void copyCommand() {
    context.dialogs().copyToClipboard(addCommand);
  }
}
