package io.joborchestrator.orchestrator.run;

import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.RoutingDecision;
import io.joborchestrator.domain.job.RoutingRules;
import io.joborchestrator.orchestrator.routing.EngineFacts;
import io.joborchestrator.orchestrator.routing.EngineRouter;
import io.joborchestrator.orchestrator.routing.RoutingFacts;
import io.joborchestrator.orchestrator.routing.RoutingRequest;
import io.joborchestrator.store.RunCostStore;
import io.joborchestrator.store.WorkStore.ClaimedJob;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Routes claimed jobs over the engines of this process, and keeps what runs took that had a choice.
 * Thread-safe; reads the inputs' sizes.
 */
public final class RunRouting {
  private static final Logger log = LoggerFactory.getLogger(RunRouting.class);

  /** Where a run is shorter the choice does not matter, and it shall cost nothing. */
  private static final Duration WORTH_KEEPING = Duration.ofMillis(500);

  private final EngineRouter router;
  private final EngineSlots slots;
  private final RoutingFacts facts;
  private final RunCostStore costs;

  /** Without rules, and without a memory of past runs. */
  public RunRouting(EngineSlots slots, RoutingFacts facts) {
    this(slots, facts, RoutingRules.DEFAULTS, RunCostStore.NONE);
  }

  public RunRouting(EngineSlots slots, RoutingFacts facts, RoutingRules rules, RunCostStore costs) {
    this.router = new EngineRouter(rules);
    this.slots = slots;
    this.facts = facts;
    this.costs = costs;
  }

  RoutingDecision decide(ClaimedJob job) {
    RoutingRequest request = request(job);
    if (hasChoice(job)) {
      RunCostStore.Facts known = costs.facts(job.no());
      request = request.of(job.name(), known.priority()).after(known.past());
    }
    return router.decide(request, slots.facts());
  }

  /** Keeps what a completed run took, if another engine could have run it. Blocks. */
  void completed(ActiveRun run, String engine, Duration took) {
    ClaimedJob job = run.job();
    if (took.compareTo(WORTH_KEEPING) < 0 || !hasChoice(job)) {
      return;
    }
    try {
      long bytes = request(job).inputBytes();
      costs.record(run.session(), run.claim(), engine, took.toMillis() / 1000.0, bytes);
    } catch (OrchestratorException e) {
      log.warn("What {} took is not kept for routing: {}", job.jobId(), e.getMessage());
    }
  }

  private boolean hasChoice(ClaimedJob job) {
    return job.requestedEngine() == null
        && slots.engines().stream()
                .filter(engine -> engine.capabilities().runs(job.type()))
                .limit(2)
                .count()
            > 1;
  }

  /** For the one job that probes this engine. */
  RoutingDecision probe(ClaimedJob job, String engine) {
    EngineFacts known =
        slots.facts().stream().filter(each -> each.name().equals(engine)).findFirst().orElseThrow();
    return router.probe(request(job), known);
  }

  /** In words which engine could run the job but is held back by its circuit breaker. */
  Optional<String> heldBack(ClaimedJob job) {
    return router.heldBack(request(job), slots.facts());
  }

  private RoutingRequest request(ClaimedJob job) {
    return facts.request(job.type(), job.requestedEngine(), job.config());
  }
}
