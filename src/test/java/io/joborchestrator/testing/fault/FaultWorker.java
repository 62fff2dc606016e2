package io.joborchestrator.testing.fault;

import io.joborchestrator.domain.worker.WorkerRegistration;
import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.orchestrator.EngineRegistry;
import io.joborchestrator.orchestrator.EnhancedJobOrchestrator;
import io.joborchestrator.orchestrator.OrchestratorSettings;
import io.joborchestrator.orchestrator.OrchestratorStores;
import io.joborchestrator.orchestrator.lifecycle.WorkClock;
import io.joborchestrator.orchestrator.run.LostOutputs;
import io.joborchestrator.orchestrator.run.RunLimits;
import io.joborchestrator.orchestrator.submit.PolicyNames;
import io.joborchestrator.orchestrator.submit.SubmissionChecker;
import io.joborchestrator.store.ChangeFeed;
import io.joborchestrator.store.WorkStore;
import io.joborchestrator.store.postgres.ConnectionConfig;
import io.joborchestrator.store.postgres.PostgresStores;
import io.joborchestrator.testing.FakeWorkbench;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;

/**
 * A whole worker (pools, duties, engine) on a database, as the program makes it, in this process.
 * Thread-safe.
 */
public final class FaultWorker implements AutoCloseable {
  private final PostgresStores stores;
  private final FaultEngine engine;
  private final SideEffects effects;
  private final EnhancedJobOrchestrator core;
  private boolean closed;

  /**
   * How a worker is made.
   *
   * @param network how it reaches the database
   * @param direct how its jobs reach it, past every damaged network
   */
  public record Settings(
      String name,
      ConnectionConfig network,
      ConnectionConfig direct,
      Timing timing,
      int slots,
      boolean expendable,
      String host,
      WorkClock clock,
      UnaryOperator<WorkStore> work,
      UnaryOperator<ChangeFeed> feed,
      List<ExecutionEngine> engines) {
    public static Settings of(String name, ConnectionConfig database) {
      return new Settings(
          name,
          database,
          database,
          Timing.QUICK,
          4,
          false,
          "here",
          new WorkClock(Clock.systemUTC(), System::nanoTime),
          work -> work,
          feed -> feed,
          List.of());
    }

    public Settings through(FaultyNetwork value) {
      ConnectionConfig damaged =
          new ConnectionConfig(
              direct.host(),
              value.port(),
              direct.database(),
              direct.user(),
              direct.password(),
              direct.schema(),
              direct.sslMode(),
              name);
      return new Settings(
          name, damaged, direct, timing, slots, expendable, host, clock, work, feed, engines);
    }

    public Settings withTiming(Timing value) {
      return new Settings(
          name, network, direct, value, slots, expendable, host, clock, work, feed, engines);
    }

    public Settings withSlots(int value) {
      return new Settings(
          name, network, direct, timing, value, expendable, host, clock, work, feed, engines);
    }

    /** Its process is there for nothing else. */
    public Settings inItsOwnProcess() {
      return new Settings(
          name, network, direct, timing, slots, true, host, clock, work, feed, engines);
    }

    /** The machine it says it is on. */
    public Settings on(String value) {
      return new Settings(
          name, network, direct, timing, slots, expendable, value, clock, work, feed, engines);
    }

    public Settings withClock(WorkClock value) {
      return new Settings(
          name, network, direct, timing, slots, expendable, host, value, work, feed, engines);
    }

    public Settings withWork(UnaryOperator<WorkStore> value) {
      return new Settings(
          name, network, direct, timing, slots, expendable, host, clock, value, feed, engines);
    }

    public Settings withFeed(UnaryOperator<ChangeFeed> value) {
      return new Settings(
          name, network, direct, timing, slots, expendable, host, clock, work, value, engines);
    }

    public Settings withEngines(List<ExecutionEngine> value) {
      return new Settings(
          name, network, direct, timing, slots, expendable, host, clock, work, feed, value);
    }
  }

  /**
   * The waits of a worker.
   *
   * @param patience how long a call is tried again
   */
  public record Timing(
      Duration heartbeat, Duration lease, Duration sweep, Duration poll, Duration patience) {
    /** What the program does when nothing is configured. */
    public static final Timing DEFAULTS =
        new Timing(
            Duration.ofSeconds(2),
            Duration.ofSeconds(8),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(20));

    /** Short, and still long enough for a busy machine. */
    public static final Timing QUICK =
        new Timing(
            Duration.ofMillis(300),
            Duration.ofMillis(2500),
            Duration.ofMillis(200),
            Duration.ofMillis(300),
            Duration.ofSeconds(2));
  }

  private FaultWorker(Settings settings) {
    stores = PostgresStores.open(settings.network(), settings.timing().patience(), () -> false);
    effects = new SideEffects(settings.direct());
    engine = new FaultEngine(settings.slots(), settings.expendable(), effects);
    List<ExecutionEngine> engines = new ArrayList<>(List.of(engine));
    engines.addAll(settings.engines());
    EngineRegistry registry = new EngineRegistry(engines, List.of());
    core =
        new EnhancedJobOrchestrator(
            new OrchestratorStores(
                stores.jobs(),
                settings.work().apply(stores.work()),
                stores.fleet(),
                stores.schedules(),
                stores.deadLetters(),
                stores.retryPolicies(),
                settings.feed().apply(stores.changes()),
                stores.breakers(),
                stores.databaseBreaker(),
                stores.statistics(),
                stores.templates()),
            orchestration(settings, engines),
            new FakeWorkbench(),
            registry,
            new SubmissionChecker(Map.of(), new PolicyNames(List::of), registry::capabilities),
            settings.clock(),
            FaultWorker::threads);
  }

  private static OrchestratorSettings orchestration(
      Settings settings, List<ExecutionEngine> engines) {
    Timing timing = settings.timing();
    return new OrchestratorSettings(
        registration(settings, engines),
        timing.heartbeat(),
        timing.poll(),
        timing.sweep(),
        new RunLimits(1000, 1 << 20, Duration.ofSeconds(5), Duration.ofSeconds(5)),
        LostOutputs.UNTOUCHED,
        folder(),
        () -> ThreadLocalRandom.current().nextDouble());
  }

  private static WorkerRegistration registration(Settings settings, List<ExecutionEngine> engines) {
    long pid = ProcessHandle.current().pid();
    return new WorkerRegistration(
        settings.name() + "-" + pid + "-" + UUID.randomUUID(),
        settings.name(),
        "worker",
        settings.host(),
        "test",
        pid,
        settings.slots(),
        2,
        1L << 30,
        engines.stream()
            .flatMap(engine -> engine.capabilities().jobTypes().stream())
            .distinct()
            .toList(),
        engines.stream().map(ExecutionEngine::name).toList(),
        List.of(),
        false,
        settings.timing().lease());
  }

  private static Path folder() {
    try {
      return Files.createDirectories(
          Path.of(System.getProperty("project.dir", "."), "target", "fault-work"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ThreadFactory threads(String group) {
    return task -> {
      Thread thread = new Thread(task, group);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Starts one; it registers by itself. */
  public static FaultWorker start(Settings settings) {
    FaultWorker worker = new FaultWorker(settings);
    worker.core.start();
    return worker;
  }

  public EnhancedJobOrchestrator core() {
    return core;
  }

  public FaultEngine engine() {
    return engine;
  }

  public PostgresStores stores() {
    return stores;
  }

  /** Stops in order. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      core.stop(Duration.ofSeconds(8));
      stores.close();
      effects.close();
    }
  }
}
