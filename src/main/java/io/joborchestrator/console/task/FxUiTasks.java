package io.joborchestrator.console.task;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.application.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link UiTasks} on a pool of threads. The pool is given, so that its owner names and ends its
 * threads. A cancelled task is interrupted and its callbacks are dropped, also when it had just
 * finished. Work that takes more than a second appears in {@link #operations}. Once the owner has
 * ended the threads nothing is begun any more and nothing is said of it: a callback that was on its
 * way to the FX thread when its window closed may still ask for more.
 */
public final class FxUiTasks implements UiTasks {
  private static final Logger log = LoggerFactory.getLogger(FxUiTasks.class);

  private final ThreadPoolExecutor workers;
  private final ScheduledExecutorService timer;
  private final Operations operations = new Operations();

  /**
   * @param workers run the work
   * @param timer one thread, used for waiting only
   */
  public FxUiTasks(ThreadPoolExecutor workers, ScheduledExecutorService timer) {
    this.workers = workers;
    this.timer = timer;
  }

  /** Long work that runs now. FX thread only. */
  public Operations operations() {
    return operations;
  }

  @Override
  public <T> Handle run(
      String what,
      Callable<T> work,
      Consumer<? super T> onSuccess,
      Consumer<? super Exception> onFailure) {
    Run<T> run = new Run<>(what, work, onSuccess, onFailure);
    run.begin();
    return run;
  }

  @Override
  public Handle after(Duration delay, Runnable onFxThread) {
    AtomicBoolean cancelled = new AtomicBoolean();
    return whileOpen(
        timer,
        () ->
            cancelBoth(
                cancelled,
                timer.schedule(
                    () -> Platform.runLater(unless(cancelled, onFxThread)),
                    delay.toMillis(),
                    TimeUnit.MILLISECONDS)));
  }

  @Override
  public Handle every(Duration interval, Runnable onFxThread) {
    AtomicBoolean cancelled = new AtomicBoolean();
    Runnable tick = unless(cancelled, onFxThread);
    // Ticks that the FX thread has not yet run are not queued again.
    UiEventBridge<Boolean> ticks = new UiEventBridge<>(ignored -> tick.run());
    return whileOpen(
        timer,
        () ->
            cancelBoth(
                cancelled,
                timer.scheduleAtFixedRate(
                    () -> ticks.publish(true),
                    interval.toMillis(),
                    interval.toMillis(),
                    TimeUnit.MILLISECONDS)));
  }

  /** Threads that were ended take nothing more; a rejection for another reason is a defect. */
  private static Handle whileOpen(ExecutorService threads, Supplier<Handle> begin) {
    try {
      return begin.get();
    } catch (RejectedExecutionException e) {
      if (!threads.isShutdown()) {
        throw e;
      }
      log.debug("Not begun: the window has closed");
      return () -> {};
    }
  }

  private static Runnable unless(AtomicBoolean cancelled, Runnable action) {
    return () -> {
      if (!cancelled.get()) {
        action.run();
      }
    };
  }

  private static Handle cancelBoth(AtomicBoolean cancelled, Future<?> future) {
    return () -> {
      cancelled.set(true);
      future.cancel(false);
    };
  }

  /** One piece of work from its start to its callback. */
  private final class Run<T> implements Handle {
    private final String what;
    private final Callable<T> work;
    private final Consumer<? super T> onSuccess;
    private final Consumer<? super Exception> onFailure;
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final Operations.Operation operation;
    private final FutureTask<Void> task = new FutureTask<>(this::attempt, null);
    private final Handle appearance;

    Run(
        String what,
        Callable<T> work,
        Consumer<? super T> onSuccess,
        Consumer<? super Exception> onFailure) {
      this.what = what;
      this.work = work;
      this.onSuccess = onSuccess;
      this.onFailure = onFailure;
      this.operation = operations.begin(what, this);
      this.appearance = after(Operations.WORTH_SHOWING, () -> operations.show(operation));
    }

    void begin() {
      whileOpen(
          workers,
          () -> {
            workers.execute(task);
            return this;
          });
    }

    private void attempt() {
      try {
        T result = work.call();
        Platform.runLater(() -> finish(() -> onSuccess.accept(result)));
      } catch (Exception e) {
        if (!cancelled.get()) {
          log.debug("{} failed; the page that asked shows it", what, e);
        }
        Platform.runLater(() -> finish(() -> onFailure.accept(e)));
      } catch (Error e) {
        log.error("{} ended by a defect", what, e);
        IllegalStateException failure = new IllegalStateException(what + ": " + e, e);
        Platform.runLater(() -> finish(() -> onFailure.accept(failure)));
      }
    }

    private void finish(Runnable callback) {
      appearance.cancel();
      operations.end(operation);
      unless(cancelled, callback).run();
    }

    @Override
    public void cancel() {
      cancelled.set(true);
      task.cancel(true);
      appearance.cancel();
      operations.end(operation);
    }
  }
}
