package io.joborchestrator.console.jobs;

import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.PagedList;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Tooltips;
import io.joborchestrator.console.view.UiState;
import io.joborchestrator.domain.job.JobRow;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.WeakChangeListener;
import javafx.css.PseudoClass;
import javafx.scene.Scene;
import javafx.scene.control.CheckBox;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * Sets up the table of jobs: columns, rows, keyboard and mouse, and what it tells the view model
 * about what is visible. FX thread only.
 */
final class JobTable {
  static final double ROW = 32;
  static final double COMPACT_ROW = 28;
  private static final PseudoClass CHECKED = PseudoClass.getPseudoClass("checked");

  private final TableView<JobRow> table;
  private final JobsViewModel viewModel;
  private final ColumnState columns;
  private final CheckBox checkAll = new CheckBox();
  private final Runnable reportVisible = this::reportVisible;
  private int rangeStart = -1;

  JobTable(TableView<JobRow> table, JobsViewModel viewModel, UiState state, ZoneId zone) {
    this.table = table;
    this.viewModel = viewModel;
    JobColumns factory =
        new JobColumns(
            () -> viewModel.connectedProperty().get() ? viewModel.feed().now() : null, zone);
    table.getColumns().setAll(factory.create(viewModel.selection()));
    columns = new ColumnState(table, state);
    table.setFixedCellSize(ROW);
    table.setPlaceholder(new Label());
    table.getSelectionModel().setSelectionMode(SelectionMode.SINGLE);
    table.setRowFactory(ignored -> new Row());
    headers();
    bind();
  }

  private void headers() {
    checkAll.setId("checkAll");
    checkAll.setAccessibleText("Choose all loaded rows");
    checkAll.setOnAction(event -> toggleAll());
    column("check").setGraphic(checkAll);
    TableColumn<JobRow, ?> submitted = column("submitted");
    FontIcon arrow = Icons.of("mdoal-arrow_downward", Styles.ICON_14);
    Label word = new Label("Submitted");
    HBox header = new HBox(4, word, arrow);
    header.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    header.getStyleClass().add("order-header");
    Tooltips.install(header, "Click to turn the order around");
    header.setOnMouseClicked(
        event -> viewModel.newestFirstProperty().set(!viewModel.newestFirstProperty().get()));
    submitted.setText("");
    submitted.setGraphic(header);
    viewModel
        .newestFirstProperty()
        .addListener(
            (property, before, newest) ->
                arrow.setIconLiteral(newest ? "mdoal-arrow_downward" : "mdoal-arrow_upward"));
  }

  private TableColumn<JobRow, ?> column(String id) {
    return table.getColumns().stream()
        .filter(column -> id.equals(column.getId()))
        .findFirst()
        .orElseThrow();
  }

  private void bind() {
    viewModel.list().rowsProperty().addListener((property, before, now) -> showList(now));
    table.setItems(viewModel.list().rows());
    table
        .getSelectionModel()
        .selectedItemProperty()
        .addListener((property, before, now) -> viewModel.setCurrent(now));
    viewModel.selection().versionProperty().addListener((property, before, now) -> showCheckAll());
    table.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    table.setOnMouseEntered(event -> viewModel.hoveringProperty().set(true));
    table.setOnMouseExited(event -> viewModel.hoveringProperty().set(false));
    table.sceneProperty().addListener((property, before, now) -> moveListener(before, now));
    // Relative times and stale marks depend on the connection, not on the rows.
    viewModel.connectedProperty().addListener((property, before, now) -> table.refresh());
  }

  private void moveListener(@Nullable Scene before, @Nullable Scene now) {
    if (before != null) {
      before.removePostLayoutPulseListener(reportVisible);
    }
    if (now != null) {
      now.addPostLayoutPulseListener(reportVisible);
    }
  }

  /** Shows another list; the row under the keyboard stays the same job if it is in it. */
  private void showList(PagedList<JobRow> list) {
    JobRow current = viewModel.currentProperty().get();
    rangeStart = -1;
    table.setItems(list);
    table.scrollTo(0);
    int index = current == null ? -1 : list.indexOfKey(current.jobId());
    if (index >= 0) {
      table.getSelectionModel().select(index);
    }
  }

  private void reportVisible() {
    VirtualFlow<?> flow = flow();
    if (flow == null) {
      return;
    }
    IndexedCell<?> first = flow.getFirstVisibleCell();
    IndexedCell<?> last = flow.getLastVisibleCell();
    int from = first == null || first.getIndex() < 0 ? 0 : first.getIndex();
    boolean cut = first != null && first.getLayoutY() < -1;
    int to = last == null ? -1 : Math.min(last.getIndex(), table.getItems().size() - 1);
    int top = cut ? from + 1 : from;
    JobsViewModel.VisibleRange range = viewModel.visibleProperty().get();
    if (range.first() != top || range.last() != to) {
      viewModel.setVisible(top, to);
    }
  }

  private @Nullable VirtualFlow<?> flow() {
    return table.lookup(".virtual-flow") instanceof VirtualFlow<?> flow ? flow : null;
  }

  private void toggleAll() {
    JobSelection selection = viewModel.selection();
    boolean any = selection.countProperty().get() > 0 || selection.allMatchingProperty().get();
    if (any) {
      selection.clear();
    } else {
      checkLoaded();
    }
    showCheckAll();
  }

