package io.joborchestrator.console.jobs;

import io.joborchestrator.console.filter.FilterBar;
import io.joborchestrator.console.jobs.compare.ComparePanel;
import io.joborchestrator.console.jobs.detail.JobDetailController;
import io.joborchestrator.console.jobs.detail.LogWindows;
import io.joborchestrator.console.jobs.detail.SlideOver;
import io.joborchestrator.console.view.FxmlView;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Tooltips;
import io.joborchestrator.console.view.WatchedJobs;
import io.joborchestrator.domain.job.JobRow;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Rectangle;

/** Binds the Jobs page to its view model. FX thread only. */
public final class JobsController {
  /** Below this width the buttons of the head show icons only. */
  private static final double NARROW = 860;

  /** Below this one they fold away, all but the main one. */
  private static final double VERY_NARROW = 460;

  /** Part of the page that two compared runs take. */
  private static final double COMPARISON = 0.72;

  /** In a window this low the rows are compact. */
  private static final double LOW = 690;

  private final JobsViewModel viewModel;
  private final PageContext context;
  private final LogWindows logs;
  private final JobKeys keys;
  @FXML private HBox root;
  @FXML private VBox listPane;
  @FXML private MenuButton viewsButton;
  @FXML private MenuButton columnsButton;
  @FXML private Button exportButton;
  @FXML private Button submitButton;
  @FXML private StackPane submitSlot;
  @FXML private VBox tabsSlot;
  @FXML private VBox filterSlot;
  @FXML private VBox bulkSlot;
  @FXML private StackPane tableArea;
  @FXML private TableView<JobRow> table;
  @FXML private VBox overlay;
  @FXML private Region busyLine;
  @FXML private Button pill;
  @FXML private Label foot;
  @FXML private Label footRight;

  // Made in initialize(), when the controls are there.
  @SuppressWarnings("NullAway.Init")
  private JobTable jobTable;

  @SuppressWarnings("NullAway.Init")
  private FilterBar filterBar;

  JobsController(JobsViewModel viewModel, PageContext context, LogWindows logs) {
    this.viewModel = viewModel;
    this.logs = logs;
    this.context = context;
    this.keys = new JobKeys(viewModel);
  }

  @FXML
  private void initialize() {
    jobTable = new JobTable(table, viewModel, context.state(), context.clock().getZone());
    tabsSlot.getChildren().setAll(new StateTabsBar(viewModel));
    filterBar = new FilterBar(viewModel.filterBar());
    filterSlot.getChildren().setAll(filterBar);
    bulkSlot.getChildren().setAll(new BulkBar(viewModel, context.texts()));
    table.setContextMenu(new JobMenu(viewModel, new WatchedJobs(context.state())).create());
    new GrowingRows(table, tableArea);
    addDetail();
    addComparison();
    bindStatus();
    bindHead();
    root.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    // The shadow of the panel must not fall on the bars above and below the page.
    clip(root);
    clip(tableArea);
    root.heightProperty()
        .addListener((property, before, now) -> jobTable.setCompact(now.doubleValue() <= LOW));
  }

  private static void clip(Region region) {
    Rectangle clip = new Rectangle();
    clip.widthProperty().bind(region.widthProperty());
    clip.heightProperty().bind(region.heightProperty());
    region.setClip(clip);
  }

  private void addDetail() {
    JobDetailController controller =
        new JobDetailController(viewModel.detail(), jobTable::step, this::closeDetail, logs);
    Region panel = context.loader().load(FxmlView.JOB_DETAIL, controller);
    controller.setGrip(new SlideOver(root, panel, viewModel.detail(), context.state()));
  }

  private void addComparison() {
    ComparePanel panel = new ComparePanel(viewModel.compare(), this::closeComparison);
    panel.setMinWidth(0);
    panel.prefWidthProperty().bind(root.widthProperty().multiply(COMPARISON));
    panel.minWidthProperty().bind(panel.prefWidthProperty());
    ReadOnlyBooleanProperty open = viewModel.compare().openProperty();
    open.addListener(
        (property, before, now) -> {
          root.getChildren().remove(panel);
          if (now) {
            root.getChildren().add(panel);
            panel.focus();
          }
        });
  }

  private void closeComparison() {
    viewModel.compare().close();
    jobTable.focus();
  }

