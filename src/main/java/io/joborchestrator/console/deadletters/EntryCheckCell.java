package io.joborchestrator.console.deadletters;

import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.deadletter.DeadLetterRow;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.WeakChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TableCell;
import org.jspecify.annotations.Nullable;

/** The box that chooses an entry. Shows what the selection says; the row handles clicks. */
final class EntryCheckCell extends TableCell<DeadLetterRow, DeadLetterRow> {
  private final EntrySelection selection;
  private final Texts texts;
  private final CheckBox box = new CheckBox();
  private final ChangeListener<Number> marker = (property, before, now) -> show(getItem());

  EntryCheckCell(EntrySelection selection, Texts texts) {
    this.selection = selection;
    this.texts = texts;
    setAlignment(Pos.CENTER_LEFT);
    getStyleClass().add("check-cell");
    box.setFocusTraversable(false);
    box.setMouseTransparent(true);
    // The table drops and makes cells as it likes: the selection must not hold them.
    selection.versionProperty().addListener(new WeakChangeListener<>(marker));
  }

  @Override
  protected void updateItem(@Nullable DeadLetterRow row, boolean empty) {
    super.updateItem(row, empty);
    show(empty ? null : row);
  }

  private void show(@Nullable DeadLetterRow row) {
    if (row == null || !EntryRows.isLoaded(row)) {
      setGraphic(null);
      return;
    }
    setGraphic(box);
    boolean checked = selection.isChecked(row);
    box.setSelected(checked);
    box.setAccessibleText(
        texts.get(checked ? "dead.check.chosen" : "dead.check.choose", row.jobName()));
  }
}
