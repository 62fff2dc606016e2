package io.joborchestrator.store.postgres;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.breaker.BreakerEvent;
import io.joborchestrator.domain.breaker.BreakerRow;
import io.joborchestrator.domain.breaker.BreakerRule;
import io.joborchestrator.domain.breaker.BreakerState;
import io.joborchestrator.domain.worker.EngineResource;
import io.joborchestrator.store.BreakerStore;
import io.joborchestrator.store.WorkStore.ClaimedJob;
import io.joborchestrator.store.WorkStore.WorkerSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The functions of {@code V010__circuit_breakers.sql}. */
final class PostgresBreakerStore implements BreakerStore {
  private static final String FOLLOW = "SELECT * FROM report_engines(?, ?, ?::jsonb)";
  private static final String CLAIM_PROBE = "SELECT * FROM claim_probe(?, ?, ?)";
  private static final String FINISH_PROBE = "SELECT finish_probe(?, ?, ?, ?, ?)";
  private static final String BREAKERS =
      """
      SELECT b.*, has_function_privilege(
                      session_user, to_regprocedure('trip_breaker(text,text)'), 'execute')
                  AS may_command
      FROM breaker_list b WHERE b.workers > 0 OR b.state <> 'closed' ORDER BY b.name
      """;
  private static final String EVENTS =
      """
      SELECT name, at, from_state, to_state, reason, actor, worker, job_id
      FROM circuit_breaker_events WHERE at >= ? ORDER BY at DESC, event_no DESC LIMIT ?
      """;
  private static final String TRIP = "SELECT trip_breaker(?, ?)";
  private static final String PROBE = "SELECT probe_breaker(?, ?, ?)";
  private static final String RESET = "SELECT reset_breaker(?, ?)";
  private static final String RECORD_DATABASE = "SELECT record_database_breaker(?, ?::jsonb)";

  private final Database database;
  private final HeldJobs held;
  private final PostgresWorkStore work;

  PostgresBreakerStore(Database database, HeldJobs held, PostgresWorkStore work) {
    this.database = database;
    this.held = held;
    this.work = work;
  }

  /** What a worker declares of its engines when it registers. */
  static ArrayNode json(List<EngineResource> resources) {
    ArrayNode array = Rows.JSON.createArrayNode();
    for (EngineResource resource : resources) {
      BreakerRule rule = resource.rule();
      ObjectNode node = array.addObject();
      node.put("engine", resource.engine()).put("resource", resource.resource());
      resource.jobTypes().forEach(node.putArray("job_types")::add);
      node.put("window_seconds", Rows.seconds(rule.window())).put("failures", rule.failures());
      node.put("runs", rule.runs()).put("rate", rule.rate());
      node.put("first_wait_seconds", Rows.seconds(rule.firstWait()));
      node.put("longest_wait_seconds", Rows.seconds(rule.longestWait()));
    }
    return array;
  }

  @Override
  public List<FollowedBreaker> follow(WorkerSession session, List<EngineReport> reports) {
    ArrayNode array = Rows.JSON.createArrayNode();
    for (EngineReport report : reports) {
      ObjectNode node = array.addObject();
      node.put("engine", report.engine()).put("epoch", report.epoch());
      node.put("successes", report.successes()).put("failures", report.failures());
      node.put("problem", Rows.storableOrNull(report.problem()));
      node.put("unavailable", report.unavailable()).put("probing", report.probing());
    }
    return database.callOnce(
        PoolKind.CONTROL,
        "follow the circuit breakers",
        connection ->
            Statements.list(
                connection,
                FOLLOW,
                PostgresBreakerStore::followed,
                session.workerNo(),
                session.epoch(),
                array.toString()));
  }

  private static FollowedBreaker followed(ResultSet row) throws SQLException {
    return new FollowedBreaker(
        row.getString("engine"),
        row.getString("name"),
        row.getInt("epoch"),
        BreakerState.parse(row.getString("state")),
        row.getString("reason"),
        Rows.instantOrNull(row, "next_probe_at"),
        row.getBoolean("probe_due"));
  }

  /** Never repeated: the first try may have been committed, then its probe ends with its lease. */
  @Override
  public Optional<Probe> claimProbe(WorkerSession session, String engine) {
    List<Probe> probes = new ArrayList<>();
    held.claim(
        session,
        () -> {
          claimOnce(session, engine).ifPresent(probes::add);
          return probes.stream().flatMap(probe -> Stream.ofNullable(probe.job())).toList();
        },
        known -> work.releaseUnknown(session, known));
    return probes.stream().findFirst();
  }

