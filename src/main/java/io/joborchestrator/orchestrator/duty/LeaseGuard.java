package io.joborchestrator.orchestrator.duty;

import io.joborchestrator.orchestrator.lifecycle.WorkClock;
import io.joborchestrator.orchestrator.run.Absences;
import io.joborchestrator.orchestrator.run.Execution;
import io.joborchestrator.orchestrator.run.RunSupervisor;
import io.joborchestrator.orchestrator.run.StopReason;
import io.joborchestrator.orchestrator.run.WorkerMembership;
import io.joborchestrator.store.WorkStore.WorkerSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the runs of this process before its lease ends when the database cannot be reached, by the
 * monotonic clock. Runs on a thread of its own, so that a heartbeat that hangs in the network does
 * not hold it up. Also notices that the machine slept: then nothing is claimed, and nothing ended,
 * until the database has said who owns what, or has kept silent for a moment.
 */
public final class LeaseGuard implements Duty {
  private static final Logger log = LoggerFactory.getLogger(LeaseGuard.class);
  private static final Duration INTERVAL = Duration.ofMillis(200);
  private static final Duration SLEPT = Duration.ofSeconds(3);

  private final WorkerMembership membership;
  private final RunSupervisor runs;
  private final Absences absences;
  private final WorkClock clock;
  private final Runnable askNow;

  private @Nullable Instant lastWall;
  private long lastNanos;
  private long patienceUntil;
  private boolean patient;
  private @Nullable WorkerSession cancelled;
  private @Nullable WorkerSession killed;

  /**
   * @param askNow sends a heartbeat at once
   */
  public LeaseGuard(Execution execution, Runnable askNow) {
    this.membership = execution.parts().membership();
    this.runs = execution.supervisor();
    this.absences = execution.absences();
    this.clock = execution.parts().clock();
    this.askNow = askNow;
  }

  @Override
  public String name() {
    return "lease guard";
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public boolean runOnce() {
    Optional<WorkerSession> session = membership.session();
    noticeSleep(session);
    if (session.isEmpty()) {
      return false;
    }
    Duration silent = membership.sinceConfirmed();
    Duration lease = session.get().lease();
    if (silent.compareTo(lease.dividedBy(2)) < 0) {
      cancelled = null;
      killed = null;
      patient = false;
      return false;
    }
    if (patient && clock.nanos() < patienceUntil) {
      return false;
    }
    act(session.get(), silent, lease);
    return false;
  }

  /** Five eighths of the lease: time is left for the runs to end before it is over. */
  private void act(WorkerSession session, Duration silent, Duration lease) {
    boolean mustStop = silent.compareTo(lease.multipliedBy(5).dividedBy(8)) >= 0;
    boolean mustKill = silent.compareTo(lease.multipliedBy(7).dividedBy(8)) >= 0;
    String text =
        "The database has not answered for "
            + silent.toMillis() / 1000
            + " s and the lease of this worker ends: it stops what it runs, before another worker"
            + " starts it.";
    if (mustStop && !session.equals(cancelled)) {
      cancelled = session;
      log.warn(text);
      runs.stopAll(StopReason.LEASE, text);
    }
    if (mustKill && !session.equals(killed)) {
      killed = session;
      runs.killAll();
    }
  }

  /** On some systems the monotonic clock stands still in sleep, on others it goes on. */
  private void noticeSleep(Optional<WorkerSession> session) {
    Instant wall = clock.now();
    long nanos = clock.nanos();
    if (lastWall != null) {
      Duration byWall = Duration.between(lastWall, wall);
      Duration byMonotonic = Duration.ofNanos(nanos - lastNanos);
      Duration longer = byWall.compareTo(byMonotonic) > 0 ? byWall : byMonotonic;
      if (longer.compareTo(SLEPT.plus(INTERVAL)) > 0 && session.isPresent()) {
        log.warn(
            "This machine slept or stalled, or its clock jumped, for about {} s. No job is claimed"
                + " until the database has confirmed this worker.",
            longer.toSeconds());
        membership.doubt();
        absences.slept(longer);
        patient = true;
        patienceUntil = nanos + SLEPT.toNanos();
        askNow.run();
      }
    }
    lastWall = wall;
    lastNanos = nanos;
  }
}
