package io.joborchestrator.testing;

import io.joborchestrator.domain.worker.WorkerRegistration;
import io.joborchestrator.orchestrator.duty.DatabaseContact;
import io.joborchestrator.orchestrator.duty.ExecutorReporter;
import io.joborchestrator.orchestrator.duty.HeartbeatKeeper;
import io.joborchestrator.orchestrator.duty.JobClaimer;
import io.joborchestrator.orchestrator.duty.LeaseGuard;
import io.joborchestrator.orchestrator.duty.LogShipper;
import io.joborchestrator.orchestrator.duty.MachineLoad;
import io.joborchestrator.orchestrator.duty.ProgressShipper;
import io.joborchestrator.orchestrator.duty.ReportKeeper;
import io.joborchestrator.orchestrator.duty.RunWatch;
import io.joborchestrator.orchestrator.routing.RoutingRequest;
import io.joborchestrator.orchestrator.run.EngineSlots;
import io.joborchestrator.orchestrator.run.Execution;
import io.joborchestrator.orchestrator.run.LostOutputs;
import io.joborchestrator.orchestrator.run.RunBook;
import io.joborchestrator.orchestrator.run.RunLimits;
import io.joborchestrator.orchestrator.run.RunParts;
import io.joborchestrator.orchestrator.run.RunRouting;
import io.joborchestrator.orchestrator.run.WorkFolders;
import io.joborchestrator.orchestrator.run.WorkerMembership;
import io.joborchestrator.store.WorkStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The duties of a worker without threads: a test calls them one by one, on a settable clock. */
public final class ManualWorker {
  public static final Duration LEASE = Duration.ofSeconds(8);
  public static final Duration GRACE = Duration.ofSeconds(10);
  public static final Duration KILL_WAIT = Duration.ofSeconds(5);

  public final SettableClock clock = new SettableClock();
  public final FakeWorkStore store = new FakeWorkStore(clock, LEASE);
  public final ManualEngine engine;
  public final Execution execution;
  public final HeartbeatKeeper heartbeat;
  public final JobClaimer claimer;
  public final ExecutorReporter executors;
  public final LeaseGuard guard;
  public final RunWatch watch;
  public final LogShipper logs;
  public final ProgressShipper progress;
  public final ReportKeeper reporter;
  public final DatabaseContact contact;
  public final AtomicInteger asked = new AtomicInteger();

  public ManualWorker(int slots, LostOutputs lost, int logLines) {
    engine = new ManualEngine("local", slots);
    EngineSlots desks = new EngineSlots(List.of(engine));
    RunParts parts =
        new RunParts(
            store,
            new WorkerMembership(clock.workClock()),
            new RunBook(),
            desks,
            new RunRouting(
                desks,
                (type, asked, config) -> new RoutingRequest(type, asked, RoutingRequest.UNKNOWN)),
            lost,
            new WorkFolders(Path.of("target", "manual-work"), "manual"),
            new RunLimits(logLines, 1 << 20, GRACE, KILL_WAIT),
            clock.workClock());
    execution = new Execution(parts, Runnable::run, () -> {}, () -> {});
    contact = new DatabaseContact(clock.workClock(), () -> {});
    heartbeat =
        new HeartbeatKeeper(
            execution, registration(), contact, new MachineLoad(), Duration.ofSeconds(2), () -> {});
    executors = new ExecutorReporter(parts);
    claimer = new JobClaimer(execution, Duration.ofSeconds(1));
    guard = new LeaseGuard(execution, asked::incrementAndGet);
    watch = new RunWatch(execution.supervisor());
    logs = new LogShipper(parts, Runnable::run);
    progress = new ProgressShipper(parts);
    reporter = new ReportKeeper(execution, logs, () -> {});
  }

  public static ManualWorker withSlots(int slots) {
    return new ManualWorker(slots, LostOutputs.UNTOUCHED, 1_000);
  }

  /** Registers and claims what is queued. */
  public ManualWorker joinAndClaim() {
    heartbeat.runOnce();
    claimer.runOnce();
    return this;
  }

  /** Time passes in steps of the guard, with guard and watch looking each time. */
  public void pass(Duration time) {
    Duration step = Duration.ofMillis(200);
    for (Duration done = Duration.ZERO; done.compareTo(time) < 0; done = done.plus(step)) {
      clock.advance(step);
      guard.runOnce();
      watch.runOnce();
    }
  }

  public int held() {
    return execution.parts().book().size();
  }

  public static WorkStore.Claim claim(long no) {
    return new WorkStore.Claim(no, 1);
  }

  private static WorkerRegistration registration() {
    return new WorkerRegistration(
        "manual-1",
        "manual",
        "worker",
        "here",
        "test",
        1,
        2,
        2,
        1L << 30,
        List.of(ManualEngine.TYPE),
        List.of("local"),
        List.of(),
        false,
        LEASE);
  }
}
