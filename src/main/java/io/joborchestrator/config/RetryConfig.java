package io.joborchestrator.config;

import java.time.Duration;

/**
 * A retry policy of the configuration file: waits grow from the first by the factor up to the
 * longest, each multiplied by a random share between {@code jitterMin} and 1.
 */
public record RetryConfig(
    String name,
    int maxRetries,
    Duration initialDelay,
    Duration maxDelay,
    double base,
    double jitterMin,
    boolean retriesData) {
  public RetryConfig {
    if (maxRetries < 0 || maxRetries > 100) {
      throw new IllegalArgumentException("max-retries must be between 0 and 100");
    }
    if (initialDelay.isNegative() || maxDelay.compareTo(initialDelay) < 0) {
      throw new IllegalArgumentException("max-delay must not be shorter than initial-delay");
    }
    if (base < 1 || base > 10) {
      throw new IllegalArgumentException("base must be between 1 and 10");
    }
    if (jitterMin < 0 || jitterMin > 1) {
      throw new IllegalArgumentException("jitter-min must be between 0 and 1");
    }
  }
}
