package io.joborchestrator.store.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import io.joborchestrator.domain.worker.ExecutorFacts;
import io.joborchestrator.domain.worker.WorkerRow;
import io.joborchestrator.store.FleetStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Workers, queues and the connection itself. */
final class PostgresFleetStore implements FleetStore {
  private static final String WORKERS =
      """
      SELECT * FROM fleet
      WHERE state = 'alive' OR (state = 'lost' AND last_heartbeat > clock_timestamp() - interval '1 day')
      ORDER BY coalesce(part_of, node_name), worker_no, part_of NULLS FIRST, worker_id
      """;
  private static final String COMMAND = "SELECT worker_command(?, ?)";
  private static final String QUEUES =
      """
      SELECT q.name, q.paused,
             coalesce(sum(c.jobs) FILTER (WHERE c.status = 'queued'), 0) AS queued,
             coalesce(sum(c.jobs) FILTER (WHERE c.status = 'running'), 0) AS running,
             greatest(extract(epoch FROM clock_timestamp() - min(oldest.run_at)), 0)
                 AS oldest_seconds
      FROM queues q
      LEFT JOIN lanes lane ON lane.queue_name = q.name
      LEFT JOIN job_counts_now c ON c.lane_id = lane.lane_id
      LEFT JOIN LATERAL (
          SELECT min(head.run_at) AS run_at
          FROM generate_series(0, 4) AS r (rank)
          CROSS JOIN LATERAL (
              SELECT run_at FROM job_queue
              WHERE job_queue.lane_id = lane.lane_id AND job_queue.rank = r.rank
              ORDER BY run_at, no LIMIT 1) head) oldest ON true
      GROUP BY q.name, q.paused
      ORDER BY q.name
      """;
  private static final String PAUSE = "SELECT pause_queue(?, ?)";
  private static final String RESUME = "SELECT resume_queue(?, ?)";
  private static final String FACTS =
      """
      SELECT session_user AS login, current_setting('server_version') AS server,
             current_database() AS database,
             (SELECT version FROM schema_history WHERE success AND version IS NOT NULL
              ORDER BY installed_rank DESC LIMIT 1) AS schema,
             CASE WHEN (SELECT rolsuper FROM pg_roles WHERE rolname = session_user)
                  THEN 'owner' ELSE 'member' END AS role
      """;
  private static final String TIME = "SELECT clock_timestamp() AS now";

  private final Database database;

  PostgresFleetStore(Database database) {
    this.database = database;
  }

  @Override
  public List<WorkerRow> workers() {
    return database.call(
        PoolKind.VIEW,
        "list the workers",
        connection -> Statements.list(connection, WORKERS, PostgresFleetStore::worker));
  }

  private static WorkerRow worker(ResultSet row) throws SQLException {
    return new WorkerRow(
        row.getString("worker_id"),
        row.getString("node_name"),
        row.getString("kind"),
        row.getString("status"),
        row.getString("host_name"),
        row.getString("version"),
        Rows.instantOrNull(row, "last_heartbeat"),
        Rows.durationOrNull(row, "heartbeat_age_seconds"),
        Rows.durationOrNull(row, "clock_skew_seconds"),
        row.getInt("slots"),
        row.getInt("running_jobs"),
        Rows.doubleOrNull(row, "cpu_percent"),
        Rows.doubleOrNull(row, "memory_percent"),
        Rows.texts(row, "capabilities"),
        row.getString("owner"),
        executor(row));
  }

  private static @Nullable ExecutorFacts executor(ResultSet row) throws SQLException {
    String text = row.getString("executor");
    if (text == null) {
      return null;
    }
    JsonNode facts = Rows.parse(text);
    JsonNode added = facts.path("added_at");
    return new ExecutorFacts(
        row.getString("part_of"),
        facts.path("application").asText(),
        facts.path("executor_id").asText(),
        facts.path("memory_bytes").asLong(),
        facts.path("completed_tasks").asLong(),
        facts.path("failed_tasks").asLong(),
        added.isTextual() ? OffsetDateTime.parse(added.asText()).toInstant() : null,
        facts.path("loss").textValue());
  }

  @Override
  public void command(String workerId, String command) {
    database.call(
        PoolKind.CONTROL,
        command + " a worker",
        connection ->
            Statements.list(connection, COMMAND, row -> true, workerId, command).isEmpty());
  }

  @Override
  public List<QueueRow> queues() {
    return database.call(
        PoolKind.VIEW,
        "list the queues",
        connection ->
            Statements.list(
                connection,
                QUEUES,
                row ->
                    new QueueRow(
                        row.getString("name"),
                        row.getBoolean("paused"),
                        row.getLong("queued"),
                        row.getLong("running"),
                        row.getDouble("oldest_seconds"))));
  }

  @Override
  public void pauseQueue(String name, boolean paused, String reason) {
    String sql = paused ? PAUSE : RESUME;
    database.call(
        PoolKind.CONTROL,
        (paused ? "pause" : "resume") + " the queue " + name,
        connection -> Statements.list(connection, sql, row -> true, name, reason).isEmpty());
  }

  @Override
  public ConnectionFacts facts() {
    return database.call(
        PoolKind.VIEW,
        "ask who is connected",
        connection ->
            Statements.one(
                connection,
                FACTS,
                row ->
                    new ConnectionFacts(
                        row.getString("login"),
                        row.getString("role"),
                        row.getString("server"),
                        row.getString("schema"),
                        row.getString("database"))));
  }

  @Override
  public Instant serverTime() {
    return database.callOnce(
        PoolKind.CONTROL,
        "ask for the time",
        connection -> Statements.one(connection, TIME, row -> Rows.instant(row, "now")));
  }
}
