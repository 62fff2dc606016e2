package io.joborchestrator.console.view;

import java.util.List;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/**
 * Base of the shared cells: gets the whole row, so that a cell can show two facts of it. Use with
 * {@link #column}. FX thread only.
 */
public abstract class RowCell<S> extends TableCell<S, S> {
  private @Nullable String tooltipText;

  protected RowCell(String... styleClasses) {
    getStyleClass().addAll(List.of(styleClasses));
    addEventHandler(MouseEvent.MOUSE_ENTERED, event -> showTooltip());
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

  /**
   * What hovering shows of the row being rendered; nothing unless this is called. The tooltip is
   * made when the mouse comes: for every cell of a table it would cost more than the cell.
   */
  protected final void renderTooltip(@Nullable String text) {
    tooltipText = text;
  }

  /** The tooltip that was asked for; the whole text where the column is too narrow for it. */
  private void showTooltip() {
    Tooltips.set(this, tooltipText == null ? CutText.of(this) : tooltipText);
  }

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

  /**
   * Shows nothing. A table empties each cell before it shows the next row in it, so the nodes stay
   * where they are: to take them out and put them back would style and measure them anew.
   */
  private void clear() {
    if (getIndex() < 0) {
      // Set aside by the table and not visible.
      return;
    }
    setText(null);
    Node node = getGraphic();
    if (node != null) {
      node.setVisible(false);
    }
  }

  private void show(@Nullable String text, @Nullable Node node, boolean none) {
    setText(text);
    setGraphic(node);
    if (node != null) {
      node.setVisible(true);
    }
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
    tooltipText = null;
    if (empty || row == null) {
      clear();
    } else {
      render(row);
    }
    if (getTooltip() != null) {
      Tooltips.set(this, tooltipText);
    }
  }
}
