package io.joborchestrator.testing;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.worker.Absence;
import io.joborchestrator.domain.worker.WorkerRow;
import io.joborchestrator.engine.EngineCapabilities;
import io.joborchestrator.engine.EngineHealth;
import io.joborchestrator.engine.EngineResources;
import io.joborchestrator.orchestrator.EngineManager;
import io.joborchestrator.orchestrator.Orchestrator;
import io.joborchestrator.orchestrator.QueueManager;
import io.joborchestrator.orchestrator.WorkerManager;
import io.joborchestrator.store.FleetStore.ConnectionFacts;
import io.joborchestrator.store.FleetStore.QueueRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An orchestrator in memory, for pages: holds what it is given, applies filters and simple commands
 * to it, records the commands. It can be disconnected and made to fail.
 */
public final class FakeOrchestrator implements Orchestrator {
  private final FakeJobs jobs = new FakeJobs(this);
  private final FakeDeadLetters deadLetters = new FakeDeadLetters(this);
  private final FakeRetryPolicies retryPolicies = new FakeRetryPolicies();
  private final FakeTemplates templates = new FakeTemplates("m.keller");
  private final FakeStatistics statistics = new FakeStatistics(this);
  private final FakeWorkbench workbench = new FakeWorkbench();
  private final List<WorkerRow> workers = new ArrayList<>();
  private final FakeEngines engines = new FakeEngines(this);
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private Supplier<Optional<Absence>> absences = Optional::empty;
  private boolean queuePaused;
  private @Nullable OrchestratorException failure;
  private ConnectionState connection =
      new ConnectionState(
          true, JobRowBuilder.NOW, null, Duration.ofNanos(3_100_000), Duration.ZERO);
  private ConnectionFacts facts =
      new ConnectionFacts("m.keller", "admin", "18.6", "001", "orchestrator");

  /** No jobs, two engines that are well, no workers. */
  public static FakeOrchestrator empty() {
    FakeOrchestrator fake = new FakeOrchestrator();
    fake.engine("local", EngineHealth.State.READY, "4 slots free", 0, 4);
    fake.engine("spark", EngineHealth.State.COLD, "Starts with the first Spark job", 0, 4);
    return fake;
  }

  /** With jobs in all states. */
  public static FakeOrchestrator busy() {
    FakeOrchestrator fake = empty();
    SampleFleet.jobs().forEach(fake.jobs::add);
    fake.workers.addAll(SampleFleet.workers());
    return fake;
  }

  public FakeOrchestrator engine(
      String name, EngineHealth.State state, String message, int running, int slots) {
    engines.put(
        new EngineManager.EngineView(
            name,
            new EngineCapabilities(Set.of("etl", "data_processing"), slots, 4L << 30),
            new EngineHealth(state, message),
            new EngineResources(running, slots, 412L << 20, 2L << 30, Map.of())));
    return this;
  }

  /** A newer state of a worker takes the place of the older one. */
  public FakeOrchestrator worker(WorkerRow worker) {
    workers.removeIf(older -> older.workerId().equals(worker.workerId()));
    workers.add(worker);
    return this;
  }

  public FakeOrchestrator job(JobRow row) {
    jobs.add(row);
    return this;
  }

  /** Every call that reads or writes fails from now on. */
  public void failWith(String sentence) {
    failure = new OrchestratorException(ErrorCode.DATABASE_UNAVAILABLE, sentence);
  }

  public void failNoMore() {
    failure = null;
  }

  void mayFail() {
    if (failure != null) {
      throw failure;
    }
  }

  public void disconnect(Instant since, String problem) {
    connection = new ConnectionState(false, since, problem, null, Duration.ZERO);
    failWith(problem);
  }

  public void readOnly(String reason) {
    connection =
        new ConnectionState(
            true,
            JobRowBuilder.NOW,
            null,
            Duration.ofNanos(3_100_000),
            Duration.ZERO,
            false,
            reason);
  }

  public void reconnect() {
    connection =
        new ConnectionState(
            true, JobRowBuilder.NOW, null, Duration.ofNanos(3_100_000), Duration.ZERO);
    failNoMore();
  }

  @Override
  public void joinQueue() {
    record("join queue");
  }

  /** Tells listeners that something changed. */
  public void hint() {
    listeners.forEach(Runnable::run);
  }

  /** Listeners still there: a closed page must leave none. */
  public int listenerCount() {
    return listeners.size();
  }

  void record(String command) {
    commands.add(command);
  }

  /** Commands in order, as words: {@code cancel 019ab0d4-…}. */
  public List<String> commands() {
    return commands;
  }

  public void setFacts(ConnectionFacts value) {
    facts = value;
  }

  @Override
  public FakeJobs jobs() {
    return jobs;
  }

  @Override
  public FakeDeadLetters deadLetters() {
    return deadLetters;
  }

  @Override
  public FakeTemplates templates() {
    return templates;
  }

  @Override
  public FakeRetryPolicies retryPolicies() {
    return retryPolicies;
  }

  @Override
  public FakeStatistics statistics() {
    return statistics;
  }

  @Override
  public FakeWorkbench workbench() {
    return workbench;
  }

  @Override
  public QueueManager queues() {
    return new QueueManager() {
      @Override
      public List<QueueRow> queues() {
        mayFail();
        return List.of(new QueueRow("default", queuePaused, jobs.queued(), jobs.running(), 4.0));
      }

      @Override
      public void pause(String queue, String reason) {
        mayFail();
        queuePaused = true;
        record("pause-queue " + queue);
      }

      @Override
      public void resume(String queue, String reason) {
        mayFail();
        queuePaused = false;
        record("resume-queue " + queue);
      }
    };
  }

  @Override
  public WorkerManager workers() {
    return new WorkerManager() {
      @Override
      public List<WorkerRow> workers() {
        mayFail();
        return List.copyOf(workers);
      }

      @Override
      public void command(String workerId, String command) {
        mayFail();
        record(command + " " + workerId);
      }
    };
  }

  @Override
  public FakeEngines engines() {
    return engines;
  }

  @Override
  public ConnectionFacts facts() {
    mayFail();
    return facts;
  }

  @Override
  public ConnectionState connection() {
    return connection;
  }

  /** Where {@link #lastAbsence()} comes from. */
  public void absences(Supplier<Optional<Absence>> source) {
    absences = source;
  }

  @Override
  public Optional<Absence> lastAbsence() {
    return absences.get();
  }

  @Override
  public AutoCloseable onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
