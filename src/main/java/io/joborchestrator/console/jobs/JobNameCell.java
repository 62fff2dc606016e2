package io.joborchestrator.console.jobs;

import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.RowCell;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.domain.job.JobRow;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/** Name and the end of the id; a grey bar while the row is being loaded. */
final class JobNameCell extends RowCell<JobRow> {
  private final Label name = new Label();
  private final Label id = new Label();
  private final HBox box = new HBox(6, name, id);
  private final Region bar = new Region();

  JobNameCell() {
    name.getStyleClass().add(Styles.NAME);
    id.getStyleClass().add(Styles.ID);
    id.setMinWidth(USE_PREF_SIZE);
    box.setAlignment(Pos.CENTER_LEFT);
    bar.getStyleClass().add(Styles.SKELETON_BAR);
    bar.setMaxWidth(160);
  }

  @Override
  protected void render(JobRow row) {
    if (!JobRows.isLoaded(row)) {
      bar.setPrefWidth(100 + 12 * (getIndex() % 6));
      renderNode(bar);
      return;
    }
    name.setText(row.name());
    id.setText(Formats.shortId(row.jobId()));
    renderNode(box);
    renderTooltip(row.name().length() > 24 ? row.name() + "\n" + row.jobId() : row.jobId());
  }
}
