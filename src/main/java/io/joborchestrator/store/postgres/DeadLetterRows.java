package io.joborchestrator.store.postgres;

import io.joborchestrator.domain.deadletter.BulkOperationItem;
import io.joborchestrator.domain.deadletter.DeadLetterDetail;
import io.joborchestrator.domain.deadletter.DeadLetterGroup;
import io.joborchestrator.domain.deadletter.DeadLetterReason;
import io.joborchestrator.domain.deadletter.DeadLetterRow;
import io.joborchestrator.domain.deadletter.DeadLetterState;
import io.joborchestrator.domain.deadletter.ReplayPreview;
import io.joborchestrator.domain.job.JobStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows of the dead-letter queue and its groups. */
final class DeadLetterRows {
  private DeadLetterRows() {}

  static DeadLetterRow row(ResultSet row) throws SQLException {
    String type = row.getString("error_type");
    return new DeadLetterRow(
        row.getLong("entry_no"),
        row.getString("job_id"),
        row.getString("job_name"),
        row.getString("job_type"),
        row.getString("queue_name"),
        row.getString("owner"),
        Rows.texts(row, "tags"),
        row.getString("execution_engine"),
        row.getInt("group_no"),
        DeadLetterState.parse(row.getString("state")),
        DeadLetterReason.valueOf(row.getString("reason")),
        row.getString("error_code"),
        type == null ? null : JobDetails.type(type),
        row.getString("error_message"),
        row.getInt("retry_count"),
        row.getInt("crash_count"),
        row.getInt("manual_retries"),
        row.getInt("failures"),
        row.getInt("replays"),
        Rows.instant(row, "first_failed_at"),
        Rows.instant(row, "failed_at"),
        longOrNull(row, "operation_no"),
        row.getString("assignee"),
        Rows.instant(row, "state_at"),
        row.getString("state_by"),
        row.getString("state_reason"));
  }

  static DeadLetterGroup group(ResultSet row) throws SQLException {
    String engine = row.getString("engine");
    return new DeadLetterGroup(
        row.getInt("group_no"),
        row.getString("signature"),
        row.getString("message"),
        row.getString("error_code"),
        Rows.texts(row, "reasons").stream()
            .map(DeadLetterReason::valueOf)
            .collect(Collectors.toSet()),
        row.getString("job_type"),
        engine.isEmpty() ? null : engine,
        row.getLong("entries"),
        row.getLong("open"),
        row.getLong("pending"),
        row.getLong("parked"),
        row.getLong("recovered"),
        Rows.instant(row, "first_failed_at"),
        Rows.instant(row, "last_failed_at"),
        List.of((Integer[]) row.getArray("trend").getArray()));
  }

  static ReplayPreview preview(ResultSet row) throws SQLException {
    return new ReplayPreview(
        row.getLong("matching"),
        row.getLong("eligible"),
        row.getLong("parked"),
        row.getLong("pending"),
        row.getLong("closed"),
        Rows.texts(row, "engines"),
        Rows.instantOrNull(row, "oldest"));
  }

  static DeadLetterDetail.Replay replay(ResultSet row) throws SQLException {
    String status = row.getString("status");
    return new DeadLetterDetail.Replay(
        row.getLong("operation_no"),
        BulkOperationItem.State.parse(row.getString("outcome")),
        row.getString("job_id"),
        status == null ? null : JobStatus.parse(status),
        row.getString("engine"),
        Rows.objectOrNull(row, "edited"),
        row.getString("message"),
        row.getString("created_by"),
        Rows.instant(row, "at"));
  }

  static DeadLetterDetail.Comment comment(ResultSet row) throws SQLException {
    return new DeadLetterDetail.Comment(
        Rows.instant(row, "at"), row.getString("author"), row.getString("text"));
  }

  static @Nullable Long longOrNull(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }
}
