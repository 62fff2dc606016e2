package io.joborchestrator.orchestrator.submit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.orchestrator.routing.EngineFit;
import io.joborchestrator.orchestrator.routing.RoutingRequest;
import io.joborchestrator.pipeline.Problem;
import java.util.List;
import java.util.Map;

/** What one kind of job asks of its configuration. Thread-safe; may read files. */
public interface KindRules {
  /** Everything that is wrong, in written order. */
  List<Problem> check(ObjectNode config);

  /** Checks a configuration and completes it; files are looked into once for both. */
  default Examined examine(ObjectNode config) {
    return new Examined(config, check(config));
  }

  /**
   * A configuration that was looked at.
   *
   * @param config with everything written down that would otherwise be guessed when it runs; as it
   *     was given if there are problems
   * @param problems in written order
   */
  record Examined(ObjectNode config, List<Problem> problems) {
    public Examined {
      problems = List.copyOf(problems);
    }
  }

  /** Bytes of all inputs, or {@link RoutingRequest#UNKNOWN}. */
  default long inputBytes(ObjectNode config) {
    return RoutingRequest.UNKNOWN;
  }

  /** What a configuration says for or against engines, by name; none: any that runs the kind. */
  default Map<String, EngineFit> fits(ObjectNode config) {
    return Map.of();
  }
}
