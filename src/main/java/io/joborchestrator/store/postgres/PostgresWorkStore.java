package io.joborchestrator.store.postgres;

import static io.joborchestrator.store.postgres.Statements.array;
import static io.joborchestrator.store.postgres.Statements.texts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.job.LogLine;
import io.joborchestrator.domain.worker.WorkerRegistration;
import io.joborchestrator.store.CheckpointStore;
import io.joborchestrator.store.WorkStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The functions of {@code V003__work.sql} and {@code V005__duties.sql}. */
final class PostgresWorkStore implements WorkStore {
  private static final String REGISTER =
      "SELECT w.*, declare_engines(w.worker_no, w.epoch, ?::jsonb) FROM register_worker(?::jsonb) w";
  private static final String HEARTBEAT = "SELECT * FROM heartbeat(?, ?, ?, ?, ?, ?)";
  private static final String DEREGISTER = "SELECT deregister_worker(?, ?)";
  private static final String CLAIM = "SELECT * FROM claim_jobs(?, ?, ?, ?, ?)";
  private static final String RELEASE_UNKNOWN = "SELECT release_unknown_jobs(?, ?, ?)";
  private static final String RELEASE = "SELECT release_jobs(?, ?, ?, ?)";
  private static final String START =
      "SELECT no, epoch, must_wait FROM start_runs(?, ?, ?, ?, ?, ?::jsonb[])";
  private static final String PREPARE_PUBLISH = "SELECT prepare_publish(?, ?, ?, ?::jsonb)";
  private static final String PROGRESS = "SELECT report_progress(?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String LOG = "SELECT append_log(?, ?, ?, ?, ?, ?, ?)";
  private static final String COMPLETE =
      "SELECT no, epoch FROM complete_jobs(?, ?, ?, ?, ?, ?::jsonb[], ?)";
  private static final String FAIL =
      "SELECT no, epoch FROM fail_jobs(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String CANCELLED =
      "SELECT no, epoch FROM cancel_jobs_confirmed(?, ?, ?, ?, ?, ?, ?)";
  private static final String STORED =
      """
      SELECT a.no, a.epoch FROM unnest(?, ?) AS c (no, epoch)
      JOIN job_attempts a ON a.no = c.no AND a.epoch = c.epoch
      WHERE a.worker_no = ?
        AND EXISTS (SELECT FROM job_events e
                    WHERE e.no = a.no AND e.epoch = a.epoch AND e.event = ANY (?))
      """;
  private static final String STAGE_DUE = "SELECT stage_due_jobs(?)";
  private static final String RESCUE = "SELECT rescue_dead_workers(?)";
  private static final String NEXT_LEASE_END = "SELECT next_lease_end()";
  private static final String MARK_RUNNING =
      "SELECT mark_running(make_interval(secs => ?::double precision), ?)";
  private static final String MAINTAIN = "SELECT maintain(?)";

  private final Database database;
  private final HeldJobs held;
  private final CheckpointStore checkpoints;

  PostgresWorkStore(Database database, HeldJobs held) {
    this.database = database;
    this.held = held;
    this.checkpoints = new PostgresCheckpointStore(database);
  }

  @Override
  public CheckpointStore checkpoints() {
    return checkpoints;
  }

  @Override
  public WorkerSession register(WorkerRegistration registration) {
    WorkerSession session = registerNow(registration);
    held.registered(session);
    return session;
  }

  private WorkerSession registerNow(WorkerRegistration registration) {
    return database.call(
        PoolKind.CONTROL,
        "register as a worker",
        connection ->
            Statements.one(
                connection,
                REGISTER,
                row ->
                    new WorkerSession(
                        row.getLong("worker_no"),
                        row.getInt("epoch"),
                        Rows.instant(row, "server_time"),
                        registration.lease()),
                PostgresBreakerStore.json(registration.resources()).toString(),
                json(registration).toString()));
  }

