package io.joborchestrator.console.jobs.detail;

import io.joborchestrator.console.jobs.action.CommandItems;
import io.joborchestrator.console.jobs.action.JobCommand;
import io.joborchestrator.console.view.ActionButton;
import io.joborchestrator.console.view.StatusLabel;
import io.joborchestrator.console.view.StatusView;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.WatchedJobs;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/** Binds the detail panel to its view model. Contents of tabs are made when first shown. */
public final class JobDetailController {
  private final JobDetailViewModel viewModel;
  private final IntConsumer step;
  private final Runnable close;
  private final LogWindows logs;
  private final CommandItems items;
  private final Map<DetailTab, Tab> tabOf = new EnumMap<>(DetailTab.class);
  private final Map<DetailTab, Node> made = new EnumMap<>(DetailTab.class);
  private final StatusLabel state = new StatusLabel();
  private final ActionButton cancel;
  private final ActionButton force;
  private final ActionButton pause;
  private final ActionButton resume;
  private final ActionButton retry;
  private final ActionButton rerun;
  private final ActionButton deadLetter;
  @FXML private Label name;
  @FXML private StackPane stateSlot;
  @FXML private Label id;
  @FXML private HBox mainActions;
  @FXML private MenuButton copyMenu;
  @FXML private MenuButton moreMenu;
  @FXML private TabPane tabs;
  @FXML private Label problem;
  @FXML private Region grip;

  /**
   * @param step moves to another job of the list, by 1 or -1
   * @param close closes the panel and gives the focus back to the list
   * @param logs where a log goes that gets a window of its own
   */
  public JobDetailController(
      JobDetailViewModel viewModel, IntConsumer step, Runnable close, LogWindows logs) {
    this.viewModel = viewModel;
    this.logs = logs;
    this.step = step;
    this.close = close;
    this.items =
        new CommandItems(
            viewModel.actions(),
            viewModel.exports(),
            new WatchedJobs(viewModel.context().state()),
            viewModel.compare());
    cancel =
        new ActionButton(
            "Cancel", "mdal-block", () -> viewModel.actions().cancel(viewModel.chosen()));
    force =
        new ActionButton(
            "Force stop", "mdomz-stop", () -> viewModel.actions().forceStop(viewModel.chosen()));
    pause =
        new ActionButton(
            "Pause", "mdomz-pause", () -> viewModel.actions().pause(viewModel.chosen()));
    resume =
        new ActionButton(
            "Resume", "mdomz-play_arrow", () -> viewModel.actions().resume(viewModel.chosen()));
    retry =
        new ActionButton(
            "Retry", "mdomz-replay", () -> viewModel.actions().retry(viewModel.chosen()));
    rerun = new ActionButton("Rerun with changes", "mdoal-edit", this::rerunWithChanges);
    deadLetter = new ActionButton("Dead letter", "mdal-inbox", viewModel::openDeadLetter);
  }

  @FXML
  private void initialize() {
    cancel.button().getStyleClass().add(Styles.DANGER);
    force.button().getStyleClass().add(Styles.DANGER);
    cancel.button().setId("detailCancel");
    retry.button().setId("detailRetry");
    deadLetter.button().setId("detailDeadLetter");
    state.getStyleClass().add(Styles.CHIP_STATE);
    state.setMinWidth(Region.USE_PREF_SIZE);
    stateSlot.getChildren().setAll(state);
    for (DetailTab tab : DetailTab.values()) {
      addTab(tab);
    }
    tabs.getSelectionModel().selectedItemProperty().addListener((p, before, now) -> tabChosen(now));
    viewModel.tabProperty().addListener((p, before, now) -> show(now));
    viewModel.rowProperty().addListener((p, before, now) -> showRow(now));
    viewModel.detailProperty().addListener((p, before, now) -> showDetail(now));
    viewModel
        .deadLetterProperty()
        .addListener((p, before, now) -> showRow(viewModel.rowProperty().get()));
    viewModel
        .context()
        .feed()
        .connectedProperty()
        .addListener((p, before, now) -> showRow(viewModel.rowProperty().get()));
    problem.textProperty().bind(viewModel.problemProperty());
    problem.visibleProperty().bind(viewModel.problemProperty().isNotNull());
    copyMenu.setOnShowing(
        event -> copyMenu.getItems().setAll(items.copies(viewModel.chosen(), connected())));
    moreMenu.setOnShowing(event -> fillMore());
    copyMenu.getItems().setAll(items.copies(List.of(), false));
    moreMenu.getItems().setAll(items.copies(List.of(), false));
    showRow(viewModel.rowProperty().get());
    showDetail(viewModel.detailProperty().get());
    show(viewModel.tabProperty().get());
  }

