package io.joborchestrator.orchestrator.routing;

import org.jspecify.annotations.Nullable;

/**
 * What routing knows of a job.
 *
 * @param requestedEngine asked for by the submission, or null
 * @param inputBytes of all inputs, or {@link #UNKNOWN}
 */
public record RoutingRequest(String type, @Nullable String requestedEngine, long inputBytes) {
  public static final long UNKNOWN = -1;
}
