package io.joborchestrator.console.workers;

import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.RowCell;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.domain.worker.WorkerRow;
import java.time.Duration;

/** Time since the last heartbeat; red for a lost worker. */
final class HeartbeatCell extends RowCell<WorkerRow> {
  private final WorkersViewModel viewModel;

  HeartbeatCell(WorkersViewModel viewModel) {
    super(Styles.ALIGN_RIGHT);
    this.viewModel = viewModel;
  }

  @Override
  protected void render(WorkerRow row) {
    Duration age = viewModel.age(row);
    renderText(age == null ? null : Formats.duration(age));
    getStyleClass().remove(Styles.ERROR_TEXT);
    if ("lost".equals(row.status())) {
      getStyleClass().add(Styles.ERROR_TEXT);
    }
  }
}
