package io.joborchestrator.testing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.job.LogLine;
import io.joborchestrator.domain.job.RunEvent;
import io.joborchestrator.domain.worker.EngineExecutor;
import io.joborchestrator.domain.worker.WorkerRegistration;
import io.joborchestrator.store.CheckpointStore;
import io.joborchestrator.store.WorkStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A queue in memory with the rules a worker can see: leases by claim, fencing, a database that can
 * be cut off. Everything it was told is kept. Thread-safe.
 */
public final class FakeWorkStore implements WorkStore {
  private final Clock clock;
  private final Duration lease;
  private final Deque<ClaimedJob> queued = new ArrayDeque<>();
  private final Set<Claim> leased = new HashSet<>();
  private final List<JobCommand> commands = new ArrayList<>();
  private final FakeCheckpointStore checkpoints = new FakeCheckpointStore(this::leased);
  private long lastNo;
  private int workerEpoch;
  private boolean workerDead;
  private boolean cutOff;

  public final List<Completion> completed = new ArrayList<>();
  public final List<Failure> failed = new ArrayList<>();
  public final List<Cancellation> cancelled = new ArrayList<>();
  public final List<Claim> released = new ArrayList<>();
  public final List<LogLine> log = new ArrayList<>();
  private final List<RunEvent> events = new ArrayList<>();
  private List<EngineExecutor> executors = List.of();
  public final List<ProgressReport> progress = new ArrayList<>();
  public final List<String> calls = new ArrayList<>();
  public final List<ObjectNode> manifests = new ArrayList<>();
  public @Nullable String refuseResultsWith;
  public @Nullable RuntimeException completeFailsWith;
  public @Nullable RuntimeException releaseFailsWith;
  public @Nullable OrchestratorException publishFailsWith;
  public final Set<Claim> waiting = new HashSet<>();
  public final Set<String> knownWorkers = new HashSet<>();
  public Runnable beforeStarted = () -> {};
  public volatile Runnable beforeLog = () -> {};

  /** By how much its clock is behind that of the worker. */
  public volatile Duration behind = Duration.ZERO;

  public FakeWorkStore(Clock clock, Duration lease) {
    this.clock = clock;
    this.lease = lease;
  }

  private Instant now() {
    return clock.instant().minus(behind);
  }

  /** Puts a job of the kind of {@link ManualEngine} into the queue. */
  public synchronized ClaimedJob queue(@Nullable Duration timeout, @Nullable String policy) {
    return queue("job-" + (lastNo + 1), timeout, policy);
  }

  public synchronized ClaimedJob queue(
      String jobId, @Nullable Duration timeout, @Nullable String policy) {
    long no = ++lastNo;
    ClaimedJob job =
        new ClaimedJob(
            no,
            jobId,
            1,
            "job " + no,
            ManualEngine.TYPE,
            JsonNodeFactory.instance.objectNode(),
            null,
            timeout,
            "ada",
            0,
            null,
            null,
            null,
            policy);
    queued.add(job);
    return job;
  }

  public synchronized void queue(ClaimedJob job) {
    queued.add(job);
  }

  /** The database cannot be reached any more, or again. */
  public synchronized void cutOff(boolean value) {
    cutOff = value;
  }

  /** The database declares the worker dead and gives its jobs to others. */
  public synchronized void declareDead() {
    workerDead = true;
    leased.clear();
  }

  public synchronized void command(Claim claim, String command, String reason) {
    commands.add(new JobCommand(claim.no(), claim.epoch(), command, reason));
  }

  public synchronized Set<Claim> leased() {
    return Set.copyOf(leased);
  }

  private void call(String name) {
    calls.add(name);
    if (cutOff) {
      throw new OrchestratorException(
          ErrorCode.DATABASE_UNAVAILABLE, "The database cannot be reached.");
    }
  }

  @Override
  public synchronized WorkerSession register(WorkerRegistration registration) {
    call("register");
    workerDead = false;
    return new WorkerSession(1, ++workerEpoch, now(), lease);
  }

  @Override
  public synchronized HeartbeatReply heartbeat(WorkerSession session, WorkerLoad load) {
    call("heartbeat");
    return new HeartbeatReply(
        !workerDead && session.epoch() == workerEpoch, false, false, now(), List.copyOf(commands));
  }

  @Override
  public synchronized void deregister(WorkerSession session) {
    call("deregister");
    leased.clear();
  }

  @Override
  public synchronized List<ClaimedJob> claim(WorkerSession session, ClaimRequest request) {
    call("claim");
    List<ClaimedJob> jobs = new ArrayList<>();
    while (jobs.size() < request.limit() && !queued.isEmpty()) {
      ClaimedJob job = queued.poll();
      leased.add(new Claim(job.no(), job.epoch()));
      jobs.add(job);
    }
    return jobs;
  }

