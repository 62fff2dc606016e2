package io.joborchestrator.store.postgres;

import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.store.ScheduleStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table {@code schedules}. */
final class PostgresScheduleStore implements ScheduleStore {
  private static final String SAVE = "SELECT save_schedule(?::jsonb, ?, ?, ?)";
  private static final String LIST =
      "SELECT * FROM schedules WHERE enabled ORDER BY job_name, schedule_id";
  private static final String DUE =
      """
      SELECT * FROM schedules WHERE enabled AND next_run_at <= clock_timestamp()
      ORDER BY next_run_at LIMIT ?
      """;
  private static final String ADVANCE = "SELECT advance_schedule(?, ?, ?)";
  private static final String REMOVE = "SELECT remove_schedule(?)";

  private final Database database;

  PostgresScheduleStore(Database database) {
    this.database = database;
  }

  @Override
  public String save(JobSubmission submission, String cron, String timeZone, Instant nextAt) {
    Database.Work<String> save =
        connection ->
            Statements.one(
                connection,
                SAVE,
                row -> row.getString(1),
                SubmissionJson.write(submission).toString(),
                cron,
                timeZone,
                nextAt);
    String doing = "store a schedule";
    return submission.idempotencyKey() == null
        ? database.callOnce(PoolKind.WORK, doing, save)
        : database.call(PoolKind.WORK, doing, save);
  }

  @Override
  public List<Schedule> schedules() {
    return database.call(
        PoolKind.VIEW,
        "list the schedules",
        connection -> Statements.list(connection, LIST, PostgresScheduleStore::schedule));
  }

  @Override
  public List<Schedule> due(int limit) {
    return database.call(
        PoolKind.DUTY,
        "look for due schedules",
        connection -> Statements.list(connection, DUE, PostgresScheduleStore::schedule, limit));
  }

  private static Schedule schedule(ResultSet row) throws SQLException {
    return new Schedule(
        row.getString("schedule_id"),
        SubmissionJson.read(Rows.object(row, "submission")),
        row.getString("cron"),
        row.getString("time_zone"),
        Rows.instant(row, "next_run_at"),
        row.getString("owner"));
  }

  @Override
  public boolean advance(String scheduleId, Instant firedAt, @Nullable Instant nextAt) {
    return database.call(
        PoolKind.DUTY,
        "move a schedule on",
        connection ->
            Statements.one(
                connection, ADVANCE, row -> row.getBoolean(1), scheduleId, firedAt, nextAt));
  }

  @Override
  public boolean remove(String scheduleId) {
    return database.call(
        PoolKind.DUTY,
        "remove a schedule",
        connection -> Statements.one(connection, REMOVE, row -> row.getBoolean(1), scheduleId));
  }
}
