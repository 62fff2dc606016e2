package io.joborchestrator.orchestrator.run;

import io.joborchestrator.domain.job.RoutingDecision;
import io.joborchestrator.orchestrator.routing.EngineRouter;
import io.joborchestrator.orchestrator.routing.InputSizes;
import io.joborchestrator.orchestrator.routing.RoutingRequest;
import io.joborchestrator.store.WorkStore.ClaimedJob;

/** Routes claimed jobs over the engines of this process. Thread-safe; reads the inputs' sizes. */
public final class RunRouting {
  private final EngineRouter router = new EngineRouter();
  private final EngineSlots slots;
  private final InputSizes sizes;

  public RunRouting(EngineSlots slots, InputSizes sizes) {
    this.slots = slots;
    this.sizes = sizes;
  }

  RoutingDecision decide(ClaimedJob job) {
    RoutingRequest request =
        new RoutingRequest(
            job.type(), job.requestedEngine(), sizes.inputBytes(job.type(), job.config()));
    return router.decide(request, slots.facts());
  }
}
