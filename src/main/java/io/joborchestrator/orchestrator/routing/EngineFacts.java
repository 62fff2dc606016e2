package io.joborchestrator.orchestrator.routing;

import io.joborchestrator.engine.EngineCapabilities;
import io.joborchestrator.engine.EngineHealth;

/**
 * What routing knows of an engine.
 *
 * @param freeSlots runs it could start now
 */
public record EngineFacts(
    String name, EngineCapabilities capabilities, EngineHealth health, int freeSlots) {}
