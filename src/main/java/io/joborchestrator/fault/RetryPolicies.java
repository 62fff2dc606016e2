package io.joborchestrator.fault;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.job.JobError;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether and when a failed job runs again, from the type of its error and the policy it
 * was submitted with. Thread-safe if its source of randomness is.
 */
public final class RetryPolicies {
  public static final String DEFAULT = "default";
  public static final String RESOURCE_EXHAUSTED = "resource_exhausted";

  /** The policies that exist everywhere. */
  public static final List<RetryPolicy> STANDARD =
      List.of(
          RetryPolicy.of(DEFAULT, 3, Duration.ofSeconds(1), Duration.ofSeconds(60)),
          RetryPolicy.of("network_error", 5, Duration.ofSeconds(2), Duration.ofSeconds(120)),
          RetryPolicy.of(RESOURCE_EXHAUSTED, 3, Duration.ofSeconds(30), Duration.ofSeconds(300)),
          RetryPolicy.of("temporary_failure", 2, Duration.ofSeconds(5), Duration.ofSeconds(30)),
          RetryPolicy.of("critical_job", 5, Duration.ofSeconds(1), Duration.ofSeconds(30)));

  private final Map<String, RetryPolicy> byName = new TreeMap<>();
  private final DoubleSupplier random;

  /**
   * @param own policies of the configuration; one with a standard name replaces it
   * @param random between 0 and 1, for the jitter
   */
  public RetryPolicies(Collection<RetryPolicy> own, DoubleSupplier random) {
    STANDARD.forEach(policy -> byName.put(policy.name(), policy));
    own.forEach(policy -> byName.put(policy.name(), policy));
    this.random = random;
  }

  public Set<String> names() {
    return Set.copyOf(byName.keySet());
  }

  /**
   * What follows a failure.
   *
   * @param policyName as submitted; null or unknown here: {@code default}, or {@code
   *     resource_exhausted} where memory or disk ran out
   * @param retries how many there were already
   * @return a wait, or in words why there is no further attempt
   */
  public RetryDecision decide(@Nullable String policyName, JobError error, int retries) {
    RetryPolicy policy = policy(policyName, error);
    if (!mayRetry(policyName, policy, error)) {
      return RetryDecision.stop(reason(error));
    }
    if (retries >= policy.maxRetries()) {
      return RetryDecision.stop(
          "All "
              + policy.maxRetries()
              + " retries of the policy '"
              + policy.name()
              + "' are used up.");
    }
    return RetryDecision.after(
        policy.delay(retries, random.getAsDouble()),
        "Retry "
            + (retries + 1)
            + " of "
            + policy.maxRetries()
            + " by the policy '"
            + policy.name()
            + "'.");
  }

  private RetryPolicy policy(@Nullable String name, JobError error) {
    RetryPolicy named = name == null ? null : byName.get(name);
    if (named != null) {
      return named;
    }
    return switch (error.type()) {
      case RESOURCE -> standard(RESOURCE_EXHAUSTED);
      case USER, DATA, ENGINE, SYSTEM, CANCELLED -> standard(DEFAULT);
    };
  }

  private RetryPolicy standard(String name) {
    RetryPolicy policy = byName.get(name);
    if (policy == null) {
      throw new IllegalStateException("No standard policy " + name);
    }
    return policy;
  }

  /**
   * A program that ended with an error may succeed next time, but only who wrote it can know: it is
   * retried where a policy was asked for by name.
   */
  private static boolean mayRetry(@Nullable String asked, RetryPolicy policy, JobError error) {
    if (error.code().equals(ErrorCode.PROGRAM_FAILED.wire())) {
      return asked != null;
    }
    return switch (error.type()) {
      case USER, CANCELLED -> false;
      case DATA -> policy.retriesData();
      case ENGINE, RESOURCE, SYSTEM -> true;
    };
  }

  private static String reason(JobError error) {
    if (error.code().equals(ErrorCode.PROGRAM_FAILED.wire())) {
      return "A program's failure is retried only if the job names a retry policy.";
    }
    return switch (error.type()) {
      case USER -> "Errors in the job itself are not retried: it would fail again.";
      case DATA -> "Bad data is not retried by this policy: it would fail again.";
      case CANCELLED -> "A cancelled job is not retried.";
      case ENGINE, RESOURCE, SYSTEM -> "It is not retried.";
    };
  }
}
