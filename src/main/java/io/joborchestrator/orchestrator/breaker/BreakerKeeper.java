package io.joborchestrator.orchestrator.breaker;

import io.joborchestrator.domain.breaker.BreakerState;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.engine.EngineHealth;
import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.orchestrator.duty.Duty;
import io.joborchestrator.orchestrator.routing.EngineFacts;
import io.joborchestrator.orchestrator.run.EngineSlots;
import io.joborchestrator.orchestrator.run.Execution;
import io.joborchestrator.store.BreakerStore;
import io.joborchestrator.store.BreakerStore.EngineReport;
import io.joborchestrator.store.BreakerStore.FollowedBreaker;
import io.joborchestrator.store.BreakerStore.Probe;
import io.joborchestrator.store.BreakerStore.ProbeOutcome;
import io.joborchestrator.store.WorkStore.Claim;
import io.joborchestrator.store.WorkStore.ClaimedJob;
import io.joborchestrator.store.WorkStore.WorkerSession;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the database how the engines of this process do, follows the fleet's breakers, and probes
 * an engine when this process is the one that gets the right to.
 */
public final class BreakerKeeper implements Duty {
  private static final Logger log = LoggerFactory.getLogger(BreakerKeeper.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final BreakerStore store;
  private final BreakerBoard board;
  private final Execution execution;
  private final Runnable closed;
  private final Runnable changed;

  /**
   * @param closed called when a breaker closed: there may be work
   * @param changed called when any state changed
   */
  public BreakerKeeper(
      BreakerStore store,
      BreakerBoard board,
      Execution execution,
      Runnable closed,
      Runnable changed) {
    this.store = store;
    this.board = board;
    this.execution = execution;
    this.closed = closed;
    this.changed = changed;
  }

  @Override
  public String name() {
    return "breakers";
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public boolean runOnce() {
    Optional<WorkerSession> session = execution.parts().membership().session();
    if (session.isEmpty()) {
      return false;
    }
    lookAfterProbes();
    finishProbes(session.get());
    List<FollowedBreaker> breakers = follow(session.get());
    if (execution.parts().membership().mayClaim()) {
      breakers.stream()
          .filter(FollowedBreaker::probeDue)
          .filter(breaker -> hasRoom(breaker.engine()))
          .forEach(breaker -> probe(session.get(), breaker.engine()));
    }
    return false;
  }

  private List<FollowedBreaker> follow(WorkerSession session) {
    List<EngineReport> reports = board.takeReports(this::health);
    List<FollowedBreaker> breakers;
    try {
      breakers = store.follow(session, reports);
    } catch (OrchestratorException e) {
      board.putBack(reports);
      throw e;
    }
    List<FollowedBreaker> moved = board.follow(breakers);
    for (FollowedBreaker breaker : moved) {
      log.info("Circuit breaker {} is {}: {}", breaker.name(), breaker.state(), breaker.reason());
      if (breaker.state() == BreakerState.CLOSED) {
        closed.run();
      } else {
        execution.dispatcher().holdBack(breaker.engine());
      }
    }
    if (!moved.isEmpty()) {
      changed.run();
    }
    return breakers;
  }

  private EngineHealth health(String engine) {
    return execution
        .parts()
        .slots()
        .engine(engine)
        .map(ExecutionEngine::health)
        .orElse(new EngineHealth(EngineHealth.State.OFF, "There is no such engine."));
  }

  private boolean hasRoom(String engine) {
    EngineSlots slots = execution.parts().slots();
    return slots.facts().stream()
        .filter(facts -> facts.name().equals(engine))
        .anyMatch((EngineFacts facts) -> facts.freeSlots() > 0);
  }

  private void probe(WorkerSession session, String engine) {
    Optional<Probe> right = store.claimProbe(session, engine);
    if (right.isEmpty()) {
      return;
    }
    Probe probe = right.get();
    ClaimedJob job = probe.job();
    board.probing(probe);
    log.info("This process probes {} with {}", engine, job == null ? "a question" : job.jobId());
    if (job == null) {
      ask(probe);
    } else {
      execution.dispatcher().accept(session, List.of(job));
    }
    changed.run();
  }

  private void ask(Probe probe) {
    ExecutionEngine engine = execution.parts().slots().engine(probe.engine()).orElseThrow();
    engine
        .ask()
        .whenComplete(
            (health, error) -> {
              if (error != null) {
                board.probeEnded(probe, ProbeOutcome.FAILED, "It could not be asked: " + error);
              } else if (health.takesWork()) {
                board.probeEnded(probe, ProbeOutcome.PASSED, "Asked, it is well again");
              } else {
                board.probeEnded(probe, ProbeOutcome.FAILED, health.message());
              }
            });
  }

  /** A probe passes as soon as its job moves records; one whose job is gone says nothing. */
  private void lookAfterProbes() {
    for (Probe probe : board.probes()) {
      ClaimedJob job = probe.job();
      if (job == null) {
        continue;
      }
      var run = execution.parts().book().find(new Claim(job.no(), job.epoch()));
      if (run.isEmpty()) {
        board.probeEnded(probe, ProbeOutcome.UNCLEAR, "The job of the probe is gone");
      } else if (run.get().hasMoved()) {
        board.probeEnded(probe, ProbeOutcome.PASSED, "The job of the probe makes progress");
      }
    }
  }

  private void finishProbes(WorkerSession session) {
    for (BreakerBoard.EndedProbe ended : board.endedProbes()) {
      if (!store.finishProbe(session, ended.probe(), ended.outcome(), ended.reason())) {
        log.info("The probe of {} came too late", ended.probe().breaker());
      }
      board.forget(ended.probe());
    }
  }
}
