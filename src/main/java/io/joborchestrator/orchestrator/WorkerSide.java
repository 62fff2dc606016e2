package io.joborchestrator.orchestrator;

import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.worker.Absence;
import io.joborchestrator.domain.worker.WorkerRegistration;
import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.orchestrator.breaker.BreakerBoard;
import io.joborchestrator.orchestrator.breaker.BreakerKeeper;
import io.joborchestrator.orchestrator.duty.BulkOperationRunner;
import io.joborchestrator.orchestrator.duty.CheckpointCleaner;
import io.joborchestrator.orchestrator.duty.DatabaseContact;
import io.joborchestrator.orchestrator.duty.DutyLoop;
import io.joborchestrator.orchestrator.duty.ExecutorReporter;
import io.joborchestrator.orchestrator.duty.HeartbeatKeeper;
import io.joborchestrator.orchestrator.duty.JobClaimer;
import io.joborchestrator.orchestrator.duty.JobMaintainer;
import io.joborchestrator.orchestrator.duty.JobRescuer;
import io.joborchestrator.orchestrator.duty.JobStager;
import io.joborchestrator.orchestrator.duty.LeaseGuard;
import io.joborchestrator.orchestrator.duty.LeftoverCleaner;
import io.joborchestrator.orchestrator.duty.LogShipper;
import io.joborchestrator.orchestrator.duty.MachineLoad;
import io.joborchestrator.orchestrator.duty.NeighbourWatch;
import io.joborchestrator.orchestrator.duty.ProgressShipper;
import io.joborchestrator.orchestrator.duty.ReportKeeper;
import io.joborchestrator.orchestrator.duty.RunMarker;
import io.joborchestrator.orchestrator.duty.RunWatch;
import io.joborchestrator.orchestrator.duty.ScheduleKeeper;
import io.joborchestrator.orchestrator.duty.StatisticsCollector;
import io.joborchestrator.orchestrator.lifecycle.Lifecycle;
import io.joborchestrator.orchestrator.lifecycle.LifecycleRegistry;
import io.joborchestrator.orchestrator.lifecycle.WorkClock;
import io.joborchestrator.orchestrator.routing.RoutingFacts;
import io.joborchestrator.orchestrator.run.DirectRuns;
import io.joborchestrator.orchestrator.run.EngineSlots;
import io.joborchestrator.orchestrator.run.Execution;
import io.joborchestrator.orchestrator.run.RunBook;
import io.joborchestrator.orchestrator.run.RunParts;
import io.joborchestrator.orchestrator.run.RunRouting;
import io.joborchestrator.orchestrator.run.WorkFolders;
import io.joborchestrator.orchestrator.run.WorkerMembership;
import io.joborchestrator.store.WorkStore;
import io.joborchestrator.store.WorkStore.WorkerSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What makes a process a worker: the standing duties and the runs. Stopping lets runs finish until
 * shortly before the deadline, gives the others back and leaves the fleet.
 */
final class WorkerSide implements Lifecycle {
  private static final Logger log = LoggerFactory.getLogger(WorkerSide.class);

  /** Kept back from the deadline of a stop to end what still runs and to say goodbye. */
  private static final Duration FAREWELL = Duration.ofSeconds(4);

  private final WorkStore work;
  private final Execution execution;
  private final EngineSlots slots;
  private final ExecutorService runThreads;
  private final WorkClock clock;
  private final DutyLoop heartbeat;
  private final DutyLoop claimer;
  private final DutyLoop reporter;
  private final DutyLoop breakers;
  private final LifecycleRegistry keeping;
  private final LifecycleRegistry taking;
  private boolean started;

  /** What a worker shares with the rest of the process. */
  record Surroundings(
      WorkClock clock,
      DatabaseContact contact,
      Runnable changed,
      Function<String, ThreadFactory> threads) {}

