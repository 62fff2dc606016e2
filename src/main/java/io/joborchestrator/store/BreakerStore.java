package io.joborchestrator.store;

import io.joborchestrator.domain.breaker.BreakerEvent;
import io.joborchestrator.domain.breaker.BreakerRow;
import io.joborchestrator.domain.breaker.BreakerState;
import io.joborchestrator.store.WorkStore.ClaimedJob;
import io.joborchestrator.store.WorkStore.WorkerSession;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Circuit breakers of the whole fleet. The stored state is the only one; processes follow it. Every
 * method is one transaction and blocks; thread-safe.
 */
public interface BreakerStore {
  /**
   * What a worker says of one of its engines since the last report.
   *
   * @param epoch of the breaker as last heard; counts of an earlier epoch are dropped
   * @param problem the last failure in words, or null
   * @param unavailable the engine itself says that it cannot be used; {@code problem} says why
   * @param probing this process still probes it
   */
  record EngineReport(
      String engine,
      int epoch,
      int successes,
      int failures,
      @Nullable String problem,
      boolean unavailable,
      boolean probing) {}

  /**
   * What a worker hears of the breaker of one of its engines.
   *
   * @param probeDue whoever is first may probe it now
   */
  record FollowedBreaker(
      String engine,
      String name,
      int epoch,
      BreakerState state,
      @Nullable String reason,
      @Nullable Instant nextProbeAt,
      boolean probeDue) {}

  /**
   * Reports and hears the state of the breakers of this worker's engines. Never repeated by itself,
   * so that nothing is counted twice. Empty if the worker was declared dead or declared no engines.
   */
  List<FollowedBreaker> follow(WorkerSession session, List<EngineReport> reports);

  /**
   * The right to probe, for one process in the fleet.
   *
   * @param epoch of the breaker: fences the result
   * @param job the job to probe with, claimed; null: ask the engine for its health
   */
  record Probe(String breaker, int epoch, String engine, @Nullable ClaimedJob job) {}

  /** Empty: another process probes, or the time has not come. */
  Optional<Probe> claimProbe(WorkerSession session, String engine);

  /** What came of a probe. */
  enum ProbeOutcome {
    PASSED,
    FAILED,
    /** It said nothing of the engine: the next one follows soon. */
    UNCLEAR
  }

  /** False: the breaker has moved on, nothing was changed. */
  boolean finishProbe(WorkerSession session, Probe probe, ProbeOutcome outcome, String reason);

  /** Those with live workers, and those that are not closed. */
  List<BreakerRow> breakers();

  /** Newest first. */
  List<BreakerEvent> events(Instant since, int limit);

  /** Opens it until somebody probes or resets it. */
  void trip(String name, String reason);

  /**
   * Has it probed now.
   *
   * @param jobId a queued job to probe with, or null for any that is held back
   */
  void probe(String name, @Nullable String jobId, String reason);

  /** Closes it without a probe. */
  void reset(String name, String reason);

  /** Writes down how this process's own breaker of the database moved while it could not. */
  void recordDatabase(String worker, List<BreakerEvent> events);
}
