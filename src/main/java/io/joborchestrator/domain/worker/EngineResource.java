package io.joborchestrator.domain.worker;

import io.joborchestrator.domain.breaker.BreakerRule;
import java.util.List;

/**
 * An engine of a worker and what it stands on. Engines with the same name and resource share one
 * circuit breaker.
 *
 * @param resource a cluster's address, or the name of the machine for what only that has
 * @param jobTypes kinds it runs
 */
public record EngineResource(
    String engine, String resource, List<String> jobTypes, BreakerRule rule) {
  public EngineResource {
    jobTypes = List.copyOf(jobTypes);
  }

  /** Name of its breaker. */
  public String breaker() {
    return engine + "@" + resource;
  }
}
