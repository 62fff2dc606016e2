package io.joborchestrator.orchestrator.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Both clocks of this machine: the wall clock, which may jump, for times that are shown, and the
 * monotonic one for durations.
 */
public record WorkClock(Clock wall, LongSupplier monotonic) {
  public Instant now() {
    return wall.instant();
  }

  public long nanos() {
    return monotonic.getAsLong();
  }

  public Duration since(long nanos) {
    return Duration.ofNanos(nanos() - nanos);
  }
}
