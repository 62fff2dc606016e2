package io.joborchestrator.domain.retry;

import io.joborchestrator.domain.error.ErrorType;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How often and after what wait a failed job runs again. The wait before retry n (from 0) is {@code
 * initialDelay × baseⁿ}, at most {@code maxDelay}, times a random share between {@code jitterMin}
 * and {@code jitterMax}. The database decides by it; the limits of the values are there.
 *
 * @param maxRetries attempts beyond the first
 * @param retried types of errors after which it is tried again; never USER and CANCELLED
 * @param description for people, or null
 * @param standard it is always there: it can be changed, not deleted
 */
public record RetryPolicy(
    String name,
    int maxRetries,
    Duration initialDelay,
    Duration maxDelay,
    double base,
    double jitterMin,
    double jitterMax,
    Set<ErrorType> retried,
    @Nullable String description,
    boolean standard) {
  /** For jobs that name no other, and whose kind has no other. */
  public static final String DEFAULT = "default";

  /** The names that exist everywhere. */
  public static final Set<String> STANDARD =
      Set.of(DEFAULT, "network_error", "resource_exhausted", "temporary_failure", "critical_job");

  public RetryPolicy {
    retried = Set.copyOf(retried);
  }

  /** The same waits and errors, whatever the description. */
  public boolean decidesLike(RetryPolicy other) {
    return name.equals(other.name)
        && maxRetries == other.maxRetries
        && initialDelay.equals(other.initialDelay)
        && maxDelay.equals(other.maxDelay)
        && Double.compare(base, other.base) == 0
        && Double.compare(jitterMin, other.jitterMin) == 0
        && Double.compare(jitterMax, other.jitterMax) == 0
        && retried.equals(other.retried);
  }
}
