package io.joborchestrator.console.view;

import java.util.function.IntSupplier;
import javafx.beans.value.ObservableNumberValue;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;

/**
 * Checks rows of a paged table by mouse and keyboard, the same in every list: a click on the box or
 * with ctrl, shift for a range, space for the row under the keyboard, shift and an arrow, ctrl A
 * and the box in the head for the page that is looked at. FX thread only.
 *
 * @param <R> type of the rows; the table's items are a {@link PagedList}
 */
public final class RowChecks<R> {
  private final TableView<R> table;
  private final RowSelection<R> selection;
  private final ObservableNumberValue total;
  private final IntSupplier page;
  private final double boxWidth;
  private final CheckBox head = new CheckBox();
  private int rangeStart = -1;

  /**
   * @param total rows of the list, loaded or not
   * @param page number of the page that "all loaded" means
   * @param boxWidth of the column with the boxes, the first one
   */
  public RowChecks(
      TableView<R> table,
      RowSelection<R> selection,
      ObservableNumberValue total,
      IntSupplier page,
      double boxWidth) {
    this.table = table;
    this.selection = selection;
    this.total = total;
    this.page = page;
    this.boxWidth = boxWidth;
    head.setOnAction(event -> toggleAll());
    selection.versionProperty().addListener((property, before, now) -> showHead());
    table.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
  }

  /** The box for the head of the column. */
  public CheckBox head() {
    return head;
  }

  /** Another list is shown: a range does not begin in the old one. */
  public void reset() {
    rangeStart = -1;
  }

  private void toggleAll() {
    if (selection.isEmpty()) {
      checkPage();
    } else {
      selection.clear();
    }
    showHead();
  }

  /** Checks the rows in memory around those looked at; "all matching" is one click further. */
  private void checkPage() {
    int size = list().pageSize();
    int first = page.getAsInt() * size;
    checkRange(first, first + size - 1);
  }

  @SuppressWarnings("unchecked") // The table is given nothing else.
  private PagedList<R> list() {
    return (PagedList<R>) table.getItems();
  }

  private void checkRange(int from, int to) {
    selection.checkAll(list().peek(Math.min(from, to), Math.max(from, to)));
  }

  private void showHead() {
    int count = selection.countProperty().get();
    boolean all = selection.allMatchingProperty().get() || count > 0 && count >= total.longValue();
    head.setSelected(all);
    head.setIndeterminate(!all && count > 0);
  }

  private void key(KeyEvent event) {
    int index = table.getSelectionModel().getSelectedIndex();
    boolean arrows = event.getCode() == KeyCode.UP || event.getCode() == KeyCode.DOWN;
    if (arrows && event.isShiftDown() && index >= 0) {
      extend(index, event.getCode() == KeyCode.DOWN ? index + 1 : index - 1);
      event.consume();
    } else if (event.getCode() == KeyCode.SPACE && index >= 0) {
      selection.toggle(table.getItems().get(index));
      rangeStart = index;
      event.consume();
    } else if (event.getCode() == KeyCode.A && event.isShortcutDown()) {
      checkPage();
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

  /** A mouse button went down on a row of the table. */
  public void pressed(MouseEvent event, int index, R row) {
    if (event.getButton() != MouseButton.PRIMARY) {
      return;
    }
    if (event.isShiftDown()) {
      checkRange(rangeStart < 0 ? index : rangeStart, index);
      event.consume();
    } else {
      if (event.getX() < boxWidth || event.isShortcutDown()) {
        selection.toggle(row);
        event.consume();
      }
      rangeStart = index;
    }
    table.requestFocus();
  }
}
