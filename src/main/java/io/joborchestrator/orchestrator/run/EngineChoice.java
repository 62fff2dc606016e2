package io.joborchestrator.orchestrator.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.job.RoutingDecision;
import io.joborchestrator.domain.job.RunEvent;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.orchestrator.routing.EngineRouter;
import java.util.Optional;

/** Finds the engine for a claimed job, or ends it without one. Thread-safe; reads the inputs. */
final class EngineChoice {
  private final RunParts parts;
  private final RunSupervisor supervisor;

  EngineChoice(RunParts parts, RunSupervisor supervisor) {
    this.parts = parts;
    this.supervisor = supervisor;
  }

  /** Empty: the run has ended without an engine. */
  Optional<RoutingDecision> of(ActiveRun run) {
    Optional<RunOutcome.Completed> recovered = recover(run);
    if (recovered.isPresent() || run.phase() == ActiveRun.Phase.ENDED) {
      recovered.ifPresent(outcome -> supervisor.ended(run, outcome));
      return Optional.empty();
    }
    String probed = parts.slots().guard().probed(run.claim());
    RoutingDecision decision =
        probed == null
            ? parts.routing().decide(run.job())
            : parts.routing().probe(run.job(), probed);
    if (decision.engine().equals(EngineRouter.NONE)) {
      endWithout(run, decision);
      return Optional.empty();
    }
    if (decision.fallback() != null) {
      run.log().add("warn", decision.fallback());
      run.event(new RunEvent("engine_fallback", decision.fallback()));
    }
    return Optional.of(decision);
  }

  private void endWithout(ActiveRun run, RoutingDecision decision) {
    Optional<String> held = parts.routing().heldBack(run.job());
    if (held.isPresent()) {
      // The breaker opened after the claim: the database holds the job back from now on.
      supervisor.giveBack(run, held.get());
      return;
    }
    String why = EngineRouter.whyNone(decision);
    supervisor.ended(run, Failures.of(ErrorCode.ENGINE_UNAVAILABLE, why, null));
  }

  private Optional<RunOutcome.Completed> recover(ActiveRun run) {
    ObjectNode manifest = run.job().publishManifest();
    if (manifest == null || run.phase() == ActiveRun.Phase.ENDED) {
      return Optional.empty();
    }
    Optional<RunOutcome.Completed> outcome = parts.lostOutputs().recover(run.job(), manifest);
    run.log()
        .add(
            "info",
            outcome.isPresent()
                ? "The attempt before had its output ready when its worker was lost; it was"
                    + " published now."
                : "The attempt before left an output that could not be finished here; the job runs again.");
    return outcome;
  }
}
