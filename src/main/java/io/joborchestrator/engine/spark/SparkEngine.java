package io.joborchestrator.engine.spark;

import io.joborchestrator.connection.Connections;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.worker.EngineExecutor;
import io.joborchestrator.engine.EngineCapabilities;
import io.joborchestrator.engine.EngineHealth;
import io.joborchestrator.engine.EngineResources;
import io.joborchestrator.engine.EngineRun;
import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.RunListener;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Executes jobs on Apache Spark: {@code local[*]} in this process, or a cluster whose driver is
 * this process. The session is started with the first run that needs it. Thread-safe.
 */
public final class SparkEngine implements ExecutionEngine {
  private static final Duration EVENT_PATIENCE = Duration.ofSeconds(5);

  /** What is left to the session when the time for the runs is used up. */
  private static final Duration SESSION_STOP = Duration.ofSeconds(10);

  private final SparkSettings settings;
  private final Map<String, SparkRunner> runners = new HashMap<>();
  private final RunTracker tracker = new RunTracker();
  private final SparkSessionHolder sessions;
  private final SparkRunServices services;
  private final ScheduledExecutorService timer;

  private final Set<SparkRun> running = ConcurrentHashMap.newKeySet();

  /** One scheduler pool per slot and not per run: Spark never forgets a pool. */
  private final Deque<Integer> freeSlots = new ArrayDeque<>();

  private final CountDownLatch runsEnded = new CountDownLatch(1);

  private boolean stopped;

  /** An engine for pipelines. Starts nothing. */
  public SparkEngine(SparkSettings settings) {
    this(settings, PipelineSource.ofConfiguration());
  }

  /** An engine whose pipelines come from somewhere else than the job's configuration. */
  public SparkEngine(SparkSettings settings, PipelineSource pipelines) {
    this(settings, pipelines, Connections.NONE);
  }

  /**
   * @param connections databases that jobs may name
   */
  public SparkEngine(SparkSettings settings, PipelineSource pipelines, Connections connections) {
    this(
        settings,
        List.of(
            new SparkPipelineRunner(pipelines, connections),
            new SparkAnalyticsRunner(connections),
            new TrainingRunner(connections),
            new ScoringRunner(connections)));
  }

