package io.joborchestrator.store;

import io.joborchestrator.domain.retry.RetryPolicy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The retry policies that hold for all processes, at once after a change: the database decides by
 * them. Every method is one transaction and blocks; thread-safe. What cannot be stored is an {@link
 * io.joborchestrator.domain.error.OrchestratorException} that says why.
 */
public interface RetryPolicyStore {
  /** All policies, by name. */
  List<RetryPolicy> policies();

  /** The policies of kinds of jobs that have one of their own. */
  Map<String, String> byKind();

  /** Makes a policy, or changes the one of its name. */
  void save(RetryPolicy policy);

  /** Deletes one that is neither standard nor in use. */
  void delete(String name);

  /**
   * The policy of jobs of a kind that name none.
   *
   * @param policy null: the default again
   */
  void setForKind(String jobType, @Nullable String policy);
}