  private static ObjectNode json(WorkerRegistration worker) {
    ObjectNode node = Rows.JSON.createObjectNode();
    node.put("worker_id", worker.workerId());
    node.put("name", worker.name());
    node.put("kind", worker.kind());
    node.put("host", worker.host());
    node.put("version", worker.version());
    node.put("pid", worker.pid());
    node.put("slots", worker.slots());
    node.put("cpu_cores", worker.cpuCores());
    node.put("memory_bytes", worker.memoryBytes());
    worker.jobTypes().forEach(node.putArray("job_types")::add);
    worker.engines().forEach(node.putArray("engines")::add);
    worker.queues().forEach(node.putArray("queues")::add);
    node.put("only_own_jobs", worker.onlyOwnJobs());
    node.put("lease_seconds", Rows.seconds(worker.lease()));
    return node;
  }

  @Override
  public HeartbeatReply heartbeat(WorkerSession session, WorkerLoad load) {
    return database.call(
        PoolKind.CONTROL,
        "send a heartbeat",
        connection ->
            Statements.one(
                connection,
                HEARTBEAT,
                PostgresWorkStore::reply,
                session.workerNo(),
                session.epoch(),
                load.runningJobs(),
                load.cpuPercent(),
                load.memoryPercent(),
                load.localTime()));
  }

  private static HeartbeatReply reply(ResultSet row) throws SQLException {
    List<JobCommand> commands = new ArrayList<>();
    for (JsonNode command : Rows.parse(row.getString("commands"))) {
      commands.add(
          new JobCommand(
              command.path("no").asLong(),
              command.path("epoch").asInt(),
              command.path("command").asText(),
              command.hasNonNull("reason") ? command.path("reason").asText() : null));
    }
    return new HeartbeatReply(
        row.getBoolean("valid"),
        row.getBoolean("paused"),
        row.getBoolean("draining"),
        Rows.instant(row, "server_time"),
        List.copyOf(commands));
  }

  @Override
  public void deregister(WorkerSession session) {
    held.forget(session);
    database.call(
        PoolKind.CONTROL,
        "leave the fleet",
        connection ->
            Statements.one(
                connection, DEREGISTER, row -> row.getInt(1), session.workerNo(), session.epoch()));
  }

  @Override
  public List<ClaimedJob> claim(WorkerSession session, ClaimRequest request) {
    return held.claim(
        session, () -> claimOnce(session, request), known -> releaseUnknown(session, known));
  }

  /** Never repeated: the first try may have been committed. */
  private List<ClaimedJob> claimOnce(WorkerSession session, ClaimRequest request) {
    return database.callOnce(
        PoolKind.WORK,
        "claim jobs",
        connection ->
            Statements.list(
                connection,
                CLAIM,
                PostgresWorkStore::claimed,
                session.workerNo(),
                session.epoch(),
                request.limit(),
                texts(request.jobTypes()),
                texts(request.engines())));
  }

  void releaseUnknown(WorkerSession session, Collection<Long> known) {
    database.call(
        PoolKind.WORK,
        "give back jobs of a lost answer",
        connection ->
            Statements.one(
                connection,
                RELEASE_UNKNOWN,
                row -> row.getInt(1),
                session.workerNo(),
                session.epoch(),
                array("bigint", known, no -> no)));
  }

  static ClaimedJob claimed(ResultSet row) throws SQLException {
    return new ClaimedJob(
        row.getLong("no"),
        row.getString("job_id"),
        row.getInt("epoch"),
        row.getString("job_name"),
        row.getString("job_type"),
        Rows.object(row, "config"),
        row.getString("requested_engine"),
        Rows.durationOrNull(row, "timeout_seconds"),
        row.getString("owner"),
        row.getInt("retry_count"),
        row.getString("previous_engine"),
        row.getString("previous_engine_run_id"),
        Rows.objectOrNull(row, "publish_manifest"),
        row.getString("retry_policy"));
  }

  @Override
  public void release(WorkerSession session, List<Claim> claims, String reason) {
    releaseNow(session, claims, reason);
    held.ended(session, claims);
  }

  private void releaseNow(WorkerSession session, List<Claim> claims, String reason) {
    database.call(
        PoolKind.WORK,
        "give jobs back",
        connection ->
            Statements.one(
                connection,
                RELEASE,
                row -> row.getInt(1),
                session.workerNo(),
                array("bigint", claims, Claim::no),
                array("integer", claims, Claim::epoch),
                reason));
  }

