package io.joborchestrator.engine.spark;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.engine.EngineRun;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.RunOutcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.JobExecutionStatus;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkJobInfo;
import org.apache.spark.SparkStatusTracker;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * One run: a thread, a tag on everything it does in Spark, and a cancel that is repeated until the
 * thread is back and no task of it occupies a core. Thread-safe.
 */
final class SparkRun implements EngineRun {
  private static final Logger log = LoggerFactory.getLogger(SparkRun.class);

  /** Spark only hits jobs that are active at that moment, so one request is not enough. */
  private static final long CANCEL_EVERY_MILLIS = 100;

  private static final Duration FAILED_TASKS_END_WITHIN = Duration.ofSeconds(30);

  private final JobRun run;
  private final SparkRunner runner;
  private final SparkSessionHolder sessions;
  private final TrackedRun tracked;
  private final ScheduledExecutorService timer;
  private final Duration killGrace;
  private final Duration eventPatience;
  private final int slot;

  private final CompletableFuture<RunOutcome> outcome = new CompletableFuture<>();
  private final CompletableFuture<Void> released = new CompletableFuture<>();
  private final CompletableFuture<Void> cancelSignal = new CompletableFuture<>();
  private final AtomicReference<@Nullable String> cancelReason = new AtomicReference<>();
  private final AtomicReference<@Nullable OrchestratorException> hopeless = new AtomicReference<>();
  private volatile @Nullable Thread thread;

  SparkRun(
      JobRun run, SparkRunner runner, TrackedRun tracked, int slot, SparkRunServices services) {
    this.run = run;
    this.runner = runner;
    this.tracked = tracked;
    this.slot = slot;
    this.sessions = services.sessions();
    this.timer = services.timer();
    this.killGrace = services.killGrace();
    this.eventPatience = services.eventPatience();
  }

  @Override
  public String engineRunId() {
    String application = sessions.running().map(s -> s.sparkContext().applicationId()).orElse("-");
    return application + "/" + run.tag();
  }

  @Override
  public CompletionStage<RunOutcome> outcome() {
    return outcome.minimalCompletionStage();
  }

  @Override
  public CompletionStage<?> released() {
    return released.minimalCompletionStage();
  }

  /** The outcome was given as not confirmed, and something of the run is still there. */
  boolean isStuck() {
    return outcome.isDone() && !released.isDone();
  }

  @Override
  public void cancel(String reason) {
    if (!outcome.isDone() && cancelReason.compareAndSet(null, reason)) {
      tracked.say("info", "cancel requested: " + reason);
      cancelAgainAndAgain();
    }
  }

  /** Ends the run with this error: the engine will not get on with it. */
  void fail(OrchestratorException error) {
    if (!outcome.isDone() && hopeless.compareAndSet(null, error)) {
      tracked.say("error", String.valueOf(error.getMessage()));
      cancelAgainAndAgain();
    }
  }

