package io.joborchestrator.engine.local;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.engine.EngineRun;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.RunListener;
import io.joborchestrator.engine.RunOutcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run on a thread of the local engine, from waiting for a slot to its outcome. */
final class LocalEngineRun implements EngineRun, Runnable {
  private static final Logger log = LoggerFactory.getLogger(LocalEngineRun.class);

  private final String engine;
  private final JobRun run;
  private final LocalRunner runner;
  private final RunListener listener;
  private final LocalEngineSettings settings;
  private final ScheduledExecutorService timer;
  private final RunCancellation cancellation = new RunCancellation();
  private final CompletableFuture<RunOutcome> outcome = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
  private final Object lock = new Object();
  private boolean begun;
  private @Nullable Thread thread;

  LocalEngineRun(
      String engine,
      JobRun run,
      LocalRunner runner,
      RunListener listener,
      LocalEngineSettings settings,
      ScheduledExecutorService timer) {
    this.engine = engine;
    this.run = run;
    this.runner = runner;
    this.listener = listener;
    this.settings = settings;
    this.timer = timer;
  }

  @Override
  public String engineRunId() {
    return engine + "/" + ProcessHandle.current().pid() + "/" + run.tag();
  }

  @Override
  public CompletionStage<RunOutcome> outcome() {
    return outcome.minimalCompletionStage();
  }

  @Override
  public CompletionStage<?> released() {
    return ended.minimalCompletionStage();
  }

  /** Completes when the thread is free again, which may be after an unconfirmed outcome. */
  CompletableFuture<@Nullable Void> ended() {
    return ended;
  }

  /** It holds a slot. */
  boolean isRunning() {
    synchronized (lock) {
      return begun && !ended.isDone();
    }
  }

  /** The outcome was given as not confirmed and the thread is still busy. */
  boolean isStuck() {
    return outcome.isDone() && !ended.isDone();
  }

  @Override
  public void run() {
    synchronized (lock) {
      if (outcome.isDone()) {
        return;
      }
      begun = true;
      thread = Thread.currentThread();
    }
    RunOutcome end = execute();
    synchronized (lock) {
      thread = null;
    }
    // A late interrupt must not hit the next run on this thread.
    if (Thread.interrupted()) {
      log.debug("{} ended while being interrupted", engineRunId());
    }
    ended.complete(null);
    if (!outcome.complete(end)) {
      log.info("{} ended after it had been reported as not confirmed: {}", engineRunId(), end);
    }
  }

  private RunOutcome execute() {
    try {
      return runner.run(run, listener, cancellation);
    } catch (Exception e) {
      if (cancellation.isRequested()) {
        log.info("{} ended by its cancel: {}", engineRunId(), e.toString());
        return new RunOutcome.Cancelled(true, cancellation.reason());
      }
      return failed(e);
    } catch (OutOfMemoryError e) {
      return new RunOutcome.Failed(
          error(ErrorCode.OUT_OF_MEMORY, "The job needs more memory than this process has.", e));
    } catch (Throwable e) {
      log.error("{} failed unexpectedly", engineRunId(), e);
      return new RunOutcome.Failed(
          error(ErrorCode.INTERNAL, "The engine " + engine + " failed: " + e, e));
    }
  }

  private RunOutcome failed(Exception e) {
    if (e instanceof OrchestratorException known) {
      return new RunOutcome.Failed(
          new JobError(known.code().wire(), known.type(), String.valueOf(e.getMessage()), null));
    }
    log.error("{} failed unexpectedly", engineRunId(), e);
    return new RunOutcome.Failed(
        error(ErrorCode.INTERNAL, "The engine " + engine + " failed: " + e, e));
  }

  private static JobError error(ErrorCode code, String message, Throwable cause) {
    return new JobError(code.wire(), code.type(), message, stack(cause));
  }

  private static String stack(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable each = failure; each != null; each = each.getCause()) {
      text.append(text.isEmpty() ? "" : "Caused by: ").append(each).append('\n');
      for (StackTraceElement frame : each.getStackTrace()) {
        text.append("  at ").append(frame).append('\n');
      }
    }
    return text.toString();
  }

  @Override
  public void cancel(String reason) {
    if (ended.isDone() || !cancellation.request(reason)) {
      return;
    }
    if (endedBeforeItBegan(reason)) {
      return;
    }
    schedule(this::kill, settings.grace());
  }

  @Override
  public void kill() {
    if (ended.isDone()) {
      return;
    }
    cancellation.request("Ended by force.");
    if (endedBeforeItBegan(cancellation.reason()) || !cancellation.force()) {
      return;
    }
    schedule(this::interrupt, settings.forceLimit().dividedBy(2));
    schedule(this::giveUp, settings.forceLimit());
  }

  private boolean endedBeforeItBegan(String reason) {
    synchronized (lock) {
      if (begun) {
        return false;
      }
      // The pool still holds the task; it returns at once because the outcome is there.
      ended.complete(null);
      outcome.complete(new RunOutcome.Cancelled(true, reason));
      return true;
    }
  }

  /** The hooks came first; an interrupt is for a runner that did not heed them. */
  private void interrupt() {
    synchronized (lock) {
      if (thread != null) {
        thread.interrupt();
      }
    }
  }

  private void giveUp() {
    boolean late =
        outcome.complete(
            new RunOutcome.Cancelled(
                false,
                cancellation.reason()
                    + " The run was asked and then forced to end but still does not answer."));
    if (late) {
      log.warn("{} does not end; its slot stays taken until it does", engineRunId());
    }
  }

  private void schedule(Runnable task, Duration delay) {
    if (timer.isShutdown()) {
      return;
    }
    timer.schedule(
        () -> {
          if (!ended.isDone()) {
            task.run();
          }
        },
        delay.toMillis(),
        TimeUnit.MILLISECONDS);
  }
}
