package io.joborchestrator.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.job.LogLine;
import io.joborchestrator.domain.job.RoutingDecision;
import io.joborchestrator.domain.job.RunEvent;
import io.joborchestrator.domain.worker.EngineExecutor;
import io.joborchestrator.domain.worker.WorkerRegistration;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The worker's side of the queue: register, claim, report, finish. Batch-shaped; every method is
 * one transaction and blocks; thread-safe. A claim that was lost is never an exception: the answer
 * says so and nothing was written.
 */
public interface WorkStore {
  /**
   * A registered worker.
   *
   * @param epoch grows when the database declares the worker dead
   */
  record WorkerSession(long workerNo, int epoch, Instant serverTime, Duration lease) {}

  WorkerSession register(WorkerRegistration registration);

  /** What past runs took. */
  default RunCostStore costs() {
    return RunCostStore.NONE;
  }

  /**
   * @param valid false: the worker was declared dead; it must stop its runs and register again
   * @param commands what people ask of its jobs
   * @param paused claim nothing until it is false again
   */
  record HeartbeatReply(
      boolean valid,
      boolean paused,
      boolean draining,
      Instant serverTime,
      List<JobCommand> commands) {}

  /**
   * @param command {@code cancel} or {@code kill}
   */
  record JobCommand(long no, int epoch, String command, @Nullable String reason) {}

  /** What a worker says with each heartbeat. Nulls: unknown. */
  record WorkerLoad(
      int runningJobs,
      @Nullable Double cpuPercent,
      @Nullable Double memoryPercent,
      Instant localTime) {}

  HeartbeatReply heartbeat(WorkerSession session, WorkerLoad load);

  /** Gives back what it still holds and leaves the fleet. */
  void deregister(WorkerSession session);

  /**
   * @param publishManifest what an earlier attempt was about to publish when its worker died, or
   *     null
   * @param previousEngineRunId run of the lost attempt before this one, or null
   * @param retryPolicy name of the policy it was submitted with, or null
   */
  record ClaimedJob(
      long no,
      String jobId,
      int epoch,
      String name,
      String type,
      ObjectNode config,
      @Nullable String requestedEngine,
      @Nullable Duration timeout,
      String owner,
      int retryCount,
      @Nullable String previousEngine,
      @Nullable String previousEngineRunId,
      @Nullable ObjectNode publishManifest,
      @Nullable String retryPolicy) {}

  /**
   * What a worker can take just now, within what it registered for.
   *
   * @param limit jobs at most
   * @param jobTypes kinds that an engine with a free slot runs
   * @param engines engines with a free slot; jobs that ask for another engine are left alone
   */
  record ClaimRequest(int limit, List<String> jobTypes, List<String> engines) {
    public ClaimRequest {
      jobTypes = List.copyOf(jobTypes);
      engines = List.copyOf(engines);
    }
  }

  /** Jobs that fit the request and the queues of the registration, first by priority, then age. */
  List<ClaimedJob> claim(WorkerSession session, ClaimRequest request);

  /**
   * A job that was submitted to be run by its submitter.
   *
   * @param claimed null: this worker does not have it
   * @param reason why not, or null
   */
  record DirectClaim(String jobId, @Nullable ClaimedJob claimed, @Nullable String reason) {}

  /**
   * Stores jobs and claims them for this worker, past the queue. Those that it cannot have wait in
   * the queue; a known idempotency key gives the first job, unclaimed.
   *
   * @param refuse whether nothing is stored unless this worker can have all that are new
   * @return in the order of the submissions
   * @throws io.joborchestrator.domain.error.OrchestratorException NOT_POSSIBLE_NOW with {@code
   *     refuse}
   */
  default List<DirectClaim> submitAndClaim(
      WorkerSession session, List<JobSubmission> submissions, boolean refuse) {
    throw new UnsupportedOperationException("Jobs cannot be submitted here");
  }

  /** Puts claimed jobs back untouched; not counted as an attempt that failed. */
  void release(WorkerSession session, List<Claim> claims, String reason);

  /** Identity of one claim. */
  record Claim(long no, int epoch) {}