  @Override
  public Starts started(WorkerSession session, List<Start> starts) {
    Map<Claim, Boolean> waits = new HashMap<>();
    startedNow(session, starts).forEach(answer -> waits.put(answer.claim(), answer.waits()));
    held.ended(
        session,
        starts.stream().map(Start::claim).filter(claim -> !waits.containsKey(claim)).toList());
    return new Starts(
        waits.keySet().stream().filter(claim -> Boolean.FALSE.equals(waits.get(claim))).toList(),
        waits.keySet().stream().filter(claim -> Boolean.TRUE.equals(waits.get(claim))).toList());
  }

  private record StartAnswer(Claim claim, boolean waits) {}

  private List<StartAnswer> startedNow(WorkerSession session, List<Start> starts) {
    return database.call(
        PoolKind.WORK,
        "store the start of runs",
        connection ->
            Statements.list(
                connection,
                START,
                row -> new StartAnswer(claim(row), row.getBoolean("must_wait")),
                session.workerNo(),
                array("bigint", starts, start -> start.claim().no()),
                array("integer", starts, start -> start.claim().epoch()),
                array("text", starts, Start::engine),
                array("text", starts, Start::engineRunId),
                array("text", starts, start -> RoutingJson.write(start.routing()).toString())));
  }

  @Override
  public boolean preparePublish(WorkerSession session, Claim claim, ObjectNode manifest) {
    boolean current = preparePublishNow(session, claim, manifest);
    if (!current) {
      held.ended(session, List.of(claim));
    }
    return current;
  }

  private boolean preparePublishNow(WorkerSession session, Claim claim, ObjectNode manifest) {
    return database.call(
        PoolKind.WORK,
        "store what is about to be published",
        connection ->
            Statements.one(
                connection,
                PREPARE_PUBLISH,
                row -> row.getBoolean(1),
                session.workerNo(),
                claim.no(),
                claim.epoch(),
                manifest.toString()));
  }

  @Override
  public void progress(WorkerSession session, List<ProgressReport> reports) {
    database.call(
        PoolKind.WORK,
        "report progress",
        connection ->
            Statements.one(
                connection,
                PROGRESS,
                row -> row.getInt(1),
                session.workerNo(),
                array("bigint", reports, report -> report.claim().no()),
                array("integer", reports, report -> report.claim().epoch()),
                array("float8", reports, ProgressReport::percent),
                array("bigint", reports, ProgressReport::records),
                array("bigint", reports, ProgressReport::recordsTotal),
                array("float8", reports, ProgressReport::rate),
                array("text", reports, ProgressReport::message)));
  }

  @Override
  public void log(WorkerSession session, Claim claim, List<LogLine> lines) {
    database.call(
        PoolKind.WORK,
        "store log lines",
        connection ->
            Statements.one(
                connection,
                LOG,
                row -> row.getBoolean(1),
                session.workerNo(),
                claim.no(),
                claim.epoch(),
                array("bigint", lines, LogLine::seq),
                array("timestamptz", lines, line -> line.at().toString()),
                array("text", lines, LogLine::level),
                array("text", lines, line -> withoutNul(line.text()))));
  }

  /** PostgreSQL stores every character but this one. */
  private static String withoutNul(String text) {
    return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
  }

  @Override
  public List<Claim> complete(WorkerSession session, List<Completion> completions) {
    return settled(
        session,
        completions.stream().map(Completion::claim).toList(),
        completeNow(session, completions),
        List.of("completed"));
  }

  private List<Claim> completeNow(WorkerSession session, List<Completion> completions) {
    return database.call(
        PoolKind.WORK,
        "complete jobs",
        connection ->
            Statements.list(
                connection,
                COMPLETE,
                PostgresWorkStore::claim,
                session.workerNo(),
                array("bigint", completions, done -> done.claim().no()),
                array("integer", completions, done -> done.claim().epoch()),
                array("timestamptz", completions, done -> done.startedAt().toString()),
                array("text", completions, Completion::engine),
                array("text", completions, done -> Rows.text(done.result())),
                array("bigint", completions, Completion::records)));
  }

  @Override
  public List<Claim> fail(WorkerSession session, List<Failure> failures) {
    return settled(
        session,
        failures.stream().map(Failure::claim).toList(),
        failNow(session, failures),
        List.of("failed", "timeout", "retrying"));
  }

