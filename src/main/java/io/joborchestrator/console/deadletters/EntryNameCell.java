package io.joborchestrator.console.deadletters;

import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.RowCell;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Tooltips;
import io.joborchestrator.domain.deadletter.DeadLetterRow;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/** Name of the job and the end of its id; a grey bar while the entry is being loaded. */
final class EntryNameCell extends RowCell<DeadLetterRow> {
  private final Label name = new Label();
  private final Label id = new Label();
  private final HBox box = new HBox(6, name, id);
  private final Region bar = new Region();

  EntryNameCell() {
    name.getStyleClass().add(Styles.NAME);
    id.getStyleClass().add(Styles.ID);
    id.setMinWidth(USE_PREF_SIZE);
    box.setAlignment(Pos.CENTER_LEFT);
    bar.getStyleClass().add(Styles.SKELETON_BAR);
    bar.setMaxWidth(140);
  }

  @Override
  protected void render(DeadLetterRow row) {
    if (!EntryRows.isLoaded(row)) {
      bar.setPrefWidth(90 + 10 * (getIndex() % 6));
      renderNode(bar);
      return;
    }
    name.setText(row.jobName());
    id.setText(Formats.shortId(row.jobId()));
    renderNode(box);
    Tooltips.set(this, row.jobName() + "\n" + row.jobId());
  }
}
