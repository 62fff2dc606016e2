package io.joborchestrator.domain.breaker;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a breaker opens, and how long it waits before it asks the engine again.
 *
 * @param window only runs that ended within it count
 * @param failures so many open it, whatever the share; null: the share decides
 * @param runs the share counts from this many runs on
 * @param rate share of failed runs that opens it, above 0, at most 1
 * @param firstWait before the first probe; doubled after each probe that fails
 * @param longestWait between probes
 */
public record BreakerRule(
    Duration window,
    @Nullable Integer failures,
    int runs,
    double rate,
    Duration firstWait,
    Duration longestWait) {
  /** Half of at least five runs within a minute; probes after 10 s, at last every 5 minutes. */
  public static final BreakerRule DEFAULT =
      new BreakerRule(
          Duration.ofMinutes(1), null, 5, 0.5, Duration.ofSeconds(10), Duration.ofMinutes(5));

  private static final int MOST = 10_000;

  public BreakerRule {
    if (window.compareTo(Duration.ofSeconds(1)) < 0 || window.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("window must be between 1 second and 1 hour");
    }
    if (failures != null && (failures < 1 || failures > MOST)) {
      throw new IllegalArgumentException("failures must be between 1 and " + MOST);
    }
    if (runs < 1 || runs > MOST) {
      throw new IllegalArgumentException("runs must be between 1 and " + MOST);
    }
    if (!(rate > 0 && rate <= 1)) {
      throw new IllegalArgumentException("rate must be above 0 and at most 1");
    }
    if (firstWait.compareTo(Duration.ofMillis(100)) < 0) {
      throw new IllegalArgumentException("first-wait must be at least 100 ms");
    }
    if (longestWait.compareTo(firstWait) < 0) {
      throw new IllegalArgumentException("longest-wait must not be shorter than first-wait");
    }
  }
}
