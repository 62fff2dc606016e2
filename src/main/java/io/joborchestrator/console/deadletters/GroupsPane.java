package io.joborchestrator.console.deadletters;

import io.joborchestrator.console.view.EmptyState;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.LoadingRows;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.Tooltips;
import io.joborchestrator.domain.deadletter.DeadLetterCounts;
import io.joborchestrator.domain.deadletter.DeadLetterState;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The groups at the left of the page. FX thread only. */
final class GroupsPane extends VBox {
  static final double WIDTH = 340;
  private static final double SMALL_WIDTH = 300;

  private final DeadLettersViewModel viewModel;
  private final Texts texts;
  private final Label facts = new Label();
  private final MenuButton sort = new MenuButton();
  private final ListView<GroupRow> list = new ListView<>();
  private final StackPane area = new StackPane();
  private final Button parked = new Button("", Icons.of("mdoal-local_parking", Styles.ICON_14));
  private final Label kept = new Label("", Icons.of("mdomz-storage", Styles.ICON_14));
  private boolean choosing;

  GroupsPane(DeadLettersViewModel viewModel) {
    this.viewModel = viewModel;
    this.texts = viewModel.context().texts();
    getStyleClass().add("groups-pane");
    setNarrow(false);
    Label title = new Label(texts.get("dead.groups"));
    title.getStyleClass().add(Styles.HEADING);
    title.setMinWidth(USE_PREF_SIZE);
    facts.getStyleClass().addAll(Styles.SMALL, Styles.MUTED);
    Tooltips.whenCut(facts);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    sort.getStyleClass().addAll(Styles.QUIET, Styles.SMALL_BUTTON);
    sort.setMinWidth(USE_PREF_SIZE);
    HBox head = new HBox(8, title, facts, space, sort);
    head.getStyleClass().add("pane-head");
    list.setId("groupList");
    list.setAccessibleText(texts.get("dead.groups"));
    list.setFixedCellSize(GroupCell.HEIGHT);
    list.setCellFactory(view -> new GroupCell(viewModel.context()));
    list.setItems(viewModel.groups().rows());
    list.setMinHeight(0);
    area.getChildren().add(list);
    VBox.setVgrow(area, Priority.ALWAYS);
    parked.setId("showParked");
    parked.getStyleClass().addAll(Styles.QUIET, "parked-line");
    parked.setMaxWidth(Double.MAX_VALUE);
    parked.setOnAction(event -> viewModel.showParked());
    HBox foot = new HBox(kept);
    foot.getStyleClass().add(Styles.TABLE_FOOT);
    getChildren().setAll(head, area, parked, foot);
    fillSort();
    bind();
  }

  void setNarrow(boolean narrow) {
    double width = narrow ? SMALL_WIDTH : WIDTH;
    setMinWidth(width);
    setMaxWidth(width);
  }

  private void fillSort() {
    for (GroupSort order : GroupSort.values()) {
      MenuItem item = new MenuItem(texts.get(order.key()));
      item.setOnAction(event -> viewModel.groups().sortProperty().set(order));
      sort.getItems().add(item);
    }
    viewModel.groups().sortProperty().addListener(observable -> showSort());
    showSort();
  }

  private void showSort() {
    sort.setText(texts.get(viewModel.groups().sortProperty().get().key()));
  }

  private void bind() {
    GroupListModel groups = viewModel.groups();
    list.getSelectionModel()
        .selectedItemProperty()
        .addListener((property, before, now) -> chosen(now));
    viewModel.scope().group().addListener(observable -> select());
    groups.rows().addListener((javafx.beans.Observable observable) -> rowsChanged());
    groups.countsProperty().addListener(observable -> showCounts());
    groups.loadedProperty().addListener(observable -> rowsChanged());
    groups.failureProperty().addListener(observable -> rowsChanged());
    rowsChanged();
    showCounts();
    select();
  }

  private void chosen(@Nullable GroupRow row) {
    if (row != null && !choosing) {
      viewModel.chooseGroup(row.groupNo());
    }
  }

  /** Rows move; what is chosen stays the same group. */
  private void select() {
    Integer wanted = viewModel.scope().group().get();
    GroupRow selected = list.getSelectionModel().getSelectedItem();
    if (wanted == null || selected != null && selected.groupNo() == wanted) {
      return;
    }
    choosing = true;
    for (int i = 0; i < list.getItems().size(); i++) {
      if (list.getItems().get(i).groupNo() == wanted) {
        list.getSelectionModel().select(i);
      }
    }
    choosing = false;
  }

  private void rowsChanged() {
    GroupListModel groups = viewModel.groups();
    select();
    long open = groups.rows().stream().filter(row -> !row.healed()).count();
    long entries =
        groups.rows().stream().filter(row -> !row.healed()).mapToLong(GroupRow::count).sum();
    facts.setText(
        groups.loadedProperty().get()
            ? texts.get("dead.groups.facts", Formats.exact(open), Formats.exact(entries))
            : "");
    boolean nothing = groups.rows().isEmpty();
    list.setVisible(!nothing);
    area.getChildren().removeIf(node -> node != list);
    if (!nothing) {
      return;
    }
    if (groups.failureProperty().get() != null) {
      area.getChildren().add(new EmptyState("mdal-error", texts.get("dead.groups.failed"), ""));
    } else if (!groups.loadedProperty().get()) {
      area.getChildren().add(new LoadingRows(12));
    } else {
      area.getChildren()
          .add(new EmptyState("mdal-check_circle", texts.get("dead.groups.none"), ""));
    }
  }

  private void showCounts() {
    DeadLetterCounts counts = viewModel.groups().countsProperty().get();
    long waiting = counts.of(DeadLetterState.PARKED);
    parked.setText(texts.count("dead.parked", waiting));
    parked.setVisible(waiting > 0);
    parked.setManaged(waiting > 0);
    kept.setText(
        texts.get(
            "dead.kept",
            Formats.exact(counts.unresolved()),
            Formats.exact(counts.of(DeadLetterState.DISCARDED))));
    Tooltips.set(kept, texts.get("dead.kept.tip"));
  }

  void focusList() {
    list.requestFocus();
  }
}