  SparkEngine(SparkSettings settings, List<SparkRunner> runners) {
    this.settings = settings;
    for (SparkRunner runner : runners) {
      runner.jobTypes().forEach(type -> this.runners.put(type, runner));
    }
    sessions = new SparkSessionHolder(settings, tracker, System::nanoTime, this::startSession);
    timer = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "ejo-spark-cancel"));
    var watch =
        new ExecutorWatch(
            settings.cluster().executorWait(),
            tracker.executors(),
            running,
            () -> new MasterQuestion(settings).whyNoExecutor(),
            System::nanoTime,
            task -> daemon(task, "ejo-spark-ask").start());
    if (!settings.isLocal()) {
      timer.scheduleWithFixedDelay(
          watch::look, 0, ExecutorWatch.INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }
    services = new SparkRunServices(sessions, timer, settings.killGrace(), EVENT_PATIENCE);
    for (int slot = 0; slot < settings.slots(); slot++) {
      freeSlots.add(slot);
    }
  }

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public EngineCapabilities capabilities() {
    return new EngineCapabilities(
        runners.keySet(), settings.slots(), settings.comfortableInputBytes());
  }

  @Override
  public EngineRun start(JobRun run, RunListener listener) {
    SparkRunner runner = runners.get(run.type());
    if (runner == null) {
      throw new OrchestratorException(
          ErrorCode.ENGINE_NOT_CAPABLE,
          "Spark does not run jobs of the kind '" + run.type() + "'.");
    }
    int slot = takeSlot();
    var tracked = new TrackedRun(run.tag(), listener, System::nanoTime);
    var started = new SparkRun(run, runner, tracked, slot, services);
    tracker.add(tracked);
    running.add(started);
    daemon(() -> runToEnd(started, slot), "ejo-run-" + run.tag()).start();
    return started;
  }

  private SparkSession startSession(SparkSettings start) {
    SparkMaster.missing(start)
        .ifPresent(
            missing -> {
              throw new OrchestratorException(ErrorCode.ENGINE_UNAVAILABLE, missing);
            });
    var question = new MasterQuestion(start);
    SparkSession session =
        question.isPossible()
            ? question.startSession(SparkConfiguration.of(start)::start)
            : SparkConfiguration.of(start).start();
    SparkShutdown.holdBackWhile(() -> !running.isEmpty(), runsEnded);
    return session;
  }

  @Override
  public EngineHealth health() {
    EngineHealth health = sessions.health();
    long stuck = running.stream().filter(SparkRun::isStuck).count();
    if (stuck == 0 || !health.takesWork()) {
      return health;
    }
    String held =
        "%d of %d slots are held by cancelled runs whose tasks do not end."
            .formatted(stuck, settings.slots());
    return stuck < settings.slots()
        ? new EngineHealth(health.state(), health.message() + " " + held)
        : new EngineHealth(EngineHealth.State.UNAVAILABLE, held + " Restart this process.");
  }

  @Override
  public Optional<String> sharedResource() {
    return settings.isLocal() ? Optional.empty() : Optional.of(settings.master());
  }

  @Override
  public CompletionStage<EngineHealth> ask() {
    var question = new MasterQuestion(settings);
    return settings.enabled() && question.isPossible()
        ? question.ask()
        : CompletableFuture.completedFuture(health());
  }

  @Override
  public EngineResources resources() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("master", settings.master());
    facts.put("busy tasks", Integer.toString(tracker.runningTasks()));
    sessions.running().ifPresent(session -> describe(session, facts));
    Runtime runtime = Runtime.getRuntime();
    return new EngineResources(
        running.size(),
        settings.slots(),
        runtime.totalMemory() - runtime.freeMemory(),
        runtime.maxMemory(),
        facts);
  }

  @Override
  public List<EngineExecutor> executors() {
    return sessions.running().map(tracker.executors()::list).orElse(List.of());
  }

  @Override
  public void stop(Duration deadline) {
    synchronized (freeSlots) {
      stopped = true;
    }
    running.forEach(run -> run.cancel("the program is closing"));
    if (!awaitAll(deadline)) {
      running.forEach(SparkRun::kill);
      awaitAll(settings.killGrace().plusSeconds(1));
    }
    sessions.stop(SESSION_STOP);
    runsEnded.countDown();
    timer.shutdownNow();
  }

  private void runToEnd(SparkRun run, int slot) {
    // Freed before the outcome is told: whoever hears of it may start the next run at once.
    run.run(
        () -> {
          tracker.remove(run.tracked());
          running.remove(run);
          synchronized (freeSlots) {
            freeSlots.addFirst(slot);
          }
        });
  }

  private int takeSlot() {
    synchronized (freeSlots) {
      if (!settings.enabled() || stopped) {
        throw new OrchestratorException(ErrorCode.ENGINE_UNAVAILABLE, health().message());
      }
      Integer slot = freeSlots.pollFirst();
      if (slot == null) {
        throw new OrchestratorException(
            ErrorCode.ENGINE_UNAVAILABLE,
            "All " + settings.slots() + " slots of Spark are taken; try again later.");
      }
      return slot;
    }
  }

  private void describe(SparkSession session, Map<String, String> facts) {
    SparkContext spark = session.sparkContext();
    facts.put("version", spark.version());
    facts.put("application", spark.applicationId());
    facts.put("cores", Integer.toString(spark.defaultParallelism()));
    facts.put("executors", Integer.toString(tracker.executors().alive()));
  }

  private boolean awaitAll(Duration limit) {
    var all =
        CompletableFuture.allOf(
            running.stream()
                .map(run -> run.outcome().toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    try {
      all.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException late) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("The outcome of a run failed", impossible);
    }
  }

  private static Thread daemon(Runnable task, String name) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
