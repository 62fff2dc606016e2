package io.joborchestrator.store.postgres;

import static io.joborchestrator.store.postgres.Statements.array;
import static io.joborchestrator.store.postgres.Statements.texts;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.job.RunEvent;
import io.joborchestrator.domain.worker.EngineExecutor;
import io.joborchestrator.domain.worker.WorkerRegistration;
import io.joborchestrator.store.CheckpointStore;
import io.joborchestrator.store.RunCostStore;
import io.joborchestrator.store.WorkStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A worker's side of the queue: the functions of {@code V003__work.sql} and their successors. */
final class PostgresWorkStore implements WorkStore {
  private static final String CLAIM = "SELECT * FROM claim_jobs(?, ?, ?, ?, ?)";
  private static final String SUBMIT_AND_CLAIM =
      "SELECT * FROM submit_and_claim(?, ?, ?::jsonb, ?)";
  private static final String RELEASE_UNKNOWN = "SELECT release_unknown_jobs(?, ?, ?)";
  private static final String RELEASE = "SELECT release_jobs(?, ?, ?, ?)";
  private static final String START =
      "SELECT no, epoch, must_wait FROM start_runs(?, ?, ?, ?, ?, ?::jsonb[])";
  private static final String PREPARE_PUBLISH = "SELECT prepare_publish(?, ?, ?, ?::jsonb)";

  private final Database database;
  private final HeldJobs held;
  private final MembershipCalls membership;
  private final ProgressWrites told;
  private final OutcomeWrites outcomes;
  private final DutyCalls duties;
  private final CheckpointStore checkpoints;
  private final RunCostStore costs;

  PostgresWorkStore(Database database, HeldJobs held) {
    this.database = database;
    this.held = held;
    this.membership = new MembershipCalls(database);
    this.told = new ProgressWrites(database);
    this.outcomes = new OutcomeWrites(database, held);
    this.duties = new DutyCalls(database);
    this.checkpoints = new PostgresCheckpointStore(database);
    this.costs = new PostgresRunCostStore(database);
  }

  @Override
  public RunCostStore costs() {
    return costs;
  }

  @Override
  public CheckpointStore checkpoints() {
    return checkpoints;
  }

  @Override
  public WorkerSession register(WorkerRegistration registration) {
    WorkerSession session = membership.register(registration);
    held.registered(session);
    return session;
  }

  @Override
  public HeartbeatReply heartbeat(WorkerSession session, WorkerLoad load) {
    return membership.heartbeat(session, load);
  }

  @Override
  public void deregister(WorkerSession session) {
    held.forget(session);
    membership.deregister(session);
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

  @Override
  public List<DirectClaim> submitAndClaim(
      WorkerSession session, List<JobSubmission> submissions, boolean refuse) {
    ArrayNode jobs = Rows.JSON.createArrayNode();
    submissions.forEach(job -> jobs.add(SubmissionJson.write(job)));
    List<DirectClaim> answer = new ArrayList<>();
    held.claim(
        session,
        () -> {
          answer.addAll(submitOnce(session, jobs, refuse));
          return answer.stream().flatMap(each -> Stream.ofNullable(each.claimed())).toList();
        },
        known -> releaseUnknown(session, known));
    return answer;
  }

  /** Never repeated: the first try may have been committed. */
  private List<DirectClaim> submitOnce(WorkerSession session, ArrayNode jobs, boolean refuse) {
    return database.callOnce(
        PoolKind.WORK,
        "submit the job",
        connection ->
            Statements.list(
                connection,
                SUBMIT_AND_CLAIM,
                row ->
                    new DirectClaim(
                        row.getString("job_id"),
                        row.getBoolean("claimed") ? claimed(row) : null,
                        row.getString("reason")),
                session.workerNo(),
                session.epoch(),
                jobs.toString(),
                refuse));
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
    told.progress(session, reports);
  }

  @Override
  public boolean events(WorkerSession session, Claim claim, List<RunEvent> events) {
    return told.events(session, claim, events);
  }

  @Override
  public boolean executors(WorkerSession session, List<EngineExecutor> executors) {
    return membership.executors(session, executors);
  }

  @Override
  public void log(WorkerSession session, List<LogPart> parts) {
    told.log(session, parts);
  }

  @Override
  public List<Claim> complete(WorkerSession session, List<Completion> completions) {
    return outcomes.complete(session, completions);
  }

  @Override
  public List<Claim> fail(WorkerSession session, List<Failure> failures) {
    return outcomes.fail(session, failures);
  }

  @Override
  public List<Claim> cancelled(WorkerSession session, List<Cancellation> cancellations) {
    return outcomes.cancelled(session, cancellations);
  }

  static Claim claim(ResultSet row) throws SQLException {
    return new Claim(row.getLong("no"), row.getInt("epoch"));
  }

  @Override
  public int stageDue(int limit) {
    return duties.stageDue(limit);
  }

  @Override
  public int rescue(int limit) {
    return duties.rescue(limit);
  }

  @Override
  public boolean processEnded(String host, String workerId) {
    return duties.processEnded(host, workerId);
  }

  @Override
  public Optional<Duration> nextLeaseEnd() {
    return duties.nextLeaseEnd();
  }

  @Override
  public int markRunning(Duration olderThan, int limit) {
    return duties.markRunning(olderThan, limit);
  }

  @Override
  public int maintain(int limit) {
    return duties.maintain(limit);
  }
}
