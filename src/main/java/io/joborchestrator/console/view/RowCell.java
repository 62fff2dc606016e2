package io.joborchestrator.console.view;

import java.util.List;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import org.jspecify.annotations.Nullable;

/**
 * Base of the shared cells: gets the whole row, so that a cell can show two facts of it. Use with
 * {@link #column}. FX thread only.
 */
public abstract class RowCell<S> extends TableCell<S, S> {
  protected RowCell(String... styleClasses) {
    getStyleClass().addAll(List.of(styleClasses));
  }

  /** Makes a column show these cells, sorted by nothing (lists are sorted in SQL). */
  public static <S> void column(
      TableColumn<S, S> column, java.util.function.Supplier<? extends RowCell<S>> cells) {
    column.setCellValueFactory(features -> new ReadOnlyObjectWrapper<>(features.getValue()));
    column.setCellFactory(ignored -> cells.get());
    column.setSortable(false);
  }

  /** As {@link #column}, with header and cells at the right: for numbers. */
  public static <S> void columnRight(
      TableColumn<S, S> column, java.util.function.Supplier<? extends RowCell<S>> cells) {
    column(column, cells);
    column.getStyleClass().add(Styles.ALIGN_RIGHT);
  }

  /** Shows a row. Must set everything the cell ever shows: cells are reused. */
  protected abstract void render(S row);

  /** The faint dash of a missing value. */
  protected final void renderNone() {
    show(Formats.NONE, null, true);
  }

  protected final void renderText(@Nullable String text) {
    show(text == null ? Formats.NONE : text, null, text == null);
  }

  protected final void renderNode(Node node) {
    show(null, node, false);
  }

  private void show(@Nullable String text, @Nullable Node node, boolean none) {
    setText(text);
    setGraphic(node);
    boolean marked = getStyleClass().contains(Styles.DASH);
    if (none && !marked) {
      getStyleClass().add(Styles.DASH);
    } else if (!none && marked) {
      getStyleClass().remove(Styles.DASH);
    }
  }

  @Override
  protected final void updateItem(@Nullable S row, boolean empty) {
    super.updateItem(row, empty);
    if (empty || row == null) {
      show(null, null, false);
      setTooltip(null);
    } else {
      render(row);
    }
  }
}
