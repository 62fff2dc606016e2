package io.joborchestrator.engine.local;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.engine.EngineCapabilities;
import io.joborchestrator.engine.EngineHealth;
import io.joborchestrator.engine.EngineResources;
import io.joborchestrator.engine.EngineRun;
import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.RunListener;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine of this machine. Hosts one {@link LocalRunner} per kind of job on a pool of {@code
 * slots} threads; runs beyond the slots wait in the order they were started. Thread-safe.
 */
public final class LocalEngine implements ExecutionEngine {
  public static final String NAME = "local";

  private static final Logger log = LoggerFactory.getLogger(LocalEngine.class);

  private final String name;
  private final Map<String, LocalRunner> runners;
  private final LocalEngineSettings settings;
  private final EngineCapabilities capabilities;
  private final ThreadPoolExecutor pool;
  private final ScheduledThreadPoolExecutor timer;
  private final Set<LocalEngineRun> runs = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  /** The engine {@link #NAME}. */
  public LocalEngine(List<LocalRunner> runners, LocalEngineSettings settings) {
    this(NAME, runners, settings);
  }

  /**
   * Another engine of this machine, with slots and a circuit breaker of its own.
   *
   * @throws IllegalArgumentException if two runners claim the same kind of job
   */
  public LocalEngine(String name, List<LocalRunner> runners, LocalEngineSettings settings) {
    this.name = name;
    this.runners = byType(runners);
    this.settings = settings;
    this.capabilities =
        new EngineCapabilities(
            this.runners.keySet(), settings.slots(), settings.comfortableInputBytes());
    this.pool =
        new ThreadPoolExecutor(
            settings.slots(),
            settings.slots(),
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            threads("ejo-run-" + name + "-"));
    this.pool.allowCoreThreadTimeOut(true);
    this.timer = new ScheduledThreadPoolExecutor(1, threads("ejo-run-" + name + "-timer-"));
    this.timer.setRemoveOnCancelPolicy(true);
    this.timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private static Map<String, LocalRunner> byType(List<LocalRunner> runners) {
    Map<String, LocalRunner> byType = new HashMap<>();
    for (LocalRunner runner : runners) {
      for (String type : runner.jobTypes()) {
        if (byType.put(type, runner) != null) {
          throw new IllegalArgumentException("Two local runners take jobs of type " + type);
        }
      }
    }
    return Map.copyOf(byType);
  }

  private static ThreadFactory threads(String prefix) {
    AtomicInteger next = new AtomicInteger(1);
    return task -> {
      Thread thread = new Thread(task, prefix + next.getAndIncrement());
      thread.setDaemon(true);
      return thread;
    };
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public EngineCapabilities capabilities() {
    return capabilities;
  }

  @Override
  public EngineRun start(JobRun run, RunListener listener) {
    LocalRunner runner = runners.get(run.type());
    if (runner == null) {
      throw new OrchestratorException(
          ErrorCode.ENGINE_NOT_CAPABLE,
          "The engine " + name + " does not run jobs of type '" + run.type() + "'.");
    }
    if (stopping) {
      throw new OrchestratorException(
          ErrorCode.ENGINE_UNAVAILABLE, "The engine " + name + " is being stopped.");
    }
    LocalEngineRun started = new LocalEngineRun(name, run, runner, listener, settings, timer);
    runs.add(started);
    started.ended().thenRun(() -> runs.remove(started));
    pool.execute(started);
    return started;
  }

  @Override
  public EngineHealth health() {
    if (stopping) {
      return new EngineHealth(
          EngineHealth.State.UNAVAILABLE, "The engine " + name + " is stopped.");
    }
    int stuck = (int) runs.stream().filter(LocalEngineRun::isStuck).count();
    if (stuck >= settings.slots()) {
      return new EngineHealth(
          EngineHealth.State.UNAVAILABLE,
          "All slots are held by cancelled runs that do not end. Restart this process.");
    }
    if (stuck > 0) {
      return new EngineHealth(
          EngineHealth.State.READY,
          "Ready, but %d of %d slots are held by cancelled runs that do not end."
              .formatted(stuck, settings.slots()));
    }
    return new EngineHealth(EngineHealth.State.READY, "Ready on this machine.");
  }

  @Override
  public EngineResources resources() {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    int all = runs.size();
    int running = (int) runs.stream().filter(LocalEngineRun::isRunning).count();
    Map<String, String> facts = new TreeMap<>();
    new HashSet<>(runners.values()).forEach(runner -> facts.putAll(runner.facts()));
    facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("waiting", Integer.toString(Math.max(0, all - running)));
    return new EngineResources(running, settings.slots(), heap.getUsed(), heap.getMax(), facts);
  }

  @Override
  public void stop(Duration deadline) {
    stopping = true;
    long end = System.nanoTime() + deadline.toNanos();
    runs.forEach(run -> run.cancel("The engine is being stopped."));
    // The last fifth of the time belongs to runs that have to be forced.
    if (!awaitRuns(deadline.multipliedBy(4).dividedBy(5))) {
      runs.forEach(LocalEngineRun::kill);
      awaitRuns(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }
    runs.forEach(run -> log.warn("{} still runs after the engine was stopped", run.engineRunId()));
    pool.shutdownNow();
    timer.shutdownNow();
    new HashSet<>(runners.values()).forEach(LocalRunner::close);
  }

  private boolean awaitRuns(Duration limit) {
    CompletableFuture<?>[] ends =
        runs.stream().map(LocalEngineRun::ended).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(ends).get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("A run's end never completes exceptionally", e);
    }
  }
}
