package io.joborchestrator.orchestrator.run;

import io.joborchestrator.domain.job.RoutingDecision;
import io.joborchestrator.orchestrator.routing.EngineFacts;
import io.joborchestrator.orchestrator.routing.EngineRouter;
import io.joborchestrator.orchestrator.routing.RoutingFacts;
import io.joborchestrator.orchestrator.routing.RoutingRequest;
import io.joborchestrator.store.WorkStore.ClaimedJob;
import java.util.Optional;

/** Routes claimed jobs over the engines of this process. Thread-safe; reads the inputs' sizes. */
public final class RunRouting {
  private final EngineRouter router = new EngineRouter();
  private final EngineSlots slots;
  private final RoutingFacts facts;

  public RunRouting(EngineSlots slots, RoutingFacts facts) {
    this.slots = slots;
    this.facts = facts;
  }

  RoutingDecision decide(ClaimedJob job) {
    return router.decide(request(job), slots.facts());
  }

  /** For the one job that probes this engine. */
  RoutingDecision probe(ClaimedJob job, String engine) {
    EngineFacts facts =
        slots.facts().stream()
            .filter(known -> known.name().equals(engine))
            .findFirst()
            .orElseThrow();
    return router.probe(request(job), facts);
  }

  /** In words which engine could run the job but is held back by its circuit breaker. */
  Optional<String> heldBack(ClaimedJob job) {
    return router.heldBack(request(job), slots.facts());
  }

  private RoutingRequest request(ClaimedJob job) {
    return facts.request(job.type(), job.requestedEngine(), job.config());
  }
}
