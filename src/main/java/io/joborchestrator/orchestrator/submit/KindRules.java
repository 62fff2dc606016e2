package io.joborchestrator.orchestrator.submit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.pipeline.Problem;
import java.util.List;

/** What one kind of job asks of its configuration. Thread-safe; may read files. */
public interface KindRules {
  /** Everything that is wrong, in written order. */
  List<Problem> check(ObjectNode config);

  /**
   * The configuration with everything written down that would otherwise be guessed when it runs.
   */
  default ObjectNode complete(ObjectNode config) {
    return config;
  }

  /**
   * Bytes of all inputs, or {@link io.joborchestrator.orchestrator.routing.RoutingRequest#UNKNOWN}.
   */
  default long inputBytes(ObjectNode config) {
    return io.joborchestrator.orchestrator.routing.RoutingRequest.UNKNOWN;
  }
}
