package io.joborchestrator.store.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.job.RoutingDecision;
import io.joborchestrator.domain.job.RoutingDecision.Candidate;
import io.joborchestrator.domain.job.RoutingDecision.Reason;
import java.util.ArrayList;
import java.util.List;

/** How a routing decision is stored. */
final class RoutingJson {
  private RoutingJson() {}

  static ObjectNode write(RoutingDecision decision) {
    ObjectNode node = Rows.JSON.createObjectNode();
    node.put("engine", decision.engine());
    if (decision.fallback() != null) {
      node.put("fallback", decision.fallback());
    }
    ArrayNode candidates = node.putArray("candidates");
    for (Candidate candidate : decision.candidates()) {
      ObjectNode one = candidates.addObject();
      one.put("engine", candidate.engine());
      one.put("eligible", candidate.eligible());
      one.put("chosen", candidate.chosen());
      ArrayNode reasons = one.putArray("reasons");
      for (Reason reason : candidate.reasons()) {
        reasons.addObject().put("verdict", reason.verdict()).put("text", reason.text());
      }
    }
    return node;
  }

  static RoutingDecision read(JsonNode node) {
    List<Candidate> candidates = new ArrayList<>();
    for (JsonNode one : node.path("candidates")) {
      List<Reason> reasons = new ArrayList<>();
      for (JsonNode reason : one.path("reasons")) {
        reasons.add(new Reason(reason.path("verdict").asText(), reason.path("text").asText()));
      }
      candidates.add(
          new Candidate(
              one.path("engine").asText(),
              one.path("eligible").asBoolean(),
              one.path("chosen").asBoolean(),
              reasons));
    }
    String fallback = node.hasNonNull("fallback") ? node.path("fallback").asText() : null;
    return new RoutingDecision(node.path("engine").asText(), candidates, fallback);
  }
}
