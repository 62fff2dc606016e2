package io.joborchestrator.console.view;

import java.util.function.BiFunction;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.WeakChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import org.jspecify.annotations.Nullable;

/**
 * The box that chooses a row. Shows what the selection says; clicks are the row's, see {@link
 * RowChecks}.
 */
public final class RowCheckCell<R> extends TableCell<R, R> {
  private final RowSelection<R> selection;
  private final BiFunction<R, Boolean, String> words;
  private final CheckBox box = new CheckBox();
  private final ChangeListener<Number> marker = (property, before, now) -> show(getItem());

  private RowCheckCell(RowSelection<R> selection, BiFunction<R, Boolean, String> words) {
    this.selection = selection;
    this.words = words;
    setAlignment(Pos.CENTER_LEFT);
    getStyleClass().add("check-cell");
    box.setFocusTraversable(false);
    // The row handles clicks, so that shift and ctrl work everywhere in it.
    box.setMouseTransparent(true);
    // The table drops and makes cells as it likes: the selection must not hold them.
    selection.versionProperty().addListener(new WeakChangeListener<>(marker));
  }

  /**
   * Makes a column one of such boxes.
   *
   * @param words what a screen reader says of the box of a row that is checked, or not
   */
  public static <R> void column(
      TableColumn<R, R> column, RowSelection<R> selection, BiFunction<R, Boolean, String> words) {
    column.setCellValueFactory(features -> new ReadOnlyObjectWrapper<>(features.getValue()));
    column.setCellFactory(ignored -> new RowCheckCell<>(selection, words));
    column.setSortable(false);
    column.setReorderable(false);
    column.setResizable(false);
  }

  @Override
  protected void updateItem(@Nullable R row, boolean empty) {
    super.updateItem(row, empty);
    show(empty ? null : row);
  }

  private void show(@Nullable R row) {
    box.setVisible(row != null && selection.isLoaded(row));
    if (row == null) {
      return;
    }
    setGraphic(box);
    boolean checked = selection.isChecked(row);
    box.setSelected(checked);
    box.setAccessibleText(words.apply(row, checked));
  }
}