  @Override
  public synchronized List<DirectClaim> submitAndClaim(
      WorkerSession session, List<JobSubmission> submissions, boolean refuse) {
    call("submitAndClaim");
    List<DirectClaim> answer = new ArrayList<>();
    for (JobSubmission submission : submissions) {
      ClaimedJob job = queue(submission.timeout(), submission.retryPolicy());
      queued.remove(job);
      leased.add(new Claim(job.no(), job.epoch()));
      answer.add(new DirectClaim(job.jobId(), job, null));
    }
    return answer;
  }

  @Override
  public synchronized void release(WorkerSession session, List<Claim> claims, String reason) {
    call("release");
    if (releaseFailsWith != null) {
      throw releaseFailsWith;
    }
    released.addAll(claims.stream().filter(leased::remove).toList());
  }

  @Override
  public synchronized Starts started(WorkerSession session, List<Start> starts) {
    call("started");
    beforeStarted.run();
    List<Claim> mine = starts.stream().map(Start::claim).filter(leased::contains).toList();
    return new Starts(
        mine.stream().filter(claim -> !waiting.contains(claim)).toList(),
        mine.stream().filter(waiting::contains).toList());
  }

  @Override
  public synchronized boolean preparePublish(
      WorkerSession session, Claim claim, ObjectNode manifest) {
    call("preparePublish");
    if (publishFailsWith != null) {
      throw publishFailsWith;
    }
    manifests.add(manifest);
    return leased.contains(claim);
  }

  @Override
  public synchronized void progress(WorkerSession session, List<ProgressReport> reports) {
    call("progress");
    progress.addAll(reports);
  }

  @Override
  public synchronized boolean events(WorkerSession session, Claim claim, List<RunEvent> told) {
    call("events");
    events.addAll(told);
    return true;
  }

  @Override
  public synchronized boolean executors(WorkerSession session, List<EngineExecutor> reported) {
    call("executors");
    executors = List.copyOf(reported);
    return true;
  }

  public synchronized List<RunEvent> events() {
    return List.copyOf(events);
  }

  /** As last reported. */
  public synchronized List<EngineExecutor> executors() {
    return executors;
  }

  @Override
  public void log(WorkerSession session, List<LogPart> parts) {
    beforeLog.run();
    synchronized (this) {
      call("log");
      parts.forEach(part -> log.addAll(part.lines()));
    }
  }

  @Override
  public synchronized List<Claim> complete(WorkerSession session, List<Completion> completions) {
    call("complete");
    if (completeFailsWith != null) {
      throw completeFailsWith;
    }
    if (refuseResultsWith != null) {
      throw new OrchestratorException(ErrorCode.INTERNAL, refuseResultsWith);
    }
    List<Completion> accepted =
        completions.stream().filter(done -> leased.remove(done.claim())).toList();
    completed.addAll(accepted);
    return accepted.stream().map(Completion::claim).toList();
  }

  @Override
  public synchronized List<Claim> fail(WorkerSession session, List<Failure> failures) {
    call("fail");
    List<Failure> accepted = failures.stream().filter(bad -> leased.remove(bad.claim())).toList();
    failed.addAll(accepted);
    return accepted.stream().map(Failure::claim).toList();
  }

  @Override
  public synchronized List<Claim> cancelled(
      WorkerSession session, List<Cancellation> cancellations) {
    call("cancelled");
    List<Cancellation> accepted =
        cancellations.stream().filter(stopped -> leased.remove(stopped.claim())).toList();
    cancelled.addAll(accepted);
    return accepted.stream().map(Cancellation::claim).toList();
  }

  @Override
  public CheckpointStore checkpoints() {
    return checkpoints;
  }

  @Override
  public synchronized int stageDue(int limit) {
    call("stageDue");
    return 0;
  }

  @Override
  public synchronized int rescue(int limit) {
    call("rescue");
    return 0;
  }

  @Override
  public synchronized boolean processEnded(String host, String workerId) {
    call("process ended: " + host + " " + workerId);
    return knownWorkers.contains(workerId);
  }

  @Override
  public synchronized Optional<Duration> nextLeaseEnd() {
    call("nextLeaseEnd");
    return Optional.empty();
  }

  @Override
  public synchronized int markRunning(Duration olderThan, int limit) {
    call("markRunning");
    return 0;
  }

  @Override
  public synchronized int maintain(int limit) {
    call("maintain");
    return 0;
  }
}
