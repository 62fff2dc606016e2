package io.joborchestrator.fault;

import java.time.Duration;

/**
 * How often and after what wait a failed job runs again. The wait before retry n (from 0) is {@code
 * initialDelay × baseⁿ}, at most {@code maxDelay}, times a random share between {@code jitterMin}
 * and 1.
 *
 * @param maxRetries attempts beyond the first
 * @param retriesData whether bad rows are a reason to try again
 */
public record RetryPolicy(
    String name,
    int maxRetries,
    Duration initialDelay,
    Duration maxDelay,
    double base,
    double jitterMin,
    boolean retriesData) {
  private static final double STANDARD_BASE = 2;
  private static final double STANDARD_JITTER_MIN = 0.5;

  public RetryPolicy {
    if (maxRetries < 0 || base < 1 || jitterMin < 0 || jitterMin > 1) {
      throw new IllegalArgumentException(
          "Retry policy " + name + ": retries ≥ 0, base ≥ 1, jitter between 0 and 1");
    }
    if (initialDelay.isNegative() || maxDelay.compareTo(initialDelay) < 0) {
      throw new IllegalArgumentException(
          "Retry policy " + name + ": the longest wait is shorter than the first");
    }
  }

  /** Base 2, jitter 50 to 100 %, bad rows are not retried. */
  public static RetryPolicy of(String name, int maxRetries, Duration initial, Duration longest) {
    return new RetryPolicy(
        name, maxRetries, initial, longest, STANDARD_BASE, STANDARD_JITTER_MIN, false);
  }

  /**
   * The wait before a retry.
   *
   * @param retry how many there were already
   * @param random between 0 and 1
   */
  public Duration delay(int retry, double random) {
    double millis =
        Math.min((double) maxDelay.toMillis(), initialDelay.toMillis() * Math.pow(base, retry));
    double share = jitterMin + (1 - jitterMin) * random;
    return Duration.ofMillis(Math.round(millis * share));
  }
}
