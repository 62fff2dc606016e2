package io.joborchestrator.orchestrator.run;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.RoutingDecision;
import io.joborchestrator.engine.EngineRun;
import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.store.WorkStore.ClaimedJob;
import io.joborchestrator.store.WorkStore.WorkerSession;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Brings claimed jobs into an engine: has them routed, waits for a slot, stores that they start and
 * starts them; their slots are free again when they have ended. Thread-safe; the steps run on the
 * run threads and never wait for the job itself.
 */
public final class JobDispatcher {
  private static final Logger log = LoggerFactory.getLogger(JobDispatcher.class);

  private final RunParts parts;
  private final RunSupervisor supervisor;
  private final Executor threads;
  private final Runnable slotFreed;
  private final Map<ActiveRun, RoutingDecision> decisions = new ConcurrentHashMap<>();
  private final EngineChoice choice;
  private final EngineEntry entry;
  private final RunStarts starts;
  private final Queue<ActiveRun> alone = new ConcurrentLinkedQueue<>();
  private boolean closed;

  JobDispatcher(RunParts parts, RunSupervisor supervisor, Executor threads, Runnable slotFreed) {
    this.parts = parts;
    this.supervisor = supervisor;
    this.threads = threads;
    this.slotFreed = slotFreed;
    this.choice = new EngineChoice(parts, supervisor);
    this.entry = new EngineEntry(parts);
    this.starts = new RunStarts(parts.work());
  }

  /** Takes claimed jobs over. Does not block. */
  public synchronized void accept(WorkerSession session, List<ClaimedJob> jobs) {
    for (ClaimedJob job : jobs) {
      parts.slots().claimed();
      acceptReserved(session, job);
    }
  }

  /** Takes over a claimed job that room is kept for already. Does not block. */
  synchronized void acceptReserved(WorkerSession session, ClaimedJob job) {
    RunLog runLog = new RunLog(job.epoch(), parts.limits(), parts.membership()::databaseNow);
    ActiveRun run = new ActiveRun(session, job, runLog, parts.membership().databaseNow());
    parts.book().add(run);
    if (closed) {
      parts.slots().withdrawn();
      supervisor.giveBack(run, "Its worker was stopped before the job began.");
    } else {
      execute(run, () -> prepare(run));
    }
  }

  /**
   * Starts nothing any more: the answer to a claim that is still under way is given back. Whatever
   * was accepted before is in the book when this returns.
   */
  public synchronized void close() {
    closed = true;
  }

  private void execute(ActiveRun run, Runnable step) {
    threads.execute(
        () -> {
          MDC.put("job", run.job().jobId());
          MDC.put("epoch", Integer.toString(run.job().epoch()));
          try {
            step.run();
          } catch (RuntimeException | Error e) {
            log.error("{} fails by a defect of this program", run.job().jobId(), e);
            supervisor.ended(run, Failures.of(ErrorCode.INTERNAL, "This program failed: " + e, e));
          } finally {
            MDC.clear();
          }
        });
  }

  /** Until it has an engine, a claim counts against the room of all of them. */
  private void prepare(ActiveRun run) {
    Optional<RoutingDecision> decision;
    try {
      decision = choice.of(run);
    } catch (OrchestratorException e) {
      withdraw();
      supervisor.ended(run, Failures.of(e));
      return;
    } catch (RuntimeException | Error e) {
      withdraw();
      throw e;
    }
    if (decision.isEmpty() || !waits(run, decision.get())) {
      withdraw();
      return;
    }
    String engine = decision.get().engine();
    if (parts.slots().assign(engine, run)) {
      start(run, engine);
    }
  }

  /** False if it has ended already. */
  private boolean waits(ActiveRun run, RoutingDecision decision) {
    decisions.put(run, decision);
    if (run.waitFor(decision.engine())) {
      return true;
    }
    decisions.remove(run);
    return false;
  }

  /** A breaker opened: what waits for a slot of the engine is given back. */
  public void holdBack(String engineName) {
    String why = parts.slots().guard().heldBack(engineName);
    for (ActiveRun run : parts.slots().takeWaiting(engineName)) {
      decisions.remove(run);
      supervisor.giveBack(run, engineName + " is held back. " + why);
    }
    slotFreed.run();
  }

  private boolean isHeldBack(ActiveRun run, String engineName) {
    EngineGuard guard = parts.slots().guard();
    return guard.heldBack(engineName) != null && guard.probed(run.claim()) == null;
  }

  /** Room that was kept is free again. */
  void withdraw() {
    parts.slots().withdrawn();
    slotFreed.run();
  }

