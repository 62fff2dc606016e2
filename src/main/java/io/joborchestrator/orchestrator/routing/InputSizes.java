package io.joborchestrator.orchestrator.routing;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** How much a job reads. Blocks (looks at files); thread-safe. */
@FunctionalInterface
public interface InputSizes {
  /**
   * Bytes of all inputs, or {@link RoutingRequest#UNKNOWN} if the kind has none or they cannot be
   * read now: a missing file is for the run to report, not for routing.
   */
  long inputBytes(String type, ObjectNode config);
}
