package io.joborchestrator.orchestrator;

import io.joborchestrator.domain.breaker.BreakerRule;
import io.joborchestrator.domain.worker.EngineResource;
import io.joborchestrator.engine.EngineCapabilities;
import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.orchestrator.EngineManager.EngineView;
import io.joborchestrator.orchestrator.EngineManager.Handlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The engines of this process, and those that are off with the reason. Thread-safe. */
public final class EngineRegistry {
  private static final Handlers NO_HANDLERS = new Handlers(List.of(), List.of(), "");

  private final List<ExecutionEngine> engines;
  private final List<EngineView> off;
  private final List<EngineResource> resources;
  private final Handlers handlers;

  /** Engines without circuit breakers and handlers. */
  public EngineRegistry(List<ExecutionEngine> engines, List<EngineView> off) {
    this(engines, off, List.of(), NO_HANDLERS);
  }

  /** Engines without handlers of custom jobs. */
  public EngineRegistry(
      List<ExecutionEngine> engines, List<EngineView> off, List<EngineResource> resources) {
    this(engines, off, resources, NO_HANDLERS);
  }

  /**
   * @param engines in order of preference
   * @param off engines this program has but may not use here
   * @param resources what the engines stand on
   * @param handlers of custom jobs, for people
   */
  public EngineRegistry(
      List<ExecutionEngine> engines,
      List<EngineView> off,
      List<EngineResource> resources,
      Handlers handlers) {
    this.engines = List.copyOf(engines);
    this.off = List.copyOf(off);
    this.resources = List.copyOf(resources);
    this.handlers = handlers;
  }

  Handlers handlers() {
    return handlers;
  }

  /** What an engine stands on, on this machine and with this rule. */
  public static EngineResource resource(ExecutionEngine engine, String machine, BreakerRule rule) {
    return new EngineResource(
        engine.name(),
        engine.sharedResource().orElse(machine),
        List.copyOf(engine.capabilities().jobTypes()),
        rule);
  }

  public List<EngineResource> resources() {
    return resources;
  }

  Optional<String> breakerOf(String engine) {
    return resources.stream()
        .filter(resource -> resource.engine().equals(engine))
        .map(EngineResource::breaker)
        .findFirst();
  }

  /** As people see them. Does not block. */
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
