package io.joborchestrator.store.postgres;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.job.Attempt;
import io.joborchestrator.domain.job.ChunkCounts;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.JobEvent;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.job.LogLine;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everything about one job: detail, attempts, events, log. */
final class JobDetails {
  private static final String ROW = JobRows.SELECT + "WHERE job_id = ?";
  private static final String DETAIL =
      """
      SELECT j.config, j.result, coalesce(r.routing, j.routing) AS routing, j.error_code,
             j.error_type, j.error_message, j.error_detail, j.requested_engine,
             j.timeout_seconds, j.retry_policy, j.max_retries, j.parent_job_id, j.note,
             j.cancel_requested_at, j.cancel_requested_by, j.checkpoint_data, p.message AS progress_message, p.rate,
             CASE WHEN l.no IS NULL THEN wait_reason(j.no) END AS wait_reason,
             ARRAY(SELECT parent.job_id FROM job_dependencies d JOIN jobs parent
                   ON parent.no = d.parent_no WHERE d.no = j.no ORDER BY parent.no) AS parents,
             ARRAY(SELECT child.job_id FROM job_dependencies d JOIN jobs child
                   ON child.no = d.no WHERE d.parent_no = j.no ORDER BY child.no LIMIT 1000)
                 AS children,
             ARRAY(SELECT extract(epoch FROM a.ended_at - a.started_at)::float8
                   FROM (SELECT recent.no, recent.epoch FROM
                           (SELECT no, epoch, job_name, status FROM jobs
                            WHERE no > j.no - 10000 ORDER BY no DESC LIMIT 20000) recent
                         WHERE recent.job_name = j.job_name AND recent.status = 'completed'
                         ORDER BY recent.no DESC LIMIT 20) same
                   JOIN job_attempts a ON a.no = same.no AND a.epoch = same.epoch
                   ORDER BY same.no) AS last_runs
      FROM jobs j
      LEFT JOIN job_leases l ON l.no = j.no
      LEFT JOIN job_runs r ON r.no = l.no AND r.epoch = l.epoch
      LEFT JOIN job_progress p ON p.no = l.no AND p.epoch = l.epoch
      WHERE j.no = ?
      """;
  private static final String ATTEMPTS =
      """
      SELECT a.epoch, w.node_name AS worker, a.engine, a.engine_run_id, a.started_at, a.ended_at,
             a.outcome, a.error_code, a.error_type, a.error_message, a.error_detail, a.records
      FROM job_attempts a LEFT JOIN workers w ON w.worker_no = a.worker_no WHERE a.no = ?
      UNION ALL
      SELECT l.epoch, w.node_name, r.engine, r.engine_run_id, l.started_at, NULL, 'running', NULL,
             NULL, NULL, NULL, coalesce(p.records, 0)
      FROM job_leases l LEFT JOIN workers w ON w.worker_no = l.worker_no
      LEFT JOIN job_runs r ON r.no = l.no AND r.epoch = l.epoch
      LEFT JOIN job_progress p ON p.no = l.no AND p.epoch = l.epoch WHERE l.no = ?
      ORDER BY epoch
      """;
  private static final String EVENTS =
      """
      SELECT h.at, h.event, h.epoch, h.actor, h.reason, h.data
      FROM job_history h JOIN jobs j ON j.no = h.no WHERE j.job_id = ?
      ORDER BY h.at, h.place, h.epoch
      """;
  private static final String LOG =
      """
      SELECT g.epoch, g.seq, g.at, g.level, g.text
      FROM job_logs g JOIN jobs j ON j.no = g.no
      WHERE j.job_id = ? AND (?::integer IS NULL OR g.epoch = ?) AND (g.epoch, g.seq) > (?, ?)
      ORDER BY g.epoch, g.seq LIMIT ?
      """;
  private static final String SUBMISSION =
      """
      SELECT jsonb_build_object('name', job_name, 'type', job_type, 'config', config,
          'priority', priority, 'queue', queue_name, 'engine', requested_engine,
          'timeout_seconds', timeout_seconds, 'retry_policy', retry_policy, 'tags', tags,
          'parent_job_id', parent_job_id) AS submission
      FROM jobs WHERE job_id = ?
      """;

  private final Database database;

  JobDetails(Database database) {
    this.database = database;
  }

  Optional<JobDetail> find(String jobId) {
    return database.call(
        PoolKind.VIEW,
        "read the job",
        connection -> {
          Optional<JobRow> row = Statements.first(connection, ROW, JobRows::map, jobId);
          return row.isEmpty() ? Optional.empty() : detail(connection, row.get());
        });
  }

