package io.joborchestrator.orchestrator.routing;

import io.joborchestrator.engine.EngineCapabilities;
import io.joborchestrator.engine.EngineHealth;
import org.jspecify.annotations.Nullable;

/**
 * What routing knows of an engine.
 *
 * @param freeSlots runs it could start now
 * @param heldBack in words why its circuit breaker lets no job start on it, or null
 */
public record EngineFacts(
    String name,
    EngineCapabilities capabilities,
    EngineHealth health,
    int freeSlots,
    @Nullable String heldBack) {
  /** An engine that nothing holds back. */
  public EngineFacts(
      String name, EngineCapabilities capabilities, EngineHealth health, int freeSlots) {
    this(name, capabilities, health, freeSlots, null);
  }
}
