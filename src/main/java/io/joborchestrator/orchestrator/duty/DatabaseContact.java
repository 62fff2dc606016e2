package io.joborchestrator.orchestrator.duty;

import io.joborchestrator.orchestrator.lifecycle.WorkClock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When the database last answered, as one duty sees it. Thread-safe. */
public final class DatabaseContact {
  private final WorkClock clock;
  private final Runnable changed;
  private @Nullable Instant lastContact;
  private long lastNanos;
  private boolean failing;
  private @Nullable String problem;
  private @Nullable Duration roundTrip;
  private Duration offset = Duration.ZERO;

  /**
   * @param changed called when contact was lost or found again
   */
  public DatabaseContact(WorkClock clock, Runnable changed) {
    this.clock = clock;
    this.changed = changed;
  }

  /** What is known. {@code sinceContact} is null before the first contact. */
  public record State(
      boolean failing,
      @Nullable Instant lastContact,
      @Nullable Duration sinceContact,
      @Nullable String problem,
      @Nullable Duration roundTrip,
      Duration offset) {}

  public synchronized State state() {
    Duration since = lastContact == null ? null : clock.since(lastNanos);
    return new State(failing, lastContact, since, problem, roundTrip, offset);
  }

  /** An answer came. */
  void answered(long sentNanos, Instant serverTime) {
    boolean wasFailing;
    synchronized (this) {
      Duration took = clock.since(sentNanos);
      wasFailing = failing || lastContact == null;
      failing = false;
      problem = null;
      lastContact = clock.now();
      lastNanos = clock.nanos();
      roundTrip = took;
      offset = Duration.between(clock.now().minus(took.dividedBy(2)), serverTime);
    }
    if (wasFailing) {
      changed.run();
    }
  }

  /** No answer came. */
  void failed(@Nullable String message) {
    boolean wasFailing;
    synchronized (this) {
      wasFailing = failing;
      failing = true;
      problem = message;
    }
    if (!wasFailing) {
      changed.run();
    }
  }
}
