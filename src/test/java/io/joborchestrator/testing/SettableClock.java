package io.joborchestrator.testing;

import io.joborchestrator.orchestrator.lifecycle.WorkClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A wall clock and a monotonic clock that move only when a test says so. Thread-safe. */
public final class SettableClock extends Clock {
  private final AtomicLong wallMillis =
      new AtomicLong(Instant.parse("2026-03-01T12:00:00Z").toEpochMilli());
  private final AtomicLong nanos = new AtomicLong(1_000_000_000L);

  /** Both clocks as the core takes them. */
  public WorkClock workClock() {
    return new WorkClock(this, nanos::get);
  }

  /** Time passes on both clocks. */
  public void advance(Duration by) {
    wallMillis.addAndGet(by.toMillis());
    nanos.addAndGet(by.toNanos());
  }

  /** Only the wall clock moves: the clock was set, or the machine slept. */
  public void jump(Duration by) {
    wallMillis.addAndGet(by.toMillis());
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(wallMillis.get());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("The clock of a test has no other zone");
  }
}
