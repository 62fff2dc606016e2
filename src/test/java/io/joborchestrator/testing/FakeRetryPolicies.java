package io.joborchestrator.testing;

import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.retry.RetryPolicy;
import io.joborchestrator.orchestrator.RetryPolicyManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Retry policies in memory: the standard names, and what the test adds. Thread-safe by a lock. */
public final class FakeRetryPolicies implements RetryPolicyManager {
  private final Map<String, RetryPolicy> policies = new TreeMap<>();
  private final Map<String, String> kinds = new TreeMap<>();

  FakeRetryPolicies() {
    RetryPolicy.STANDARD.forEach(name -> save(policy(name, true)));
  }

  /** Three retries after 1 s to 60 s. */
  public static RetryPolicy policy(String name, boolean standard) {
    return new RetryPolicy(
        name,
        3,
        Duration.ofSeconds(1),
        Duration.ofSeconds(60),
        2,
        0.5,
        1,
        Set.of(ErrorType.ENGINE, ErrorType.RESOURCE, ErrorType.SYSTEM),
        null,
        standard);
  }

  @Override
  public synchronized List<RetryPolicy> policies() {
    return List.copyOf(policies.values());
  }

  @Override
  public synchronized Map<String, String> byKind() {
    return Map.copyOf(kinds);
  }

  @Override
  public synchronized void save(RetryPolicy policy) {
    policies.put(policy.name(), policy);
  }

  @Override
  public synchronized void delete(String name) {
    policies.remove(name);
  }

  @Override
  public synchronized void setForKind(String jobType, @Nullable String policy) {
    if (policy == null) {
      kinds.remove(jobType);
    } else {
      kinds.put(jobType, policy);
    }
  }
}
