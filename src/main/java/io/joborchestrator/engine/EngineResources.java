package io.joborchestrator.engine;

import java.util.Map;

/**
 * What an engine uses now.
 *
 * @param running runs in flight
 * @param facts named figures for people ("executors", "master", "heap")
 */
public record EngineResources(
    int running, int slots, long memoryUsedBytes, long memoryMaxBytes, Map<String, String> facts) {
  public EngineResources {
    facts = Map.copyOf(facts);
  }
}
