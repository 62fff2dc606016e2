package io.joborchestrator.console.deadletters;

import io.joborchestrator.console.view.EngineLabel;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.InstantCell;
import io.joborchestrator.console.view.PagedList;
import io.joborchestrator.console.view.RowCell;
import io.joborchestrator.console.view.StatusCell;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.TextCell;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.deadletter.DeadLetterRow;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.WeakChangeListener;
import javafx.css.PseudoClass;
import javafx.scene.Scene;
import javafx.scene.control.CheckBox;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
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
  private final CheckBox checkAll = new CheckBox();
  private final Runnable reportVisible = this::reportVisible;
  private int rangeStart = -1;
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
    addColumns();
    bind();
  }

  private void addColumns() {
    ZoneId zone = viewModel.context().clock().getZone();
    TableColumn<DeadLetterRow, DeadLetterRow> check = new TableColumn<>();
    check.setId("check");
    check.setGraphic(checkAll);
    check.setCellValueFactory(features -> new ReadOnlyObjectWrapper<>(features.getValue()));
    check.setCellFactory(ignored -> new EntryCheckCell(viewModel.selection(), texts));
    check.setSortable(false);
    check.setReorderable(false);
    check.setPrefWidth(CHECK);
    check.setMinWidth(CHECK);
    check.setMaxWidth(CHECK);
    checkAll.setId("checkAllEntries");
    checkAll.setAccessibleText(texts.get("dead.check.all"));
    checkAll.setOnAction(event -> toggleAll());
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
    viewModel.selection().versionProperty().addListener((p, before, now) -> showCheckAll());
    table.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    table.setOnMouseEntered(event -> viewModel.hoveringProperty().set(true));
    table.setOnMouseExited(event -> viewModel.hoveringProperty().set(false));
    table.widthProperty().addListener(observable -> fit());
    viewModel.allEntriesProperty().addListener(observable -> fit());
    fit();
    table.sceneProperty().addListener((p, before, now) -> moveListener(before, now));
    viewModel.connectedProperty().addListener((property, before, now) -> table.refresh());
  }

  /** Of one group all have the same error; in a narrow list the rest says enough. */
  private void fit() {
    double width = table.getWidth() <= 0 ? WIDE : table.getWidth();
    boolean all = viewModel.allEntriesProperty().get();
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

  private void moveListener(@Nullable Scene before, @Nullable Scene now) {
    if (before != null) {
      before.removePostLayoutPulseListener(reportVisible);
    }
    if (now != null) {
      now.addPostLayoutPulseListener(reportVisible);
    }
  }

  /** Another list: the entry under the keyboard stays if it is in it, else the first is shown. */
  private void showList(PagedList<DeadLetterRow> list) {
    rangeStart = -1;
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

  private void reportVisible() {
    if (!(table.lookup(".virtual-flow") instanceof VirtualFlow<?> flow)) {
      return;
    }
    IndexedCell<?> first = flow.getFirstVisibleCell();
    IndexedCell<?> last = flow.getLastVisibleCell();
    int from = first == null || first.getIndex() < 0 ? 0 : first.getIndex();
    boolean cut = first != null && first.getLayoutY() < -1;
    int to = last == null ? -1 : Math.min(last.getIndex(), table.getItems().size() - 1);
    viewModel.setVisible(cut ? from + 1 : from, to);
  }

  private void toggleAll() {
    if (viewModel.selection().isEmpty()) {
      checkRange(0, EntryListModel.PAGE_SIZE - 1);
    } else {
      viewModel.selection().clear();
    }
    showCheckAll();
  }

  private void checkRange(int from, int to) {
    PagedList<DeadLetterRow> list = viewModel.entries().rows();
    List<DeadLetterRow> rows = new ArrayList<>();
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
    EntrySelection selection = viewModel.selection();
    int count = selection.countProperty().get();
    boolean all =
        selection.allMatchingProperty().get()
            || count > 0 && count >= viewModel.entries().totalProperty().get();
    checkAll.setSelected(all);
    checkAll.setIndeterminate(!all && count > 0);
  }

  private void key(KeyEvent event) {
    int index = table.getSelectionModel().getSelectedIndex();
    boolean arrows = event.getCode() == KeyCode.UP || event.getCode() == KeyCode.DOWN;
    if (arrows && event.isShiftDown() && index >= 0) {
      int to = event.getCode() == KeyCode.DOWN ? index + 1 : index - 1;
      if (to >= 0 && to < table.getItems().size()) {
        rangeStart = rangeStart < 0 ? index : rangeStart;
        checkRange(rangeStart, to);
        table.getSelectionModel().select(to);
      }
      event.consume();
    } else if (event.getCode() == KeyCode.SPACE && index >= 0) {
      viewModel.selection().toggle(table.getItems().get(index));
      rangeStart = index;
      event.consume();
    } else if (event.getCode() == KeyCode.A && event.isShortcutDown()) {
      checkRange(0, EntryListModel.PAGE_SIZE - 1);
      event.consume();
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
      if (isEmpty() || row == null || event.getButton() != MouseButton.PRIMARY) {
        return;
      }
      boolean onBox = event.getX() < CHECK;
      if (event.isShiftDown()) {
        checkRange(rangeStart < 0 ? getIndex() : rangeStart, getIndex());
        event.consume();
      } else {
        if (onBox || event.isShortcutDown()) {
          viewModel.selection().toggle(row);
          event.consume();
        }
        rangeStart = getIndex();
      }
      table.requestFocus();
    }
  }
}
