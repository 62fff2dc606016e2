package io.joborchestrator.orchestrator;

import io.joborchestrator.domain.retry.RetryPolicy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The retry policies of the shared database: they hold for all processes, at once after a change,
 * for jobs that wait as well. Blocks; thread-safe.
 */
public interface RetryPolicyManager {
  /** All policies, by name: what a submission may name. */
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