  private List<Claim> failNow(WorkerSession session, List<Failure> failures) {
    return database.call(
        PoolKind.WORK,
        "store failures",
        connection ->
            Statements.list(
                connection,
                FAIL,
                PostgresWorkStore::claim,
                session.workerNo(),
                array("bigint", failures, failed -> failed.claim().no()),
                array("integer", failures, failed -> failed.claim().epoch()),
                array("timestamptz", failures, failed -> failed.startedAt().toString()),
                array("text", failures, Failure::engine),
                array("text", failures, failed -> failed.error().code()),
                array("text", failures, failed -> failed.error().type().wire()),
                array("text", failures, failed -> withoutNul(failed.error().message())),
                array("text", failures, PostgresWorkStore::detail),
                array("boolean", failures, Failure::timedOut),
                array("float8", failures, failed -> Rows.seconds(failed.retryAfter())),
                array("boolean", failures, Failure::byPolicy)));
  }

  private static @Nullable String detail(Failure failed) {
    String detail = failed.error().detail();
    return detail == null ? null : withoutNul(detail);
  }

  @Override
  public List<Claim> cancelled(WorkerSession session, List<Cancellation> cancellations) {
    return settled(
        session,
        cancellations.stream().map(Cancellation::claim).toList(),
        cancelledNow(session, cancellations),
        List.of("cancelled"));
  }

  private List<Claim> cancelledNow(WorkerSession session, List<Cancellation> cancellations) {
    return database.call(
        PoolKind.WORK,
        "store cancellations",
        connection ->
            Statements.list(
                connection,
                CANCELLED,
                PostgresWorkStore::claim,
                session.workerNo(),
                array("bigint", cancellations, stopped -> stopped.claim().no()),
                array("integer", cancellations, stopped -> stopped.claim().epoch()),
                array("timestamptz", cancellations, stopped -> stopped.startedAt().toString()),
                array("text", cancellations, Cancellation::engine),
                array("boolean", cancellations, Cancellation::confirmed),
                array("text", cancellations, Cancellation::message)));
  }

  /**
   * What was stored, now or by an earlier try whose answer was lost: an outcome that is stored
   * already is not one that was fenced.
   */
  private List<Claim> settled(
      WorkerSession session, List<Claim> sent, List<Claim> accepted, List<String> events) {
    held.ended(session, sent);
    if (accepted.size() == sent.size()) {
      return accepted;
    }
    Set<Claim> stored = new LinkedHashSet<>(accepted);
    stored.addAll(
        database.call(
            PoolKind.WORK,
            "look for outcomes that are stored already",
            connection ->
                Statements.list(
                    connection,
                    STORED,
                    PostgresWorkStore::claim,
                    array("bigint", sent, Claim::no),
                    array("integer", sent, Claim::epoch),
                    session.workerNo(),
                    texts(events))));
    return List.copyOf(stored);
  }

  private static Claim claim(ResultSet row) throws SQLException {
    return new Claim(row.getLong("no"), row.getInt("epoch"));
  }

  @Override
  public int stageDue(int limit) {
    return duty("queue jobs whose time has come", STAGE_DUE, limit);
  }

  @Override
  public int rescue(int limit) {
    return duty("rescue jobs of dead workers", RESCUE, limit);
  }

  @Override
  public Optional<Duration> nextLeaseEnd() {
    return database.call(
        PoolKind.DUTY,
        "ask when the next lease ends",
        connection ->
            Statements.one(
                connection,
                NEXT_LEASE_END,
                row -> Optional.ofNullable(Rows.durationOrNull(row, "next_lease_end"))));
  }

  @Override
  public int markRunning(Duration olderThan, int limit) {
    return duty("mark running jobs", MARK_RUNNING, Rows.seconds(olderThan), limit);
  }

  @Override
  public int maintain(int limit) {
    return duty("maintain the tables", MAINTAIN, limit);
  }

  private int duty(String doing, String sql, @Nullable Object... parameters) {
    return database.call(
        PoolKind.DUTY,
        doing,
        connection -> Statements.one(connection, sql, row -> row.getInt(1), parameters));
  }
}
