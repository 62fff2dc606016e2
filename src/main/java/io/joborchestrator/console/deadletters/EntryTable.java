package io.joborchestrator.console.deadletters;

import io.joborchestrator.console.view.EngineLabel;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.InstantCell;
import io.joborchestrator.console.view.PagedList;
import io.joborchestrator.console.view.RowCell;
import io.joborchestrator.console.view.RowCheckCell;
import io.joborchestrator.console.view.RowChecks;
import io.joborchestrator.console.view.StatusCell;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.TextCell;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.VisibleRows;
import io.joborchestrator.domain.deadletter.DeadLetterRow;
import java.time.ZoneId;
import java.util.function.Supplier;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.WeakChangeListener;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/** Sets up the table of entries: columns, rows, keyboard and mouse. FX thread only. */
final class EntryTable {
  static final double ROW = 32;
  static final double COMPACT_ROW = 28;
  private static final double CHECK = 44;
  private static final double MIDDLE = 840;
  private static final double WIDE = 1_150;
  private static final PseudoClass CHECKED = PseudoClass.getPseudoClass("checked");

  private final TableView<DeadLetterRow> table;
  private final DeadLettersViewModel viewModel;
  private final Texts texts;
  private final RowChecks<DeadLetterRow> checks;
  private boolean moving;

  EntryTable(TableView<DeadLetterRow> table, DeadLettersViewModel viewModel) {
    this.table = table;
    this.viewModel = viewModel;
    this.texts = viewModel.context().texts();
    table.setId("entryTable");
    table.setAccessibleText(texts.get("dead.entries"));
    table.setFixedCellSize(ROW);
    table.setPlaceholder(new Label());
    table.setRowFactory(ignored -> new Row());
    checks =
        new RowChecks<>(
            table, viewModel.selection(), viewModel.entries().totalProperty(), () -> 0, CHECK);
    addColumns();
    bind();
  }

  private void addColumns() {
    ZoneId zone = viewModel.context().clock().getZone();
    TableColumn<DeadLetterRow, DeadLetterRow> check = new TableColumn<>();
    check.setId("check");
    check.setGraphic(checks.head());
    RowCheckCell.column(
        check,
        viewModel.selection(),
        (row, checked) ->
            texts.get(checked ? "dead.check.chosen" : "dead.check.choose", row.jobName()));
    check.setPrefWidth(CHECK);
    check.setMinWidth(CHECK);
    check.setMaxWidth(CHECK);
    checks.head().setId("checkAllEntries");
    checks.head().setAccessibleText(texts.get("dead.check.all"));
    table.getColumns().add(check);
    add(
        "outcome",
        140,
        () ->
            new StatusCell<>(
                row -> EntryRows.isLoaded(row) ? EntryRows.outcome(row, texts) : null));
    add("job", 230, EntryNameCell::new);
    add(
        "died",
        150,
        () ->
            new InstantCell<>(
                row -> EntryRows.isLoaded(row) ? row.failedAt() : null,
                () -> viewModel.connectedProperty().get() ? viewModel.context().feed().now() : null,
                zone));
    add(
        "replays",
        76,
        () ->
            new TextCell<>(
                row -> row.replays() == 0 ? null : Formats.exact(row.replays()),
                Styles.MUTED_CELL));
    add("assignee", 110, () -> new TextCell<>(DeadLetterRow::assignee, Styles.MUTED_CELL));
    add(
        "engine",
        84,
        () ->
            new TextCell<>(
                row -> row.engine() == null ? null : EngineLabel.nameOf(row.engine()),
                Styles.MUTED_CELL));
    add("error", 320, () -> new TextCell<>(DeadLetterRow::errorMessage, Styles.MUTED_CELL));
  }

  private void add(String id, double width, Supplier<? extends RowCell<DeadLetterRow>> cells) {
    TableColumn<DeadLetterRow, DeadLetterRow> column =
        new TableColumn<>(texts.get("dead.column." + id));
    column.setId(id);
    column.setPrefWidth(width);
    RowCell.column(column, cells);
    table.getColumns().add(column);
  }