  WorkerSide(
      OrchestratorStores stores,
      OrchestratorSettings settings,
      EngineSlots slots,
      BreakerBoard board,
      RoutingFacts facts,
      Surroundings around,
      Duties duties) {
    WorkerRegistration registration = Objects.requireNonNull(settings.registration());
    this.work = stores.work();
    this.slots = slots;
    this.clock = around.clock();
    runThreads = runThreads(around.threads().apply("ejo-run"));
    RunParts parts =
        new RunParts(
            stores.work(),
            new WorkerMembership(clock, settings.directOnly()),
            new RunBook(),
            slots,
            new RunRouting(slots, facts, settings.routing(), stores.work().costs()),
            settings.lostOutputs(),
            new WorkFolders(settings.workFolder(), registration.workerId()),
            settings.limits(),
            clock);
    execution = new Execution(parts, runThreads, this::report, this::lookForWork);
    LogShipper logs = new LogShipper(parts, runThreads);
    heartbeat =
        duties.eager(
            new HeartbeatKeeper(
                execution,
                registration,
                around.contact(),
                new MachineLoad(),
                settings.heartbeat(),
                this::lookForWork));
    claimer = duties.eager(new JobClaimer(execution, settings.poll()));
    reporter =
        duties.eager(new ReportKeeper(execution, logs, () -> stored(stores, around.changed())));
    breakers =
        duties.eager(
            new BreakerKeeper(
                stores.breakers(), board, execution, this::lookForWork, around.changed()));
    board.onUrgent(breakers::wake);
    keeping = new LifecycleRegistry(clock.monotonic());
    keeping.add("heartbeat", heartbeat);
    keeping.add("lease guard", duties.eager(new LeaseGuard(execution, this::askForCommands)));
    keeping.add("run watch", duties.eager(new RunWatch(execution.supervisor())));
    keeping.add("report", reporter);
    keeping.add("log", duties.patient(logs));
    keeping.add("executors", duties.patient(new ExecutorReporter(parts)));
    keeping.add("progress", duties.patient(new ProgressShipper(parts)));
    taking = new LifecycleRegistry(clock.monotonic());
    taking.add("mark", duties.patient(new RunMarker(work, () -> parts.book().size() > 0)));
    Runnable moved = () -> stored(stores, around.changed());
    DutyLoop rescuer = duties.patient(new JobRescuer(work, moved, settings.sweep()));
    taking.add("rescue", rescuer);
    taking.add(
        "neighbours",
        duties.patient(
            new NeighbourWatch(work, parts.folders(), registration.host(), rescuer::wake)));
    taking.add("stage", duties.patient(new JobStager(work, moved)));
    taking.add("maintain", duties.patient(new JobMaintainer(work)));
    taking.add("statistics", duties.patient(new StatisticsCollector(stores.statistics())));
    taking.add("checkpoints", duties.patient(new CheckpointCleaner(work.checkpoints())));
    taking.add(
        "leftovers", duties.patient(new LeftoverCleaner(work.checkpoints(), registration.host())));
    taking.add(
        "schedules",
        duties.patient(
            new ScheduleKeeper(stores.schedules(), stores.jobs(), stores.fleet(), moved)));
    taking.add("replays", duties.patient(new BulkOperationRunner(stores.deadLetters(), moved)));
    taking.add("breakers", breakers);
    taking.add("claim", claimer);
  }

  /** The last time in which the database did not hear this process. Does not block. */
  Optional<Absence> lastAbsence() {
    return execution.absences().last();
  }

  /** The way past the queue. */
  DirectRuns directRuns() {
    return new DirectRuns(execution);
  }

  /** Looks for jobs now. Does not block. */
  void lookForWork() {
    claimer.wake();
  }

  void joinQueue() {
    execution.parts().membership().joinQueue();
    lookForWork();
  }

  /** Asks the database now what people want of the running jobs. Does not block. */
  void askForCommands() {
    heartbeat.wake();
    breakers.wake();
  }

  @Override
  public synchronized void start() {
    if (started) {
      return;
    }
    try {
      execution.parts().folders().open();
    } catch (IOException e) {
      throw new UncheckedIOException("The folder for running jobs cannot be used", e);
    }
    keeping.start();
    taking.start();
    started = true;
  }

  @Override
  public synchronized void stop(Duration deadline) {
    if (!started) {
      return;
    }
    started = false;
    long end = clock.nanos() + deadline.toNanos();
    execution.supervisor().beginEnding();
    execution.dispatcher().close();
    taking.stop(least(left(end), Duration.ofSeconds(2)));
    endRuns(end);
    stopEngines(end);
    leave();
    keeping.stop(left(end));
    runThreads.shutdown();
    closeFolders();
  }

  private void endRuns(long end) {
    RunBook book = execution.parts().book();
    if (book.awaitEmpty(left(end).minus(FAREWELL))) {
      return;
    }
    execution.supervisor().stopAllForEnd();
    if (!book.awaitEmpty(least(left(end), FAREWELL.dividedBy(2)))) {
      execution.supervisor().killAll();
      book.awaitEmpty(least(left(end), FAREWELL.dividedBy(4)));
    }
  }

  private void stopEngines(long end) {
    for (ExecutionEngine engine : slots.engines()) {
      try {
        engine.stop(left(end));
      } catch (RuntimeException e) {
        log.error("The engine {} did not stop in order", engine.name(), e);
      }
    }
  }

  /** The database gives back whatever is still held. */
  private void leave() {
    Optional<WorkerSession> session = execution.parts().membership().leave();
    if (session.isEmpty()) {
      return;
    }
    try {
      work.deregister(session.get());
    } catch (OrchestratorException e) {
      log.warn("The worker could not sign off; its lease will end by itself: {}", e.getMessage());
    }
  }

  private void closeFolders() {
    try {
      execution.parts().folders().close();
    } catch (IOException e) {
      log.warn("The folder for running jobs could not be removed", e);
    }
  }

  private void report() {
    reporter.wake();
  }

  private void stored(OrchestratorStores stores, Runnable changed) {
    stores.changes().hintJobs();
    changed.run();
    lookForWork();
  }

  private Duration left(long end) {
    return Duration.ofNanos(Math.max(0, end - clock.nanos()));
  }

  private static Duration least(Duration left, Duration right) {
    return left.compareTo(right) < 0 ? left : right;
  }

  private static ExecutorService runThreads(ThreadFactory threads) {
    int size = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
    return new ThreadPoolExecutor(
        size, size, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
  }
}