  /** The run has a slot. */
  private void start(ActiveRun run, String engineName) {
    RoutingDecision decision = decisions.remove(run);
    if (isHeldBack(run, engineName)) {
      supervisor.giveBack(
          run, engineName + " is held back. " + parts.slots().guard().heldBack(engineName));
      freeSlot(engineName);
      return;
    }
    if (decision == null || !run.begin(parts.membership().databaseNow(), parts.clock().nanos())) {
      supervisor.endedUnstarted(run);
      freeSlot(engineName);
      return;
    }
    JobRun jobRun = entry.jobRun(run);
    starts.add(
        new RunStarts.Start(
            run,
            jobRun,
            decision,
            (verdict, error) -> execute(run, () -> stored(run, jobRun, decision, verdict, error))));
  }

  /** Its start is stored, or the run may not start. */
  private void stored(
      ActiveRun run,
      JobRun jobRun,
      RoutingDecision decision,
      RunStarts.Verdict verdict,
      @Nullable Throwable error) {
    String engineName = decision.engine();
    if (verdict == RunStarts.Verdict.WAIT) {
      waitAlone(run, decision);
      return;
    }
    if (error != null) {
      log.warn("{} is given back: its start could not be stored", run.job().jobId(), error);
      supervisor.giveBack(run, "Its start could not be stored: " + error.getMessage());
    } else if (verdict == RunStarts.Verdict.REFUSED) {
      log.warn("{} was given to another worker before it started", run.job().jobId());
      supervisor.drop(run);
    }
    if (verdict == RunStarts.Verdict.REFUSED) {
      freeSlot(engineName);
      return;
    }
    startNow(run, jobRun, engineName);
  }

  /** It keeps its slot and has not started: should the worker die now, it was not this job. */
  private void waitAlone(ActiveRun run, RoutingDecision decision) {
    if (waits(run, decision)) {
      log.info(
          "{} waits: workers died under it twice, and another such job runs here",
          run.job().jobId());
      alone.add(run);
      if (run.stopReason() != null) {
        supervisor.endedUnstarted(run);
      }
    } else {
      freeSlot(decision.engine());
    }
  }

  /** Asks again for jobs that have to run without others of their kind. */
  public void startWaiting() {
    for (int left = alone.size(); left > 0; left--) {
      ActiveRun next = alone.poll();
      RoutingDecision decision = next == null ? null : decisions.get(next);
      if (next != null && decision != null) {
        execute(next, () -> start(next, decision.engine()));
      }
    }
  }

  private void startNow(ActiveRun run, JobRun jobRun, String engineName) {
    ExecutionEngine engine = parts.slots().engine(engineName).orElseThrow();
    if (run.stopReason() != null) {
      // The database was slow: whoever asked it to end need not wait for it to start first.
      supervisor.endedUnstarted(run);
      freeSlot(engineName);
      return;
    }
    EngineRun handle;
    try {
      handle = entry.start(engine, jobRun, run);
    } catch (OrchestratorException e) {
      ended(run, engineName, Failures.of(e));
      return;
    } catch (RuntimeException | Error e) {
      log.error("The engine {} failed to start {}", engineName, run.job().jobId(), e);
      String message = "The engine " + engineName + " could not start the job: " + e;
      ended(run, engineName, Failures.of(ErrorCode.ENGINE_FAILED, message, e));
      return;
    }
    boolean stopped = run.attach(handle) != null;
    handle
        .outcome()
        .whenComplete(
            (outcome, error) ->
                execute(
                    run, () -> ended(run, handle, engineName, Failures.outcome(outcome, error))));
    if (stopped) {
      supervisor.catchUp(run);
    }
  }

  /** Until the engine proves that nothing of a run is left, the run keeps its slot. */
  private void ended(ActiveRun run, EngineRun handle, String engineName, RunOutcome outcome) {
    if (!(outcome instanceof RunOutcome.Cancelled cancelled) || cancelled.confirmed()) {
      ended(run, engineName, outcome);
      return;
    }
    log.error(
        "{} has not confirmed the end of {}; its slot of the engine stays taken until it does",
        engineName,
        handle.engineRunId());
    supervisor.ended(run, outcome);
    handle.released().thenRun(() -> execute(run, () -> released(run, handle, engineName)));
  }

  private void released(ActiveRun run, EngineRun handle, String engineName) {
    log.info("{} has ended after all; its slot is free again", handle.engineRunId());
    freeSlot(engineName);
    entry.removeFolder(run);
  }

  private void ended(ActiveRun run, String engineName, RunOutcome outcome) {
    boolean byItself = run.stopReason() == null || outcome instanceof RunOutcome.Completed;
    parts
        .slots()
        .guard()
        .ended(
            engineName,
            run.claim(),
            byItself ? outcome : new RunOutcome.Cancelled(true, "It was asked to end."));
    freeSlot(engineName);
    entry.removeFolder(run);
    supervisor.ended(run, outcome);
    if (outcome instanceof RunOutcome.Completed) {
      parts.routing().completed(run, engineName, run.ranFor(parts.clock().nanos()));
    }
  }

  private void freeSlot(String engineName) {
    ActiveRun next = parts.slots().freed(engineName);
    if (next != null) {
      execute(next, () -> start(next, engineName));
    }
    slotFreed.run();
  }
}
