package io.joborchestrator.orchestrator.duty;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** Growing pauses with jitter, so that many processes do not come back at the same moment. */
public record Backoff(Duration first, Duration longest, DoubleSupplier random) {
  /**
   * The pause after so many failures in a row (from 1): doubled each time, between half and all of
   * it.
   */
  Duration pause(int failures) {
    double millis =
        Math.min((double) longest.toMillis(), first.toMillis() * Math.pow(2, failures - 1));
    return Duration.ofMillis(Math.round(millis * (0.5 + 0.5 * random.getAsDouble())));
  }
}
