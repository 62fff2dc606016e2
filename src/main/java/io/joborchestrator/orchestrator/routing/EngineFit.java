package io.joborchestrator.orchestrator.routing;

/**
 * Whether an engine that runs a kind of job can take this one, by what its configuration says.
 *
 * @param reason a plain sentence, shown under "Why this engine?"
 */
public record EngineFit(boolean fits, String reason) {}
