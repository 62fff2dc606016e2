package io.joborchestrator.store.postgres;

import io.joborchestrator.domain.job.JobPriority;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The view {@code job_list}. */
final class JobRows {
  static final String SELECT =
      """
      SELECT no, job_id, job_name, job_type, status, priority, queue_name, engine, owner,
             created_at, run_at, started_at, finished_at, percent, records, records_total,
             ran_seconds, epoch, retry_count, cancel_requested, reason, worker, tags, updated_at
      FROM job_list
      """;

  private JobRows() {}

  static JobRow map(ResultSet row) throws SQLException {
    return new JobRow(
        row.getLong("no"),
        row.getString("job_id"),
        row.getString("job_name"),
        row.getString("job_type"),
        JobStatus.parse(row.getString("status")),
        JobPriority.parse(row.getString("priority")),
        row.getString("queue_name"),
        row.getString("engine"),
        row.getString("owner"),
        Rows.instant(row, "created_at"),
        Rows.instantOrNull(row, "run_at"),
        Rows.instantOrNull(row, "started_at"),
        Rows.instantOrNull(row, "finished_at"),
        Rows.doubleOrNull(row, "percent"),
        row.getLong("records"),
        row.getLong("records_total"),
        Rows.durationOrNull(row, "ran_seconds"),
        row.getInt("epoch"),
        row.getInt("retry_count"),
        row.getBoolean("cancel_requested"),
        row.getString("reason"),
        row.getString("worker"),
        Rows.texts(row, "tags"),
        Rows.instant(row, "updated_at"));
  }
}
