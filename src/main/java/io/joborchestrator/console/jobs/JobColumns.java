package io.joborchestrator.console.jobs;

import io.joborchestrator.console.view.DurationCell;
import io.joborchestrator.console.view.EngineCell;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.InstantCell;
import io.joborchestrator.console.view.ProgressCell;
import io.joborchestrator.console.view.ProgressCell.Progress;
import io.joborchestrator.console.view.RecordsCell;
import io.joborchestrator.console.view.RowCell;
import io.joborchestrator.console.view.RowCheckCell;
import io.joborchestrator.console.view.RowSelection;
import io.joborchestrator.console.view.StatusCell;
import io.joborchestrator.console.view.StatusView;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.TextCell;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.TableColumn;
import org.jspecify.annotations.Nullable;

/** The columns of the list of jobs, with the widths of the grid. FX thread only. */
final class JobColumns {
  static final double CHECK = 40;
  private static final double BAR = 72;
  private static final StatusView STOPPING =
      new StatusView("Running", StatusView.CANCEL_REQUESTED.icon(), "running");

  private final Supplier<@Nullable Instant> now;
  private final ZoneId zone;

  /**
   * @param now the database's time, or null while there is no connection
   */
  JobColumns(Supplier<@Nullable Instant> now, ZoneId zone) {
    this.now = now;
    this.zone = zone;
  }

  /** All columns, in the order of a first start. */
  List<TableColumn<JobRow, JobRow>> create(RowSelection<JobRow> selection) {
    TableColumn<JobRow, JobRow> check = new TableColumn<>();
    check.setId("check");
    check.setMinWidth(CHECK);
    check.setPrefWidth(CHECK);
    RowCheckCell.column(
        check, selection, (row, checked) -> (checked ? "Chosen: " : "Choose ") + row.name());
    return List.of(
        check,
        column("state", "State", 112, () -> new StatusCell<>(JobColumns::state)),
        column("job", "Job", 248, JobNameCell::new),
        column(
            "progress",
            "Progress or reason",
            176,
            () -> new ProgressCell<>(BAR, JobColumns::progress)),
        right(column("ran", "Ran", 92, () -> new DurationCell<>(JobRow::ran))),
        right(column("records", "Records", 84, () -> new RecordsCell<>(JobRow::recordsProcessed))),
        column("type", "Type", 126, () -> new TextCell<>(JobRow::type)),
        column("engine", "Engine", 82, () -> new EngineCell<>(JobRow::engine)),
        column(
            "submitted", "Submitted", 148, () -> new InstantCell<>(JobRow::submittedAt, now, zone)),
        column("worker", "Worker", 112, () -> new TextCell<>(JobRow::worker)),
        hidden(column("owner", "Owner", 112, () -> new TextCell<>(JobRow::owner))),
        hidden(
            column("priority", "Priority", 84, () -> new TextCell<>(row -> row.priority().wire()))),
        hidden(column("queue", "Queue", 112, () -> new TextCell<>(JobRow::queue))),
        hidden(
            column(
                "attempt",
                "Attempt",
                72,
                () -> new TextCell<>(row -> row.epoch() == 0 ? null : "" + row.epoch()))),
        hidden(column("tags", "Tags", 148, () -> new TextCell<>(JobColumns::tags))));
  }

  private static TableColumn<JobRow, JobRow> column(
      String id, String title, double width, Supplier<? extends RowCell<JobRow>> cells) {
    TableColumn<JobRow, JobRow> column = new TableColumn<>(title);
    column.setId(id);
    RowCell.column(column, cells);
    boolean showsLoading = id.equals("job");
    column.setCellValueFactory(
        features ->
            new ReadOnlyObjectWrapper<>(
                showsLoading || JobRows.isLoaded(features.getValue())
                    ? features.getValue()
                    : null));
    column.setMinWidth(56);
    column.setPrefWidth(width);
    return column;
  }

  private static TableColumn<JobRow, JobRow> right(TableColumn<JobRow, JobRow> column) {
    column.getStyleClass().add(Styles.ALIGN_RIGHT);
    return column;
  }

  private static TableColumn<JobRow, JobRow> hidden(TableColumn<JobRow, JobRow> column) {
    column.setVisible(false);
    return column;
  }

  private static StatusView state(JobRow row) {
    StatusView view = StatusView.of(row);
    return view.equals(StatusView.CANCEL_REQUESTED) ? STOPPING : view;
  }

  /** Progress while it runs, else why it is where it is. */
  static @Nullable Progress progress(JobRow row) {
    if (row.cancelRequested() && row.status() == JobStatus.RUNNING) {
      return Progress.reason("Cancel requested");
    }
    if (row.status() == JobStatus.RUNNING) {
      return running(row);
    }
    if (row.reason() != null) {
      return Progress.reason(row.reason());
    }
    return row.status() == JobStatus.COMPLETED ? Progress.reason("Done") : null;
  }

  private static Progress running(JobRow row) {
    if (row.percent() != null) {
      return Progress.of(row.percent(), "running");
    }
    return Progress.unknown(
        row.recordsProcessed() > 0 ? Formats.count(row.recordsProcessed()) : "working");
  }

  private static @Nullable String tags(JobRow row) {
    return row.tags().isEmpty() ? null : String.join(", ", row.tags());
  }
}
