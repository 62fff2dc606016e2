package io.joborchestrator.orchestrator.run;

import io.joborchestrator.orchestrator.lifecycle.WorkClock;
import io.joborchestrator.store.WorkStore.HeartbeatReply;
import io.joborchestrator.store.WorkStore.WorkerSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether this process is a worker, as far as it can know: the session, and when the database last
 * confirmed it by the monotonic clock. The moment before the request was sent counts, because the
 * database cannot have counted from an earlier one. Thread-safe.
 */
public final class WorkerMembership {
  private final WorkClock clock;
  private @Nullable WorkerSession session;
  private boolean left;
  private boolean directOnly;
  private long confirmedNanos;
  private boolean paused;
  private boolean draining;
  private boolean doubtful;
  private Duration offset = Duration.ZERO;

  public WorkerMembership(WorkClock clock) {
    this(clock, false);
  }

  /**
   * @param directOnly leaves the queue to others
   */
  public WorkerMembership(WorkClock clock, boolean directOnly) {
    this.clock = clock;
    this.directOnly = directOnly;
  }

  public synchronized Optional<WorkerSession> session() {
    return Optional.ofNullable(session);
  }

  /** Waits until this process is a worker; empty if it does not become one in time. */
  synchronized Optional<WorkerSession> awaitSession(Duration limit) {
    long begin = clock.nanos();
    try {
      while (session == null && !left) {
        long millis = limit.minus(clock.since(begin)).toMillis();
        if (millis <= 0) {
          break;
        }
        wait(millis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.ofNullable(session);
  }

  public synchronized void registered(WorkerSession value, long sentNanos) {
    session = value;
    notifyAll();
    confirmedNanos = sentNanos;
    doubtful = false;
    paused = false;
    draining = false;
    measure(value.serverTime(), sentNanos);
  }

  public synchronized void confirmed(HeartbeatReply reply, long sentNanos) {
    confirmedNanos = sentNanos;
    paused = reply.paused();
    draining = reply.draining();
    doubtful = false;
    measure(reply.serverTime(), sentNanos);
  }

  /** The database called this worker dead, or it left. */
  public synchronized void ended() {
    session = null;
  }

  /** This process signs off: from now on it is no worker any more, and does not become one. */
  public synchronized Optional<WorkerSession> leave() {
    left = true;
    notifyAll();
    Optional<WorkerSession> last = Optional.ofNullable(session);
    session = null;
    return last;
  }

  public synchronized boolean hasLeft() {
    return left;
  }

  /** The machine slept or stalled: claim nothing until the database has answered. */
  public synchronized void doubt() {
    doubtful = true;
  }

  public synchronized boolean isDoubtful() {
    return doubtful;
  }

  public synchronized boolean isCurrent(WorkerSession value) {
    return value.equals(session);
  }

  /** From now on the queue is not left to others any more. */
  public synchronized void joinQueue() {
    directOnly = false;
  }

  /** Whether work of the queue may be claimed. */
  public synchronized boolean mayClaim() {
    return !directOnly && mayWork();
  }

  /** Whether work may be begun: confirmed not long ago, not paused, not draining. */
  synchronized boolean mayWork() {
    return session != null
        && !paused
        && !draining
        && !doubtful
        && sinceConfirmed().compareTo(session.lease().dividedBy(2)) < 0;
  }

  /** Time since the last confirmation, by the monotonic clock. */
  public synchronized Duration sinceConfirmed() {
    return clock.since(confirmedNanos);
  }

  /** The database's time now, as far as it is known. */
  public synchronized Instant databaseNow() {
    return clock.now().plus(offset);
  }

  public synchronized Duration clockOffset() {
    return offset;
  }

  /** The answer was written half a round trip ago. */
  private void measure(Instant serverTime, long sentNanos) {
    Duration half = clock.since(sentNanos).dividedBy(2);
    offset = Duration.between(clock.now().minus(half), serverTime);
  }
}