  private void cancelAgainAndAgain() {
    var ticker =
        timer.scheduleWithFixedDelay(
            this::cancelJobs, 0, CANCEL_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    outcome.whenComplete((end, failure) -> ticker.cancel(false));
    cancelSignal.complete(null);
  }

  private boolean mustEnd() {
    return cancelReason.get() != null || hopeless.get() != null;
  }

  @Override
  public void kill() {
    if (outcome.isDone()) {
      return;
    }
    cancel("killed");
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
    timer.schedule(this::giveUp, killGrace.toMillis(), TimeUnit.MILLISECONDS);
  }

  TrackedRun tracked() {
    return tracked;
  }

  /**
   * Runs to the end on the calling thread. Never throws.
   *
   * @param ended called when nothing of the run is left, before the outcome is told
   */
  void run(Runnable ended) {
    thread = Thread.currentThread();
    RunOutcome end;
    try {
      end = execute();
    } catch (Throwable failure) {
      end = endWhateverHappens(failure);
    } finally {
      thread = null;
    }
    try {
      tracked.say("info", describe(end));
      ended.run();
    } finally {
      released.complete(null);
      outcome.complete(end);
    }
  }

  /** A run without an outcome would hold its slot for ever. */
  private RunOutcome endWhateverHappens(Throwable failure) {
    try {
      return endAfter(failure);
    } catch (RuntimeException | Error again) {
      log.error("The end of {} could not be looked at", run.tag(), again);
      String message = "Spark failed: " + SparkErrors.brief(failure);
      return new RunOutcome.Failed(
          new JobError(
              ErrorCode.ENGINE_FAILED.wire(), ErrorCode.ENGINE_FAILED.type(), message, null));
    }
  }

  private RunOutcome execute() throws Exception {
    RunSettings settings = RunSettings.of(run.config());
    SparkSession session = awaitSession().newSession();
    SparkContext spark = session.sparkContext();
    spark.addJobTag(run.tag());
    spark.setInterruptOnCancel(true);
    spark.setLocalProperty("spark.scheduler.pool", FairPools.name(slot, settings.weight()));
    SparkSession.setActiveSession(session);
    try {
      var context = new SparkRunContext(session, run, tracked, this::mustEnd, cancelSignal);
      context.checkCancelled();
      settings.applyTo(session);
      return runner.run(context);
    } finally {
      SparkSession.clearActiveSession();
    }
  }

  private SparkSession awaitSession() throws InterruptedException {
    if (sessions.running().isEmpty()) {
      tracked.phase("waiting for Spark to start");
    }
    CompletableFuture<SparkSession> session = sessions.session();
    try {
      CompletableFuture.anyOf(session, cancelSignal).get();
      if (mustEnd()) {
        throw new CancellationException("Cancelled before it started");
      }
      return session.join();
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof OrchestratorException known
          ? known
          : new OrchestratorException(
              ErrorCode.ENGINE_UNAVAILABLE, SparkErrors.brief(failure.getCause()), failure);
    }
  }

  private RunOutcome endAfter(Throwable failure) {
    // The interrupt of a kill has done its work; what follows must be able to wait.
    Thread.interrupted();
    if (cancelReason.get() != null) {
      awaitQuiet(Duration.ofDays(365));
      return new RunOutcome.Cancelled(
          true, "Cancelled (" + cancelReason.get() + "); none of its tasks is left in Spark.");
    }
    boolean quiet = awaitQuiet(FAILED_TASKS_END_WITHIN);
    OrchestratorException given = hopeless.get();
    JobError error = SparkErrors.of(given == null ? failure : given);
    if (!quiet) {
      tracked.say("warn", "tasks of the failed run still occupy " + tracked.runningTasks());
    }
    log.info("Run {} failed with {}: {}", run.tag(), error.code(), error.message());
    log.debug("Run {} failed", run.tag(), failure);
    return new RunOutcome.Failed(error);
  }

  /**
   * Waits until two looks in a row, with Spark's event queue emptied before each, find nothing of
   * the run.
   */
  private boolean awaitQuiet(Duration limit) {
    long begin = System.nanoTime();
    int quietLooks = 0;
    while (true) {
      Optional<SparkSession> session = sessions.running();
      if (session.isEmpty()) {
        return true;
      }
      drainEvents(session.get().sparkContext());
      boolean patient = System.nanoTime() - begin < eventPatience.toNanos();
      boolean quiet = tracked.isQuiet() || (!patient && isQuietByStatus(session.get()));
      quietLooks = quiet ? quietLooks + 1 : 0;
      if (quietLooks == 2) {
        return true;
      }
      if (System.nanoTime() - begin > limit.toNanos()) {
        return false;
      }
      cancelJobs();
      pause();
    }
  }

  /** Under heavy load Spark drops events, and one of ours may never come: ask it. */
  private boolean isQuietByStatus(SparkSession session) {
    SparkStatusTracker status = session.sparkContext().statusTracker();
    for (int job : status.getJobIdsForTag(run.tag())) {
      Option<SparkJobInfo> info = status.getJobInfo(job);
      if (info.isDefined() && isActive(status, info.get())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isActive(SparkStatusTracker status, SparkJobInfo job) {
    return job.status() == JobExecutionStatus.RUNNING
        || Arrays.stream(job.stageIds())
            .mapToObj(status::getStageInfo)
            .anyMatch(stage -> stage.isDefined() && stage.get().numActiveTasks() > 0);
  }

  private static void drainEvents(SparkContext spark) {
    try {
      spark.listenerBus().waitUntilEmpty(1_000);
    } catch (java.util.concurrent.TimeoutException busy) {
      log.debug("Spark's event queue did not empty within a second", busy);
    }
  }

  private void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(30);
    } catch (InterruptedException killed) {
      // A kill while waiting for its own effect: go on waiting until it gives up.
      log.debug("Interrupted while waiting for tasks of {} to end", run.tag());
    }
  }

  private void cancelJobs() {
    try {
      String reason = cancelReason.get();
      sessions
          .running()
          .ifPresent(
              s ->
                  s.sparkContext()
                      .cancelJobsWithTag(run.tag(), reason == null ? "the run failed" : reason));
    } catch (RuntimeException failure) {
      log.warn("Could not ask Spark to cancel {}; asked again soon", run.tag(), failure);
    }
  }

  private void giveUp() {
    String message =
        "Spark was told to stop it but did not confirm in time; "
            + tracked.runningTasks()
            + " of its tasks may still be running.";
    outcome.complete(new RunOutcome.Cancelled(false, message));
  }

  private static String describe(RunOutcome end) {
    if (end instanceof RunOutcome.Completed completed) {
      return "completed: " + completed.records() + " records read";
    }
    if (end instanceof RunOutcome.Failed failed) {
      return "failed: " + failed.error().message();
    }
    return ((RunOutcome.Cancelled) end).message();
  }
}
