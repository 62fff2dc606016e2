package io.joborchestrator.orchestrator;

import io.joborchestrator.domain.retry.RetryPolicy;
import io.joborchestrator.store.RetryPolicyStore;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Retry policies on the shared database. */
final class StoredRetryPolicies implements RetryPolicyManager {
  private final RetryPolicyStore store;

  StoredRetryPolicies(RetryPolicyStore store) {
    this.store = store;
  }

  @Override
  public List<RetryPolicy> policies() {
    return store.policies();
  }

  @Override
  public Map<String, String> byKind() {
    return store.byKind();
  }

  @Override
  public void save(RetryPolicy policy) {
    store.save(policy);
  }

  @Override
  public void delete(String name) {
    store.delete(name);
  }

  @Override
  public void setForKind(String jobType, @Nullable String policy) {
    store.setForKind(jobType, policy);
  }
}
