package io.joborchestrator.engine.spark;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Ends runs that wait for executors which never come: Spark itself would wait for ever. Looked at
 * on one thread at a time.
 */
final class ExecutorWatch {
  static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Duration limit;
  private final ExecutorBook executors;
  private final Collection<SparkRun> running;
  private final Supplier<String> why;
  private final LongSupplier nanoTime;
  private final Executor asking;
  private final AtomicBoolean asked = new AtomicBoolean();

  private boolean waiting;
  private long since;

  /**
   * @param why asks the cluster why no executor comes; may block
   * @param asking where it is asked
   */
  ExecutorWatch(
      Duration limit,
      ExecutorBook executors,
      Collection<SparkRun> running,
      Supplier<String> why,
      LongSupplier nanoTime,
      Executor asking) {
    this.limit = limit;
    this.executors = executors;
    this.running = running;
    this.why = why;
    this.nanoTime = nanoTime;
    this.asking = asking;
  }

  /** Does not block. */
  void look() {
    List<SparkRun> hungry = executors.alive() > 0 ? List.of() : hungry();
    if (hungry.isEmpty()) {
      waiting = false;
      return;
    }
    long now = nanoTime.getAsLong();
    if (!waiting) {
      waiting = true;
      since = now;
      hungry.forEach(
          run ->
              run.tracked()
                  .say("info", "no executor yet; one is waited for " + limit.toSeconds() + " s"));
    } else if (now - since >= limit.toNanos() && asked.compareAndSet(false, true)) {
      waiting = false;
      asking.execute(this::end);
    }
  }

  private void end() {
    try {
      var missing =
          new OrchestratorException(
              ErrorCode.ENGINE_UNAVAILABLE,
              "The cluster gave Spark no executor in " + limit.toSeconds() + " s. " + why.get());
      if (executors.alive() == 0) {
        hungry().forEach(run -> run.fail(missing));
      }
    } finally {
      asked.set(false);
    }
  }

  /** Runs with something to do that nobody does. */
  private List<SparkRun> hungry() {
    return running.stream().filter(run -> run.tracked().hasActiveJobs()).toList();
  }
}