  private void addTab(DetailTab kind) {
    Tab tab = new Tab(kind.title());
    tab.setId("detail-" + kind.name().toLowerCase(java.util.Locale.ROOT));
    tab.setUserData(kind);
    tabOf.put(kind, tab);
    tabs.getTabs().add(tab);
  }

  private void tabChosen(@Nullable Tab tab) {
    if (tab != null && tab.getUserData() instanceof DetailTab kind) {
      viewModel.tabProperty().set(kind);
    }
  }

  private void show(DetailTab kind) {
    Tab tab = tabOf.get(kind);
    if (tab != null) {
      tab.setContent(made.computeIfAbsent(kind, this::make));
      tabs.getSelectionModel().select(tab);
    }
  }

  private Node make(DetailTab kind) {
    return switch (kind) {
      case SUMMARY -> new SummaryView(viewModel);
      case ATTEMPTS -> new AttemptsView(viewModel);
      case LOG -> new LogView(shownLog());
      case RESULT -> new ResultView(viewModel);
      case CONFIGURATION -> new ConfigurationView(viewModel);
      case LINEAGE -> new LineageView(viewModel);
      case EVENTS -> new EventsView(viewModel);
    };
  }

  private ShownLog shownLog() {
    return new ShownLog(
        viewModel.log(),
        viewModel.detailProperty(),
        viewModel.context().texts(),
        viewModel.context().clock().getZone(),
        this::detachLog);
  }

  private void detachLog() {
    JobDetail shown = viewModel.detailProperty().get();
    if (shown != null) {
      logs.open(shown, viewModel.log(), tabs.getScene());
    }
  }

  private void showRow(@Nullable JobRow row) {
    if (row == null) {
      return;
    }
    name.setText(row.name());
    id.setText(row.jobId());
    state.show(StatusView.of(row));
    showActions(row);
  }

  private void showActions(JobRow row) {
    boolean paused = row.status() == JobStatus.PAUSED;
    boolean stopping = row.cancelRequested() && row.status() == JobStatus.RUNNING;
    List<ActionButton> buttons =
        row.status().isTerminal()
            ? List.of(rerun, retry)
            : List.of(stopping ? force : cancel, paused ? resume : pause, retry);
    if (viewModel.deadLetterProperty().get() != null) {
      buttons = Stream.concat(buttons.stream(), Stream.of(deadLetter)).toList();
    }
    if (!mainActions.getChildren().equals(buttons)) {
      mainActions.getChildren().setAll(buttons);
    }
    List<JobRow> rows = List.of(row);
    cancel.show(JobCommand.CANCEL.whyNot(rows, connected()));
    force.show(JobCommand.FORCE_STOP.whyNot(rows, connected()));
    pause.show(JobCommand.PAUSE.whyNot(rows, connected()));
    resume.show(JobCommand.RESUME.whyNot(rows, connected()));
    retry.show(JobCommand.RETRY.whyNot(rows, connected()));
    rerun.show(JobCommand.RERUN.whyNot(rows, connected()));
  }

  private boolean connected() {
    return viewModel.context().feed().connectedProperty().get();
  }

  private void showDetail(@Nullable JobDetail detail) {
    if (detail != null) {
      count(DetailTab.ATTEMPTS, detail.attempts().size());
    }
  }

  private void count(DetailTab kind, int count) {
    Tab tab = tabOf.get(kind);
    if (tab != null) {
      tab.setText(kind.title() + (count == 0 ? "" : "  " + count));
    }
  }

  private void fillMore() {
    JobDetail shown = viewModel.detailProperty().get();
    String note = shown == null || shown.note() == null ? "" : shown.note();
    moreMenu.getItems().setAll(items.commands(viewModel.chosen(), connected(), note, false));
  }

  private void rerunWithChanges() {
    viewModel.chosen().forEach(viewModel.actions()::rerunWithChanges);
  }

  /** Lets the left edge of the panel be dragged. */
  public void setGrip(SlideOver slideOver) {
    slideOver.dragBy(grip);
  }

  @FXML
  private void previous() {
    step.accept(-1);
  }

  @FXML
  private void next() {
    step.accept(1);
  }

  @FXML
  private void close() {
    close.run();
  }

  @FXML
  private void copyId() {
    viewModel.exports().copyIds(viewModel.chosen());
  }
}
