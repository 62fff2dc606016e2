package io.joborchestrator.orchestrator.submit;

import io.joborchestrator.domain.retry.RetryPolicy;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Names of retry policies that a submission may use. The database is asked only for a name that is
 * not known yet; it refuses one that was deleted meanwhile. Thread-safe; may block.
 */
public final class PolicyNames {
  private final Supplier<? extends Collection<String>> stored;
  private volatile Set<String> known = RetryPolicy.STANDARD;

  /**
   * @param stored reads all names from the database
   */
  public PolicyNames(Supplier<? extends Collection<String>> stored) {
    this.stored = stored;
  }

  boolean contains(String name) {
    if (!known.contains(name)) {
      known = Set.copyOf(stored.get());
    }
    return known.contains(name);
  }

  /** As read last, sorted. */
  Set<String> all() {
    return new TreeSet<>(known);
  }
}
