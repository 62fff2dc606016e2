package io.joborchestrator.engine.spark;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.engine.EngineHealth;
import io.joborchestrator.engine.EngineHealth.State;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.spark.scheduler.SparkListenerInterface;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one session of this process: started in the background when first asked for, started anew
 * after it was lost, tried again some time after a failed start. Thread-safe.
 */
final class SparkSessionHolder {
  private static final Logger log = LoggerFactory.getLogger(SparkSessionHolder.class);

  private final SparkSettings settings;
  private final SparkListenerInterface listener;
  private final LongSupplier nanoTime;
  private final Function<SparkSettings, SparkSession> starter;

  private @Nullable CompletableFuture<SparkSession> session;
  private long failedAt;
  private boolean stopped;

  SparkSessionHolder(
      SparkSettings settings,
      SparkListenerInterface listener,
      LongSupplier nanoTime,
      Function<SparkSettings, SparkSession> starter) {
    this.settings = settings;
    this.listener = listener;
    this.nanoTime = nanoTime;
    this.starter = starter;
  }

  /** The session, started if need be. Does not block; fails with a plain sentence. */
  synchronized CompletableFuture<SparkSession> session() {
    if (stopped) {
      return CompletableFuture.failedFuture(
          new OrchestratorException(
              ErrorCode.ENGINE_UNAVAILABLE, "Spark has been stopped in this process."));
    }
    if (session == null || isLost(session) || mayTryAgain(session)) {
      session = start();
    }
    return session.copy();
  }

  /** The running session, if there is one; never starts anything. */
  synchronized Optional<SparkSession> running() {
    if (session == null || !isReady(session)) {
      return Optional.empty();
    }
    return Optional.of(session.join());
  }

  synchronized EngineHealth health() {
    if (!settings.enabled()) {
      return new EngineHealth(State.OFF, "Spark is switched off in the configuration.");
    }
    if (stopped) {
      return new EngineHealth(State.UNAVAILABLE, "Spark has been stopped in this process.");
    }
    Optional<String> missing = SparkMaster.missing(settings);
    if (session == null && missing.isPresent()) {
      return new EngineHealth(State.UNAVAILABLE, missing.get());
    }
    if (session == null || isLost(session) || mayTryAgain(session)) {
      return new EngineHealth(State.COLD, "Spark starts with the first job that needs it.");
    }
    if (!session.isDone()) {
      return new EngineHealth(State.STARTING, "Spark is starting on " + settings.master() + ".");
    }
    if (session.isCompletedExceptionally()) {
      return new EngineHealth(State.UNAVAILABLE, failureOf(session));
    }
    return new EngineHealth(State.READY, "Spark is running on " + settings.master() + ".");
  }

  /**
   * Stops the session, also one that is still starting. Idempotent; blocks until it is stopped or
   * the time is up: a start that takes longer is stopped when it has ended.
   */
  void stop(Duration limit) {
    CompletableFuture<SparkSession> last;
    synchronized (this) {
      stopped = true;
      last = session;
      session = null;
    }
    if (last == null) {
      return;
    }
    CompletableFuture<Void> end =
        last.handle((started, failure) -> started).thenAccept(SparkSessionHolder::stop);
    try {
      end.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      log.warn("Spark is still starting or stopping after {}; it is not waited for", limit);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException failure) {
      log.warn("Spark could not be stopped in order", failure);
    }
  }

  private static void stop(@Nullable SparkSession started) {
    if (started != null && !started.sparkContext().isStopped()) {
      started.stop();
      SparkSession.clearActiveSession();
      SparkSession.clearDefaultSession();
    }
  }

  private CompletableFuture<SparkSession> start() {
    CompletableFuture<SparkSession> future = new CompletableFuture<>();
    Thread thread = new Thread(() -> startInto(future), "ejo-spark-start");
    thread.setDaemon(true);
    thread.start();
    return future;
  }

  /** Catches everything: a missing class must end as a failed start, not as a run that hangs. */
  private void startInto(CompletableFuture<SparkSession> future) {
    long begin = nanoTime.getAsLong();
    try {
      SparkSession started = starter.apply(settings);
      started.sparkContext().addSparkListener(listener);
      long millis = (nanoTime.getAsLong() - begin) / 1_000_000;
      log.info("Spark {} started on {} in {} ms", started.version(), settings.master(), millis);
      future.complete(started);
    } catch (Throwable failure) {
      log.error("Spark did not start; the next job tries again", failure);
      synchronized (this) {
        failedAt = nanoTime.getAsLong();
      }
      future.completeExceptionally(
          new OrchestratorException(
              failure instanceof OrchestratorException known
                  ? known.code()
                  : ErrorCode.ENGINE_UNAVAILABLE,
              "Spark could not start on " + settings.master() + ": " + SparkErrors.brief(failure),
              failure));
    }
  }

  private boolean mayTryAgain(CompletableFuture<SparkSession> future) {
    return future.isCompletedExceptionally()
        && nanoTime.getAsLong() - failedAt >= settings.retryAfter().toNanos();
  }

  private static boolean isReady(CompletableFuture<SparkSession> future) {
    return future.isDone() && !future.isCompletedExceptionally() && !isLost(future);
  }

  private static boolean isLost(CompletableFuture<SparkSession> future) {
    return future.isDone()
        && !future.isCompletedExceptionally()
        && future.join().sparkContext().isStopped();
  }

  private static String failureOf(CompletableFuture<SparkSession> future) {
    return future.handle((started, failure) -> SparkErrors.brief(failure)).join();
  }
}