  /** Checks the rows in memory around the visible ones; "all matching" is one click further. */
  private void checkLoaded() {
    PagedList<JobRow> list = viewModel.list().rows();
    int page = viewModel.visibleProperty().get().first() / list.pageSize();
    checkRange(page * list.pageSize(), (page + 1) * list.pageSize() - 1);
  }

  private void checkRange(int from, int to) {
    PagedList<JobRow> list = viewModel.list().rows();
    List<JobRow> rows = new ArrayList<>();
    IntStream.rangeClosed(Math.min(from, to), Math.max(from, to))
        .mapToObj(list::peek)
        .forEach(
            row -> {
              if (row != null) {
                rows.add(row);
              }
            });
    viewModel.selection().checkAll(rows);
  }

  private void showCheckAll() {
    JobSelection selection = viewModel.selection();
    int count = selection.countProperty().get();
    boolean all =
        selection.allMatchingProperty().get()
            || count > 0 && count >= viewModel.list().totalProperty().get();
    checkAll.setSelected(all);
    checkAll.setIndeterminate(!all && count > 0);
  }

  private void key(KeyEvent event) {
    int index = table.getSelectionModel().getSelectedIndex();
    boolean arrows = event.getCode() == KeyCode.UP || event.getCode() == KeyCode.DOWN;
    if (arrows && event.isShiftDown() && index >= 0) {
      extend(index, event.getCode() == KeyCode.DOWN ? index + 1 : index - 1);
      event.consume();
    } else if (event.getCode() == KeyCode.SPACE && index >= 0) {
      viewModel.selection().toggle(table.getItems().get(index));
      rangeStart = index;
      event.consume();
    } else if (event.getCode() == KeyCode.A && event.isShortcutDown()) {
      checkLoaded();
      event.consume();
    } else if (event.getCode() == KeyCode.ENTER) {
      viewModel.openDetail();
      event.consume();
    }
  }

  private void extend(int from, int to) {
    if (to >= 0 && to < table.getItems().size()) {
      rangeStart = rangeStart < 0 ? from : rangeStart;
      checkRange(rangeStart, to);
      table.getSelectionModel().select(to);
    }
  }

  /** Moves the row under the keyboard, and the open detail with it. */
  void step(int by) {
    int index = table.getSelectionModel().getSelectedIndex() + by;
    if (index >= 0 && index < table.getItems().size()) {
      table.getSelectionModel().select(index);
      VirtualFlow<?> flow = flow();
      if (flow != null) {
        flow.scrollTo(index);
      }
    }
  }

  void focus() {
    table.requestFocus();
  }

  void scrollToTop() {
    table.scrollTo(0);
  }

  void setCompact(boolean compact) {
    table.setFixedCellSize(compact ? COMPACT_ROW : ROW);
  }

  ColumnState columns() {
    return columns;
  }

  /** Right edge of the job column, where the pill of new rows sits. */
  double pillEdge() {
    double edge = 0;
    for (TableColumn<JobRow, ?> column : table.getColumns()) {
      edge += column.isVisible() ? column.getWidth() : 0;
      if ("job".equals(column.getId())) {
        break;
      }
    }
    return edge;
  }

  /** A row that knows whether it is checked or under the keyboard. */
  private final class Row extends TableRow<JobRow> {
    private final ChangeListener<Object> marker = (property, before, now) -> mark();

    Row() {
      // The table drops and makes rows as it likes: what lives longer must not hold them.
      viewModel.selection().versionProperty().addListener(new WeakChangeListener<>(marker));
      viewModel.detail().openProperty().addListener(new WeakChangeListener<>(marker));
      viewModel.detail().rowProperty().addListener(new WeakChangeListener<>(marker));
      selectedProperty().addListener((property, before, now) -> mark());
      addEventFilter(MouseEvent.MOUSE_PRESSED, this::pressed);
      setOnMouseClicked(
          event -> {
            if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2) {
              viewModel.openDetail();
            }
          });
    }

    @Override
    protected void updateItem(@Nullable JobRow row, boolean empty) {
      super.updateItem(row, empty);
      mark();
    }

    private void mark() {
      JobRow row = isEmpty() ? null : getItem();
      pseudoClassStateChanged(CHECKED, row != null && viewModel.selection().isChecked(row));
      pseudoClassStateChanged(Styles.CURRENT, row != null && (isSelected() || isOpen(row)));
    }

    private boolean isOpen(JobRow row) {
      JobRow open = viewModel.detail().rowProperty().get();
      return viewModel.detail().openProperty().get()
          && open != null
          && open.jobId().equals(row.jobId());
    }

    private void pressed(MouseEvent event) {
      JobRow row = getItem();
      if (isEmpty() || row == null || event.getButton() != MouseButton.PRIMARY) {
        return;
      }
      boolean onBox = event.getX() < JobColumns.CHECK;
      if (event.isShiftDown()) {
        checkRange(rangeStart < 0 ? getIndex() : rangeStart, getIndex());
        event.consume();
      } else if (onBox || event.isShortcutDown()) {
        viewModel.selection().toggle(row);
        rangeStart = getIndex();
        event.consume();
      } else {
        rangeStart = getIndex();
      }
      table.requestFocus();
    }
  }
}