  private static Optional<JobDetail> detail(Connection connection, JobRow row) throws SQLException {
    List<Attempt> attempts = attempts(connection, row.no());
    return Statements.first(connection, DETAIL, result -> detail(result, row, attempts), row.no());
  }

  /** By epoch, the running one last. */
  static List<Attempt> attempts(Connection connection, long no) throws SQLException {
    return Statements.list(connection, ATTEMPTS, JobDetails::attempt, no, no);
  }

  private static JobDetail detail(ResultSet result, JobRow row, List<Attempt> attempts)
      throws SQLException {
    String routing = result.getString("routing");
    return new JobDetail(
        row,
        Rows.object(result, "config"),
        Rows.objectOrNull(result, "result"),
        routing == null ? null : RoutingJson.read(Rows.parse(routing)),
        result.getString("wait_reason"),
        error(result),
        result.getString("requested_engine"),
        Rows.durationOrNull(result, "timeout_seconds"),
        result.getString("retry_policy"),
        result.getInt("max_retries"),
        result.getString("parent_job_id"),
        Rows.texts(result, "parents"),
        Rows.texts(result, "children"),
        result.getString("progress_message"),
        Rows.doubleOrNull(result, "rate"),
        result.getString("note"),
        Rows.instantOrNull(result, "cancel_requested_at"),
        result.getString("cancel_requested_by"),
        attempts,
        durations(result),
        chunks(Rows.objectOrNull(result, "checkpoint_data")));
  }

  /** Version 1 may have written something else there. */
  private static @Nullable ChunkCounts chunks(@Nullable ObjectNode data) {
    return data == null || !data.path("chunks_total").isInt()
        ? null
        : new ChunkCounts(
            data.path("chunks_done").asInt(),
            data.path("chunks_total").asInt(),
            data.path("chunks_reused").asInt());
  }

  private static List<Duration> durations(ResultSet result) throws SQLException {
    Double[] seconds = (Double[]) result.getArray("last_runs").getArray();
    return Arrays.stream(seconds).map(Rows::duration).filter(Objects::nonNull).toList();
  }

  private static Attempt attempt(ResultSet row) throws SQLException {
    return new Attempt(
        row.getInt("epoch"),
        row.getString("worker"),
        row.getString("engine"),
        row.getString("engine_run_id"),
        Rows.instant(row, "started_at"),
        Rows.instantOrNull(row, "ended_at"),
        row.getString("outcome"),
        error(row),
        row.getLong("records"));
  }

  static @Nullable JobError error(ResultSet row) throws SQLException {
    String code = row.getString("error_code");
    String message = row.getString("error_message");
    if (code == null && message == null) {
      return null;
    }
    return new JobError(
        code == null ? "INTERNAL" : code,
        type(row.getString("error_type")),
        message == null ? "" : message,
        row.getString("error_detail"));
  }

  /** Other kinds of worker may use words of their own. */
  static ErrorType type(@Nullable String word) {
    return Arrays.stream(ErrorType.values())
        .filter(type -> word != null && type.wire().equals(word.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElse(ErrorType.SYSTEM);
  }

  List<JobEvent> events(String jobId) {
    return database.call(
        PoolKind.VIEW,
        "read what happened to the job",
        connection ->
            Statements.list(
                connection,
                EVENTS,
                row ->
                    new JobEvent(
                        Rows.instant(row, "at"),
                        row.getString("event"),
                        row.getInt("epoch"),
                        row.getString("actor"),
                        row.getString("reason"),
                        Rows.object(row, "data")),
                jobId));
  }

  List<LogLine> log(
      String jobId, @Nullable Integer epoch, int afterEpoch, long afterSeq, int limit) {
    return database.call(
        PoolKind.VIEW,
        "read the log",
        connection ->
            Statements.list(
                connection,
                LOG,
                row ->
                    new LogLine(
                        row.getInt("epoch"),
                        row.getLong("seq"),
                        Rows.instant(row, "at"),
                        row.getString("level"),
                        row.getString("text")),
                jobId,
                epoch,
                epoch,
                afterEpoch,
                afterSeq,
                limit));
  }

  Optional<JobSubmission> submission(String jobId) {
    return database.call(
        PoolKind.VIEW,
        "read the job",
        connection ->
            Statements.first(
                connection,
                SUBMISSION,
                row -> SubmissionJson.read(Rows.object(row, "submission")),
                jobId));
  }
}
