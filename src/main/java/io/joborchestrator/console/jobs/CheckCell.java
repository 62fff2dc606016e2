package io.joborchestrator.console.jobs;

import io.joborchestrator.domain.job.JobRow;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.WeakChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import org.jspecify.annotations.Nullable;

/** The box that chooses a row. Shows what the selection says; a click asks for a change. */
final class CheckCell extends TableCell<JobRow, JobRow> {
  private final JobSelection selection;
  private final CheckBox box = new CheckBox();
  private final ChangeListener<Number> marker = (property, before, now) -> show(getItem());

  CheckCell(JobSelection selection) {
    this.selection = selection;
    setAlignment(Pos.CENTER_LEFT);
    getStyleClass().add("check-cell");
    box.setFocusTraversable(false);
    // The row handles clicks, so that shift and ctrl work everywhere in it.
    box.setMouseTransparent(true);
    // The table drops and makes cells as it likes: the selection must not hold them.
    selection.versionProperty().addListener(new WeakChangeListener<>(marker));
  }

  static void column(TableColumn<JobRow, JobRow> column, JobSelection selection) {
    column.setCellValueFactory(
        features -> new javafx.beans.property.ReadOnlyObjectWrapper<>(features.getValue()));
    column.setCellFactory(ignored -> new CheckCell(selection));
    column.setSortable(false);
    column.setReorderable(false);
    column.setResizable(false);
  }

  @Override
  protected void updateItem(@Nullable JobRow row, boolean empty) {
    super.updateItem(row, empty);
    show(empty ? null : row);
  }

  private void show(@Nullable JobRow row) {
    box.setVisible(row != null);
    if (row == null) {
      return;
    }
    setGraphic(box);
    boolean checked = selection.isChecked(row);
    box.setSelected(checked);
    box.setAccessibleText((checked ? "Chosen: " : "Choose ") + row.name());
  }
}
