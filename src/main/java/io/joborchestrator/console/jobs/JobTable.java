package io.joborchestrator.console.jobs;

import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.PagedList;
import io.joborchestrator.console.view.RowChecks;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Tooltips;
import io.joborchestrator.console.view.UiState;
import io.joborchestrator.console.view.VisibleRows;
import io.joborchestrator.domain.job.JobRow;
import java.time.ZoneId;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.WeakChangeListener;
import javafx.css.PseudoClass;
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
  private final RowChecks<JobRow> checks;

  JobTable(TableView<JobRow> table, JobsViewModel viewModel, UiState state, ZoneId zone) {
    this.table = table;
    this.viewModel = viewModel;
    JobColumns factory =
        new JobColumns(
            () -> viewModel.connectedProperty().get() ? viewModel.feed().now() : null, zone);
    table.getColumns().setAll(factory.create(viewModel.selection()));
    columns = new ColumnState(table, state);
    checks =
        new RowChecks<>(
            table,
            viewModel.selection(),
            viewModel.list().totalProperty(),
            () -> viewModel.visibleProperty().get().first() / viewModel.list().rows().pageSize(),
            JobColumns.CHECK);
    table.setFixedCellSize(ROW);
    table.setPlaceholder(new Label());
    table.getSelectionModel().setSelectionMode(SelectionMode.SINGLE);
    table.setRowFactory(ignored -> new Row());
    headers();
    bind();
  }

  private void headers() {
    checks.head().setId("checkAll");
    checks.head().setAccessibleText("Choose all loaded rows");
    column("check").setGraphic(checks.head());
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
    table.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    table.setOnMouseEntered(event -> viewModel.hoveringProperty().set(true));
    table.setOnMouseExited(event -> viewModel.hoveringProperty().set(false));
    VisibleRows.report(table, viewModel::setVisible);
    // Relative times and stale marks depend on the connection, not on the rows.
    viewModel.connectedProperty().addListener((property, before, now) -> table.refresh());
  }

  /** Shows another list; the row under the keyboard stays the same job if it is in it. */
  private void showList(PagedList<JobRow> list) {
    JobRow current = viewModel.currentProperty().get();
    checks.reset();
    table.setItems(list);
    table.scrollTo(0);
    int index = current == null ? -1 : list.indexOfKey(current.jobId());
    if (index >= 0) {
      table.getSelectionModel().select(index);
    }
  }

  private void key(KeyEvent event) {
    if (event.getCode() == KeyCode.ENTER) {
      viewModel.openDetail();
      event.consume();
    }
  }

  /** Moves the row under the keyboard, and the open detail with it. */
  void step(int by) {
    int index = table.getSelectionModel().getSelectedIndex() + by;
    if (index >= 0 && index < table.getItems().size()) {
      table.getSelectionModel().select(index);
      VirtualFlow<?> flow = VisibleRows.flow(table);
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
      if (!isEmpty() && row != null) {
        checks.pressed(event, getIndex(), row);
      }
    }
  }
}
