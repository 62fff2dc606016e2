package io.joborchestrator.console.deadletters;

import io.joborchestrator.console.filter.FilterBar;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.Tooltips;
import io.joborchestrator.domain.deadletter.DeadLetterRow;
import io.joborchestrator.domain.deadletter.DeadLetterState;
import javafx.fxml.FXML;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Rectangle;

/** Binds the Dead letters page to its view model. FX thread only. */
public final class DeadLettersController {
  /** Below this width of the window the panel lies over the entries. */
  private static final double NARROW = 1360;

  private static final double LOW = 690;
  private static final String SPLIT = "dead.split";

  private final DeadLettersViewModel viewModel;
  private final PageContext context;
  private final Texts texts;
  @FXML private VBox root;
  @FXML private Button discardedButton;
  @FXML private Button exportButton;
  @FXML private StackPane replayAllSlot;
  @FXML private Button replayAllButton;
  @FXML private HBox filterSlot;
  @FXML private ToggleButton groupsToggle;
  @FXML private ToggleButton allToggle;
  @FXML private StackPane bodyStack;
  @FXML private HBox body;
  @FXML private VBox entriesPane;
  @FXML private SplitPane split;
  @FXML private StackPane tableArea;
  @FXML private TableView<DeadLetterRow> table;
  @FXML private VBox overlay;
  @FXML private Button pill;

  // Made in initialize(), when the controls are there.
  @SuppressWarnings("NullAway.Init")
  private FilterBar filterBar;

  @SuppressWarnings("NullAway.Init")
  private EntryTable entryTable;

  @SuppressWarnings("NullAway.Init")
  private GroupsPane groups;

  @SuppressWarnings("NullAway.Init")
  private ReplayPanel panel;

  DeadLettersController(DeadLettersViewModel viewModel) {
    this.viewModel = viewModel;
    this.context = viewModel.context();
    this.texts = context.texts();
  }

  @FXML
  private void initialize() {
    filterBar = new FilterBar(viewModel.filterBar());
    HBox.setHgrow(filterBar, Priority.ALWAYS);
    filterSlot.getChildren().add(0, filterBar);
    entryTable = new EntryTable(table, viewModel);
    EntryDetailPane detail = new EntryDetailPane(viewModel);
    split.getItems().add(detail);
    EntryHead head = new EntryHead(viewModel, detail::editPayload);
    entriesPane.getChildren().add(0, head);
    groups = new GroupsPane(viewModel);
    panel = new ReplayPanel(viewModel);
    new EntryOverlay(overlay, viewModel);
    split.setDividerPositions(context.state().number(SPLIT, 0.42));
    split
        .getDividers()
        .get(0)
        .positionProperty()
        .addListener((p, before, now) -> rememberSplit(now.doubleValue()));
    bind();
    root.addEventHandler(KeyEvent.KEY_PRESSED, new EntryKeys(viewModel, this)::pressed);
    clip(bodyStack);
    clip(tableArea);
    root.heightProperty()
        .addListener((p, before, now) -> entryTable.setCompact(now.doubleValue() <= LOW));
  }

  private void rememberSplit(double position) {
    if (split.getHeight() > 0) {
      context.state().put(SPLIT, Math.round(position * 1000) / 1000.0);
    }
  }

  private static void clip(Region region) {
    Rectangle clip = new Rectangle();
    clip.widthProperty().bind(region.widthProperty());
    clip.heightProperty().bind(region.heightProperty());
    region.setClip(clip);
  }

  private void bind() {
    viewModel.entries().totalProperty().addListener(observable -> showMatches());
    viewModel.entries().loadedOnceProperty().addListener(observable -> showMatches());
    showMatches();
    viewModel.entries().newerProperty().addListener((p, before, now) -> showPill(now.longValue()));
    showPill(0);
    StackPane.setMargin(pill, new Insets(5, 16, 0, 0));
    viewModel.groups().countsProperty().addListener(observable -> showHead());
    viewModel.groups().rows().addListener((javafx.beans.Observable observable) -> showHead());
    viewModel.connectedProperty().addListener((p, before, now) -> connectionChanged(now));
    connectionChanged(viewModel.connectedProperty().get());
    viewModel.scope().allEntries().addListener(observable -> layOut());
    panel.openProperty().addListener(observable -> layOut());
    root.widthProperty().addListener(observable -> layOut());
    layOut();
  }

  private void showMatches() {
    filterBar.setMatches(viewModel.matchesText());
  }

  private void showPill(long newer) {
    pill.setText(texts.get("dead.new", Formats.count(newer)));
    pill.setVisible(newer > 0);
  }

  private void showHead() {
    long discarded = viewModel.groups().countsProperty().get().of(DeadLetterState.DISCARDED);
    discardedButton.setText(texts.get("dead.discardedButton", Formats.exact(discarded)));
    boolean connected = viewModel.connectedProperty().get();
    boolean any = viewModel.groups().rows().stream().anyMatch(row -> !row.healed());
    replayAllButton.setDisable(!connected || !any);
    exportButton.setDisable(!connected);
    String missing = texts.get(connected ? "dead.missing.none" : "dead.missing.connection");
    Tooltips.install(
        replayAllSlot, replayAllButton.isDisabled() ? missing : texts.get("dead.replayAll.tip"));
  }

  private void connectionChanged(boolean connected) {
    bodyStack.getStyleClass().remove(Styles.STALE);
    if (!connected) {
      bodyStack.getStyleClass().add(Styles.STALE);
    }
    filterBar.setPrompt(texts.get(connected ? "dead.filter.prompt" : "dead.filter.waits"));
    showHead();
  }

  /** Groups at the left unless all entries are shown; the panel at the right, or over the list. */
  private void layOut() {
    boolean all = viewModel.scope().allEntries().get();
    groupsToggle.setSelected(!all);
    allToggle.setSelected(all);
    boolean narrow = root.getScene() != null && root.getScene().getWidth() < NARROW;
    boolean open = panel.openProperty().get();
    groups.setNarrow(root.getWidth() > 0 && root.getWidth() < 1000);
    body.getChildren().removeAll(groups, panel);
    bodyStack.getChildren().remove(panel);
    if (!all) {
      body.getChildren().add(0, groups);
    }
    panel.getStyleClass().remove("over");
    if (open && narrow) {
      panel.getStyleClass().add("over");
      bodyStack.getChildren().add(panel);
      StackPane.setAlignment(panel, Pos.CENTER_RIGHT);
    } else if (open) {
      body.getChildren().add(panel);
    }
  }

  void focusFilter() {
    filterBar.focusField();
  }

  /** The keyboard goes to the list of entries. */
  void focusEntries() {
    entryTable.focus();
  }

  /** The keyboard goes to the form of a replay. */
  void focusPanel() {
    panel.focusForm();
  }

  boolean isPanelOpen() {
    return panel.openProperty().get();
  }

  static boolean isTyping(KeyEvent event) {
    return event.getTarget() instanceof TextInputControl;
  }

  @FXML
  private void showDiscarded() {
    viewModel.showDiscarded();
  }

  @FXML
  private void export() {
    viewModel.exportEntries();
  }

  @FXML
  private void replayAll() {
    viewModel.openReplay(viewModel.scope().everything());
    panel.focusForm();
  }

  @FXML
  private void showGroups() {
    viewModel.scope().allEntries().set(false);
    layOut();
  }

  @FXML
  private void showAll() {
    viewModel.scope().allEntries().set(true);
    layOut();
  }

  @FXML
  private void showNew() {
    entryTable.scrollToTop();
    viewModel.reload();
  }
}
