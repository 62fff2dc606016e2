package io.joborchestrator.orchestrator;

import io.joborchestrator.engine.EngineCapabilities;
import io.joborchestrator.engine.ExecutionEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The engines of this process, and those that are off with the reason. Thread-safe. */
public final class EngineRegistry implements EngineManager {
  private final List<ExecutionEngine> engines;
  private final List<EngineView> off;

  /**
   * @param engines in order of preference
   * @param off engines this program has but may not use here
   */
  public EngineRegistry(List<ExecutionEngine> engines, List<EngineView> off) {
    this.engines = List.copyOf(engines);
    this.off = List.copyOf(off);
  }

  @Override
  public List<EngineView> engines() {
    List<EngineView> views = new ArrayList<>();
    for (ExecutionEngine engine : engines) {
      views.add(
          new EngineView(
              engine.name(), engine.capabilities(), engine.health(), engine.resources()));
    }
    views.addAll(off);
    return views;
  }

  List<ExecutionEngine> usable() {
    return engines;
  }

  /** Stops engines that no worker has stopped; idempotent. */
  public void stop(Duration deadline) {
    engines.forEach(engine -> engine.stop(deadline));
  }

  /** By name, with those that are off: a job for them waits, it is not wrong. */
  public Map<String, EngineCapabilities> capabilities() {
    Map<String, EngineCapabilities> byName = new LinkedHashMap<>();
    engines.forEach(engine -> byName.put(engine.name(), engine.capabilities()));
    off.forEach(engine -> byName.put(engine.name(), engine.capabilities()));
    return byName;
  }
}
