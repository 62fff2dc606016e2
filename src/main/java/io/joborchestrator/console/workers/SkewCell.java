package io.joborchestrator.console.workers;

import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.RowCell;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.domain.worker.WorkerRow;
import java.time.Duration;
import javafx.scene.control.Label;

/** The worker's clock minus the database's, with its sign; amber with an icon beyond the limit. */
final class SkewCell extends RowCell<WorkerRow> {
  private final Label warning = new Label("", Icons.of("mdomz-warning", Styles.ICON_WARNING));

  SkewCell() {
    super(Styles.ALIGN_RIGHT);
    warning.getStyleClass().add(Styles.WARNING_TEXT);
  }

  @Override
  protected void render(WorkerRow row) {
    Duration skew = row.clockSkew();
    if (skew == null || !WorkersViewModel.isAlive(row)) {
      renderNone();
      return;
    }
    String text = text(skew);
    if (WorkersViewModel.isSkewed(row)) {
      warning.setText(text);
      renderNode(warning);
    } else {
      renderText(text);
    }
  }

  private static String text(Duration skew) {
    if (skew.toMillis() == 0) {
      return "0 ms";
    }
    return (skew.isNegative() ? "-" : "+") + Formats.duration(skew.abs());
  }
}
