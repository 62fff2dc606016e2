package io.joborchestrator.orchestrator.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.RoutingDecision;
import io.joborchestrator.domain.job.RunEvent;
import io.joborchestrator.engine.EngineRun;
import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.RunListener;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.engine.RunProgress;
import io.joborchestrator.orchestrator.routing.EngineRouter;
import io.joborchestrator.store.WorkStore.ClaimedJob;
import io.joborchestrator.store.WorkStore.WorkerSession;
import java.io.PrintWriter;
import java.io.StringWriter;
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
 * Brings claimed jobs into an engine: routes them, waits for a slot, stores that they start, starts
 * them. Thread-safe; the steps run on the run threads and never wait for the job itself.
 */
public final class JobDispatcher {
  private static final Logger log = LoggerFactory.getLogger(JobDispatcher.class);

  private final RunParts parts;
  private final RunSupervisor supervisor;
  private final Executor threads;
  private final Runnable slotFreed;
  private final Map<ActiveRun, RoutingDecision> decisions = new ConcurrentHashMap<>();
  private final RunStarts starts;
  private final Queue<ActiveRun> alone = new ConcurrentLinkedQueue<>();
  private boolean closed;

  JobDispatcher(RunParts parts, RunSupervisor supervisor, Executor threads, Runnable slotFreed) {
    this.parts = parts;
    this.supervisor = supervisor;
    this.threads = threads;
    this.slotFreed = slotFreed;
    this.starts = new RunStarts(parts.work());
  }

  /** Takes claimed jobs over. Does not block. */
  public synchronized void accept(WorkerSession session, List<ClaimedJob> jobs) {
    for (ClaimedJob job : jobs) {
      RunLog runLog = new RunLog(job.epoch(), parts.limits(), parts.membership()::databaseNow);
      ActiveRun run = new ActiveRun(session, job, runLog, parts.membership().databaseNow());
      parts.book().add(run);
      if (closed) {
        supervisor.giveBack(run, "Its worker was stopped before the job began.");
      } else {
        parts.slots().claimed();
        execute(run, () -> prepare(run));
      }
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
            supervisor.ended(run, failed(ErrorCode.INTERNAL, "This program failed: " + e, e));
          } finally {
            MDC.clear();
          }
        });
  }

  /** Until it has an engine, a claim counts against the room of all of them. */
  private void prepare(ActiveRun run) {
    Optional<String> engine;
    try {
      engine = engineFor(run);
    } catch (OrchestratorException e) {
      withdraw(run);
      supervisor.ended(run, failed(e.code(), String.valueOf(e.getMessage()), e.getCause()));
      return;
    } catch (RuntimeException | Error e) {
      withdraw(run);
      throw e;
    }
    if (engine.isEmpty()) {
      withdraw(run);
    } else if (parts.slots().assign(engine.get(), run)) {
      start(run, engine.get());
    }
  }

  /** Empty: the run has ended without one. */
  private Optional<String> engineFor(ActiveRun run) {
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
      Optional<String> held = parts.routing().heldBack(run.job());
      if (held.isPresent()) {
        // The breaker opened after the claim: the database holds the job back from now on.
        supervisor.giveBack(run, held.get());
        return Optional.empty();
      }
      String why = EngineRouter.whyNone(decision);
      supervisor.ended(run, failed(ErrorCode.ENGINE_UNAVAILABLE, why, null));
      return Optional.empty();
    }
    if (decision.fallback() != null) {
      run.log().add("warn", decision.fallback());
      run.event(new RunEvent("engine_fallback", decision.fallback()));
    }
    decisions.put(run, decision);
    return run.waitFor(decision.engine()) ? Optional.of(decision.engine()) : Optional.empty();
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

  private void withdraw(ActiveRun run) {
    decisions.remove(run);
    parts.slots().withdrawn();
    slotFreed.run();
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
    JobRun jobRun = jobRun(run);
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
    decisions.put(run, decision);
    if (run.waitFor(decision.engine())) {
      log.info(
          "{} waits: workers died under it twice, and another such job runs here",
          run.job().jobId());
      alone.add(run);
      if (run.stopReason() != null) {
        supervisor.endedUnstarted(run);
      }
    } else {
      decisions.remove(run);
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
      handle = startIn(engine, jobRun, run);
    } catch (OrchestratorException e) {
      ended(run, engineName, failed(e.code(), String.valueOf(e.getMessage()), e.getCause()));
      return;
    } catch (RuntimeException | Error e) {
      log.error("The engine {} failed to start {}", engineName, run.job().jobId(), e);
      String message = "The engine " + engineName + " could not start the job: " + e;
      ended(run, engineName, failed(ErrorCode.ENGINE_FAILED, message, e));
      return;
    }
    boolean stopped = run.attach(handle) != null;
    handle
        .outcome()
        .whenComplete(
            (outcome, error) ->
                execute(run, () -> ended(run, handle, engineName, outcome(outcome, error))));
    if (stopped) {
      supervisor.catchUp(run);
    }
  }

  private EngineRun startIn(ExecutionEngine engine, JobRun jobRun, ActiveRun run) {
    RunListener listener = new Listener(run);
    ClaimedJob job = run.job();
    String earlier = job.previousEngineRunId();
    if (earlier != null && engine.name().equals(job.previousEngine())) {
      Optional<EngineRun> living = engine.reattach(jobRun, earlier, listener);
      if (living.isPresent()) {
        run.log().add("info", "The run of the attempt before is still going on; it is followed.");
        return living.get();
      }
    }
    return engine.start(jobRun, listener);
  }

  private JobRun jobRun(ActiveRun run) {
    ClaimedJob job = run.job();
    String tag = tag(job);
    return new JobRun(
        job.no(),
        job.jobId(),
        job.epoch(),
        job.name(),
        job.type(),
        job.config(),
        job.timeout(),
        parts.folders().of(tag),
        new StoreGate(parts, run),
        new StoreCheckpoints(parts, run));
  }

  private static String tag(ClaimedJob job) {
    return "ejo-" + job.no() + "-" + job.epoch();
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
    parts.folders().remove(tag(run.job()));
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
    parts.folders().remove(tag(run.job()));
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

  private static RunOutcome outcome(@Nullable RunOutcome outcome, @Nullable Throwable error) {
    if (outcome != null) {
      return outcome;
    }
    return failed(ErrorCode.INTERNAL, "The engine lost the outcome of the run: " + error, error);
  }

  private static RunOutcome failed(ErrorCode code, String message, @Nullable Throwable cause) {
    return new RunOutcome.Failed(new JobError(code.wire(), code.type(), message, stack(cause)));
  }

  private static @Nullable String stack(@Nullable Throwable cause) {
    if (cause == null) {
      return null;
    }
    StringWriter text = new StringWriter();
    PrintWriter printer = new PrintWriter(text);
    for (Throwable e = cause; e != null; e = e.getCause()) {
      printer.println(e);
      for (StackTraceElement frame : e.getStackTrace()) {
        printer.println("\tat " + frame);
      }
    }
    return text.toString();
  }

  /** Hands on what a run says; never blocks it. */
  private record Listener(ActiveRun run) implements RunListener {
    @Override
    public void progress(RunProgress progress) {
      run.progress(progress);
    }

    @Override
    public void log(String level, String line) {
      line.lines().forEach(part -> run.log().add(level, part));
    }

    @Override
    public void event(RunEvent event) {
      log("info", event.text());
      run.event(event);
    }
  }
}