  private Optional<Probe> claimOnce(WorkerSession session, String engine) {
    return database.callOnce(
        PoolKind.CONTROL,
        "claim the probe of " + engine,
        connection ->
            Statements.first(
                connection,
                CLAIM_PROBE,
                row -> probe(row, engine),
                session.workerNo(),
                session.epoch(),
                engine));
  }

  private static Probe probe(ResultSet row, String engine) throws SQLException {
    ClaimedJob job = row.getString("job_id") == null ? null : PostgresWorkStore.claimed(row);
    return new Probe(row.getString("breaker"), row.getInt("breaker_epoch"), engine, job);
  }

  @Override
  public boolean finishProbe(
      WorkerSession session, Probe probe, ProbeOutcome outcome, String reason) {
    return database.call(
        PoolKind.CONTROL,
        "store what came of a probe",
        connection ->
            Statements.one(
                connection,
                FINISH_PROBE,
                row -> row.getBoolean(1),
                session.workerNo(),
                probe.breaker(),
                probe.epoch(),
                outcome.name().toLowerCase(Locale.ROOT),
                Rows.storableOrNull(reason)));
  }

  @Override
  public List<BreakerRow> breakers() {
    return database.call(
        PoolKind.VIEW,
        "list the circuit breakers",
        connection -> Statements.list(connection, BREAKERS, PostgresBreakerStore::breaker));
  }

  private static BreakerRow breaker(ResultSet row) throws SQLException {
    return new BreakerRow(
        row.getString("name"),
        row.getString("engine"),
        row.getString("resource"),
        BreakerState.parse(row.getString("state")),
        Rows.instant(row, "since"),
        Rows.instantOrNull(row, "opened_at"),
        row.getString("reason"),
        row.getString("changed_by"),
        Rows.instantOrNull(row, "next_probe_at"),
        Rows.durationOrNull(row, "wait_seconds"),
        row.getInt("failed_probes"),
        row.getString("probe_job_id"),
        row.getString("probe_worker"),
        row.getString("chosen_job_id"),
        row.getLong("runs"),
        row.getLong("failures"),
        rule(row),
        row.getLong("held_jobs"),
        row.getInt("workers"),
        row.getBoolean("may_command"));
  }

  private static BreakerRule rule(ResultSet row) throws SQLException {
    int failures = row.getInt("least_failures");
    Integer leastFailures = row.wasNull() ? null : failures;
    return new BreakerRule(
        duration(row, "window_seconds"),
        leastFailures,
        row.getInt("least_runs"),
        row.getDouble("failure_rate"),
        duration(row, "first_wait_seconds"),
        duration(row, "longest_wait_seconds"));
  }

  private static Duration duration(ResultSet row, String column) throws SQLException {
    Duration value = Rows.durationOrNull(row, column);
    if (value == null) {
      throw new SQLException("Column " + column + " is null");
    }
    return value;
  }

  @Override
  public List<BreakerEvent> events(Instant since, int limit) {
    return database.call(
        PoolKind.VIEW,
        "list what circuit breakers did",
        connection ->
            Statements.list(
                connection,
                EVENTS,
                row ->
                    new BreakerEvent(
                        row.getString("name"),
                        Rows.instant(row, "at"),
                        BreakerState.parse(row.getString("from_state")),
                        BreakerState.parse(row.getString("to_state")),
                        row.getString("reason"),
                        row.getString("actor"),
                        row.getString("worker"),
                        row.getString("job_id")),
                since,
                limit));
  }

  @Override
  public void trip(String name, String reason) {
    command("trip", TRIP, name, reason);
  }

  @Override
  public void probe(String name, @Nullable String jobId, String reason) {
    command("probe", PROBE, name, jobId, reason);
  }

  @Override
  public void reset(String name, String reason) {
    command("reset", RESET, name, reason);
  }

  private void command(String verb, String sql, @Nullable Object... parameters) {
    database.call(
        PoolKind.CONTROL,
        verb + " a circuit breaker",
        connection -> Statements.list(connection, sql, row -> true, parameters).isEmpty());
  }

  @Override
  public void recordDatabase(String worker, List<BreakerEvent> events) {
    ArrayNode array = Rows.JSON.createArrayNode();
    for (BreakerEvent event : events) {
      ObjectNode node = array.addObject();
      node.put("at", event.at().toString()).put("from", event.from().wire());
      node.put("to", event.to().wire()).put("reason", Rows.storableOrNull(event.reason()));
    }
    database.call(
        PoolKind.CONTROL,
        "write down how the connection was",
        connection ->
            Statements.one(
                connection, RECORD_DATABASE, row -> row.getInt(1), worker, array.toString()));
  }
}