  /** A run that is about to start. */
  record Start(Claim claim, String engine, String engineRunId, RoutingDecision routing) {}

  /**
   * What may start; claims in neither list were fenced.
   *
   * @param waiting workers died under these jobs twice, and another such job runs in this worker:
   *     together they could not be told apart. Ask again when it has ended.
   */
  record Starts(List<Claim> current, List<Claim> waiting) {
    public Starts {
      current = List.copyOf(current);
      waiting = List.copyOf(waiting);
    }
  }

  /** Stores engine, its run id and the routing before the engine does anything. */
  Starts started(WorkerSession session, List<Start> starts);

  /** Stores what is about to be published. False: fenced. */
  boolean preparePublish(WorkerSession session, Claim claim, ObjectNode manifest);

  record ProgressReport(
      Claim claim,
      @Nullable Double percent,
      long records,
      long recordsTotal,
      @Nullable Double rate,
      @Nullable String message) {}

  void progress(WorkerSession session, List<ProgressReport> reports);

  /** Lines of one claim, in order. */
  record LogPart(Claim claim, List<LogLine> lines) {
    public LogPart {
      lines = List.copyOf(lines);
    }
  }

  /** Stores lines of any number of claims; those that are stored already stay as they are. */
  void log(WorkerSession session, List<LogPart> parts);

  /** What the engine tells of one claim, for the history of its job. False: fenced. */
  boolean events(WorkerSession session, Claim claim, List<RunEvent> events);

  /**
   * Replaces what is known of the executors that work for this process.
   *
   * @return false if the worker was declared dead
   */
  boolean executors(WorkerSession session, List<EngineExecutor> executors);

  /**
   * @param engine that ran it
   */
  record Completion(
      Claim claim, Instant startedAt, String engine, ObjectNode result, long records) {}

  /**
   * @param timedOut the attempt hit its limit
   * @param retryAfter wait before the next attempt, or null
   * @param byPolicy without a {@code retryAfter} the job's retry policy decides whether and when
   *     there is a next attempt; false: there is none
   */
  record Failure(
      Claim claim,
      Instant startedAt,
      @Nullable String engine,
      JobError error,
      boolean timedOut,
      @Nullable Duration retryAfter,
      boolean byPolicy) {
    /** For those who decide themselves. */
    public Failure(
        Claim claim,
        Instant startedAt,
        @Nullable String engine,
        JobError error,
        boolean timedOut,
        @Nullable Duration retryAfter) {
      this(claim, startedAt, engine, error, timedOut, retryAfter, false);
    }
  }

  /**
   * @param confirmed the engine proved that nothing runs any more
   */
  record Cancellation(
      Claim claim, Instant startedAt, @Nullable String engine, boolean confirmed, String message) {}

  /**
   * The claims whose outcome is stored, now or by an earlier call whose answer was lost; those
   * missing were fenced and nothing was written for them.
   */
  List<Claim> complete(WorkerSession session, List<Completion> completions);

  List<Claim> fail(WorkerSession session, List<Failure> failures);

  List<Claim> cancelled(WorkerSession session, List<Cancellation> cancellations);

  /** Finished parts of long runs. */
  CheckpointStore checkpoints();

  // Standing duties: any process may call them at any time, each call does a bounded amount.

  /** Moves jobs whose time has come into the queue. Returns how many. */
  int stageDue(int limit);

  /** Declares workers without a heartbeat dead and puts their jobs back. Returns how many jobs. */
  int rescue(int limit);

  /**
   * The process of a worker has ended: whoever shares its machine has seen it. Its lease ends now.
   *
   * @return false: no such worker of this user is known here
   */
  boolean processEnded(String host, String workerId);

  /** Time until the next lease of any worker ends, or empty if none lives. */
  Optional<Duration> nextLeaseEnd();

  /** Writes {@code running} into the wide row of jobs that have run for longer than this. */
  int markRunning(Duration olderThan, int limit);

  /** Folds counter deltas; removes finished jobs that the retention allows. */
  int maintain(int limit);
}