  private void bind() {
    viewModel.entries().rowsProperty().addListener((property, before, now) -> showList(now));
    showList(viewModel.entries().rows());
    table
        .getSelectionModel()
        .selectedItemProperty()
        .addListener(
            (property, before, now) -> {
              if (!moving) {
                viewModel.setCurrent(now);
              }
            });
    table.setOnMouseEntered(event -> viewModel.hoveringProperty().set(true));
    table.setOnMouseExited(event -> viewModel.hoveringProperty().set(false));
    table.widthProperty().addListener(observable -> fit());
    viewModel.scope().allEntries().addListener(observable -> fit());
    fit();
    VisibleRows.report(table, viewModel::setVisible);
    viewModel.connectedProperty().addListener((property, before, now) -> table.refresh());
  }

  /** Of one group all have the same error; in a narrow list the rest says enough. */
  private void fit() {
    double width = table.getWidth() <= 0 ? WIDE : table.getWidth();
    boolean all = viewModel.scope().allEntries().get();
    for (TableColumn<DeadLetterRow, ?> column : table.getColumns()) {
      boolean shown =
          switch (column.getId()) {
            case "replays", "assignee", "engine" -> width >= MIDDLE;
            case "error" -> all || width >= WIDE;
            default -> true;
          };
      if (column.isVisible() != shown) {
        column.setVisible(shown);
      }
    }
  }

  /** Another list: the entry under the keyboard stays if it is in it, else the first is shown. */
  private void showList(PagedList<DeadLetterRow> list) {
    checks.reset();
    moving = true;
    table.setItems(list);
    table.scrollTo(0);
    moving = false;
    keepCurrent();
    list.addListener(
        (javafx.collections.ListChangeListener<DeadLetterRow>) change -> keepCurrent());
  }

  /** Rows came and went: the row under the keyboard is the same entry as before, if it is there. */
  private void keepCurrent() {
    if (moving) {
      return;
    }
    DeadLetterRow current = viewModel.currentProperty().get();
    PagedList<DeadLetterRow> list = viewModel.entries().rows();
    int index = current == null ? -1 : list.indexOfKey(current.entryNo());
    DeadLetterRow selected = table.getSelectionModel().getSelectedItem();
    moving = true;
    if (index >= 0) {
      if (selected == null || selected.entryNo() != list.get(index).entryNo()) {
        table.getSelectionModel().select(index);
      }
    } else {
      table.getSelectionModel().clearSelection();
    }
    moving = false;
    DeadLetterRow first = list.isEmpty() ? null : list.peek(0);
    if (current == null && first != null) {
      table.getSelectionModel().select(0);
    } else if (index >= 0) {
      viewModel.setCurrent(list.peek(index));
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

  /** A row that knows whether it is checked or under the keyboard. */
  private final class Row extends TableRow<DeadLetterRow> {
    private final ChangeListener<Object> marker = (property, before, now) -> mark();

    Row() {
      viewModel.selection().versionProperty().addListener(new WeakChangeListener<>(marker));
      selectedProperty().addListener((property, before, now) -> mark());
      addEventFilter(MouseEvent.MOUSE_PRESSED, this::pressed);
    }

    @Override
    protected void updateItem(@Nullable DeadLetterRow row, boolean empty) {
      super.updateItem(row, empty);
      mark();
    }

    private void mark() {
      DeadLetterRow row = isEmpty() ? null : getItem();
      pseudoClassStateChanged(CHECKED, row != null && viewModel.selection().isChecked(row));
      pseudoClassStateChanged(Styles.CURRENT, row != null && isSelected());
    }

    private void pressed(MouseEvent event) {
      DeadLetterRow row = getItem();
      if (!isEmpty() && row != null) {
        checks.pressed(event, getIndex(), row);
      }
    }
  }
}
