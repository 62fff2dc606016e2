package io.joborchestrator.orchestrator.routing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What a job's configuration means for its routing. Blocks (looks at files); thread-safe. */
@FunctionalInterface
public interface RoutingFacts {
  /**
   * The facts of one job. What cannot be read now is left unknown: a missing file is for the run to
   * report, not for routing.
   */
  RoutingRequest request(String type, @Nullable String requestedEngine, ObjectNode config);
}
