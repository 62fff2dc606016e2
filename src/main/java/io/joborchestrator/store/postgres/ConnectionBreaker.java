package io.joborchestrator.store.postgres;

import dev.failsafe.CircuitBreaker;
import io.joborchestrator.domain.breaker.BreakerState;
import io.joborchestrator.store.DatabaseBreaker;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens after so many calls in a row that got no answer from the database. Only connections count:
 * a slow view, a lock or a wrong statement says nothing of the database. Thread-safe.
 */
final class ConnectionBreaker implements DatabaseBreaker {
  private static final Logger log = LoggerFactory.getLogger(ConnectionBreaker.class);
  static final int FAILURES = 5;
  private static final Duration WAIT = Duration.ofSeconds(1);
  private static final int CHANGES_KEPT = 200;

  /** A call that was not even tried; worth another try like a lost connection. */
  static final class OpenException extends SQLTransientConnectionException {
    private static final long serialVersionUID = 1;

    OpenException(String reason) {
      super(reason, "08001");
    }
  }

  private final Clock clock;
  private final CircuitBreaker<Object> breaker;
  private final Deque<Change> changes = new ArrayDeque<>();
  private State state;
  private @Nullable String problem;

  ConnectionBreaker(Clock clock) {
    this.clock = clock;
    state = new State(BreakerState.CLOSED, clock.instant(), null);
    breaker =
        CircuitBreaker.builder()
            .withFailureThreshold(FAILURES)
            .withDelay(WAIT)
            .withSuccessThreshold(1)
            .onOpen(event -> moved(BreakerState.OPEN))
            .onHalfOpen(event -> moved(BreakerState.HALF_OPEN))
            .onClose(event -> moved(BreakerState.CLOSED))
            .build();
  }

  /** Refuses a call while it is open; when the wait is over it lets one through. */
  void enter() throws OpenException {
    if (!breaker.tryAcquirePermit()) {
      throw new OpenException("It has not answered " + FAILURES + " calls in a row: " + problem());
    }
  }

  void answered() {
    if (breaker.isClosed()) {
      breaker.recordSuccess();
    } else {
      breaker.close();
    }
  }

  /** A call failed; whatever the database itself said is an answer. */
  void failed(SQLException error) {
    if (!isSilence(error)) {
      answered();
      return;
    }
    synchronized (this) {
      problem = error.getMessage();
    }
    breaker.recordFailure();
  }

  /** No connection, or one that broke. A pool whose connections are all taken is no silence. */
  static boolean isSilence(SQLException error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      if (e instanceof SQLException sql && isSilentState(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSilentState(@Nullable String state) {
    return state != null && (state.startsWith("08") || state.equals("57P03"));
  }

  private synchronized String problem() {
    return String.valueOf(problem);
  }

  private synchronized void moved(BreakerState to) {
    BreakerState from = state.state();
    if (from == to) {
      return;
    }
    Instant now = clock.instant();
    String reason = to == BreakerState.OPEN ? problem : null;
    state = new State(to, now, reason);
    if (changes.size() == CHANGES_KEPT) {
      changes.removeFirst();
    }
    changes.add(new Change(now, from, to, reason));
    if (from == BreakerState.CLOSED) {
      log.warn("The database does not answer; calls fail at once until it does: {}", reason);
    } else if (to == BreakerState.CLOSED) {
      log.info("The database answers again");
    }
  }

  @Override
  public synchronized State state() {
    return state;
  }

  @Override
  public synchronized List<Change> takeChanges() {
    List<Change> taken = List.copyOf(changes);
    changes.clear();
    return taken;
  }

  @Override
  public synchronized void putBack(List<Change> taken) {
    for (int i = taken.size() - 1; i >= 0 && changes.size() < CHANGES_KEPT; i--) {
      changes.addFirst(taken.get(i));
    }
  }
}
