package io.joborchestrator.console.workers;

import io.joborchestrator.console.view.Meter;
import io.joborchestrator.console.view.RowCell;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.domain.worker.WorkerRow;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/** A bar with a number behind it. */
final class LoadCell extends RowCell<WorkerRow> {
  private final Function<WorkerRow, @Nullable WorkerMeter> meter;
  private final Meter bar = new Meter(48);
  private final Label text = new Label();
  private final HBox box = new HBox(8, bar, text);

  LoadCell(Function<WorkerRow, @Nullable WorkerMeter> meter) {
    this.meter = meter;
    text.getStyleClass().add(Styles.SMALL);
    box.setAlignment(Pos.CENTER_LEFT);
  }

  @Override
  protected void render(WorkerRow row) {
    WorkerMeter value = WorkersViewModel.isAlive(row) ? meter.apply(row) : null;
    if (value == null) {
      renderNone();
      return;
    }
    bar.setTone(value.tone());
    bar.setFraction(value.fraction());
    text.setText(value.text());
    renderNode(box);
  }
}