  private void bindStatus() {
    ListStatusViewModel status = viewModel.status();
    foot.textProperty().bind(status.footProperty());
    footRight.textProperty().bind(status.footRightProperty());
    status.matchingProperty().addListener((property, before, now) -> filterBar.setMatches(now));
    filterBar.setMatches(status.matchingProperty().get());
    pill.textProperty().bind(status.pillProperty());
    pill.visibleProperty().bind(status.pillProperty().isNotEmpty());
    pill.layoutBoundsProperty().addListener((property, before, now) -> placePill());
    table.widthProperty().addListener((property, before, now) -> placePill());
    StackPane.setMargin(pill, new javafx.geometry.Insets(5, 0, 0, 0));
    busyLine.visibleProperty().bind(status.busyProperty());
    busyLine.maxWidthProperty().bind(tableArea.widthProperty());
    ListOverlay states = new ListOverlay(overlay, viewModel);
    states.show();
    viewModel.connectedProperty().addListener((property, before, now) -> connectionChanged(now));
    connectionChanged(viewModel.connectedProperty().get());
  }

  private void placePill() {
    pill.setTranslateX(Math.max(160, jobTable.pillEdge() - pill.getWidth() - 8));
  }

  private void connectionChanged(boolean connected) {
    listPane.getStyleClass().remove(Styles.STALE);
    if (!connected) {
      listPane.getStyleClass().add(Styles.STALE);
    }
    submitButton.setDisable(!connected);
    exportButton.setDisable(!connected);
    filterBar.setPrompt(connected ? "add a filter" : "filters wait for the connection");
    if (!connected) {
      Tooltips.install(
          submitSlot, "Submitting needs the database. It waits until the connection is back");
    }
  }

  private void bindHead() {
    columnsButtonMenu();
    viewsMenu();
    viewModel
        .savedViews()
        .views()
        .addListener((ListChangeListener<SavedViews.View>) change -> viewsMenu());
    listPane.widthProperty().addListener((property, before, now) -> fitHead(now.doubleValue()));
  }

  private void columnsButtonMenu() {
    MenuItem order = new MenuItem();
    order
        .textProperty()
        .bind(
            Bindings.when(viewModel.newestFirstProperty())
                .then("Show oldest first")
                .otherwise("Show newest first"));
    order.setOnAction(
        event -> viewModel.newestFirstProperty().set(!viewModel.newestFirstProperty().get()));
    jobTable.columns().fillMenu(columnsButton, List.of(order));
  }

  private void viewsMenu() {
    List<MenuItem> items = new ArrayList<>();
    for (SavedViews.View view : viewModel.savedViews().views()) {
      MenuItem item = new MenuItem(view.name());
      item.setOnAction(event -> viewModel.showView(view));
      items.add(item);
    }
    if (!items.isEmpty()) {
      items.add(new SeparatorMenuItem());
    }
    MenuItem save = new MenuItem("Save this view", Icons.of("mdoal-bookmark_border"));
    save.setOnAction(event -> viewModel.savedViews().saveCurrent(viewModel.filter()));
    items.add(save);
    for (SavedViews.View view : viewModel.savedViews().views()) {
      MenuItem remove = new MenuItem("Remove " + view.name());
      remove.setOnAction(event -> viewModel.savedViews().remove(view));
      items.add(remove);
    }
    viewsButton.getItems().setAll(items);
  }

  private void fitHead(double width) {
    boolean narrow = width < NARROW;
    for (Region button : List.of(viewsButton, columnsButton, exportButton)) {
      button.getStyleClass().removeAll(Styles.ICON_ONLY, "no-arrow");
      if (narrow) {
        button.getStyleClass().addAll(Styles.ICON_ONLY, "no-arrow");
      }
      button.setVisible(width >= VERY_NARROW);
      button.setManaged(width >= VERY_NARROW);
    }
    submitButton.setMinWidth(Region.USE_PREF_SIZE);
    placePill();
  }

  private void key(KeyEvent event) {
    if (event.getCode() == KeyCode.ESCAPE && viewModel.detail().openProperty().get()) {
      closeDetail();
      event.consume();
    } else if (event.getCode() == KeyCode.ESCAPE && viewModel.compare().openProperty().get()) {
      closeComparison();
      event.consume();
    } else if (event.getTarget() instanceof javafx.scene.control.TextInputControl) {
      return;
    } else if (keys.handle(event)) {
      event.consume();
    }
  }

  private void closeDetail() {
    viewModel.detail().close();
    jobTable.focus();
  }

  void focusFilter() {
    filterBar.focusField();
  }

  @FXML
  private void submit() {
    viewModel.submitNew();
  }

  @FXML
  private void export() {
    viewModel.exportList();
  }

  @FXML
  private void showNew() {
    jobTable.scrollToTop();
    viewModel.reload();
  }
}
