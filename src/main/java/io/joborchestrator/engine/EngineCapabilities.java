package io.joborchestrator.engine;

import java.util.Set;

/**
 * What an engine can take.
 *
 * @param jobTypes kinds of job it runs
 * @param slots runs at once
 * @param comfortableInputBytes above this size of input another capable engine is preferred
 */
public record EngineCapabilities(Set<String> jobTypes, int slots, long comfortableInputBytes) {
  public EngineCapabilities {
    jobTypes = Set.copyOf(jobTypes);
  }

  public boolean runs(String jobType) {
    return jobTypes.contains(jobType);
  }
}
