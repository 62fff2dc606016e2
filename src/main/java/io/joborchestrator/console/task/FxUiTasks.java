package io.joborchestrator.console.task;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javafx.application.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link UiTasks} on a pool of threads. The pool is given, so that its owner names and ends its
 * threads. A cancelled task is interrupted and its callbacks are dropped, also when it had just
 * finished.
 */
public final class FxUiTasks implements UiTasks {
  private static final Logger log = LoggerFactory.getLogger(FxUiTasks.class);

  private final ThreadPoolExecutor workers;
  private final ScheduledExecutorService timer;

  /**
   * @param workers run the work
   * @param timer one thread, used for waiting only
   */
  public FxUiTasks(ThreadPoolExecutor workers, ScheduledExecutorService timer) {
    this.workers = workers;
    this.timer = timer;
  }

  @Override
  public <T> Handle run(
      String what,
      Callable<T> work,
      Consumer<? super T> onSuccess,
      Consumer<? super Exception> onFailure) {
    AtomicBoolean cancelled = new AtomicBoolean();
    Future<?> future = workers.submit(() -> attempt(what, work, onSuccess, onFailure, cancelled));
    return () -> {
      cancelled.set(true);
      future.cancel(true);
    };
  }

  private static <T> void attempt(
      String what,
      Callable<T> work,
      Consumer<? super T> onSuccess,
      Consumer<? super Exception> onFailure,
      AtomicBoolean cancelled) {
    try {
      T result = work.call();
      onFxThread(cancelled, () -> onSuccess.accept(result));
    } catch (Exception e) {
      if (!cancelled.get()) {
        log.debug("{} failed; the page that asked shows it", what, e);
        onFxThread(cancelled, () -> onFailure.accept(e));
      }
    }
  }

  private static void onFxThread(AtomicBoolean cancelled, Runnable callback) {
    Platform.runLater(
        () -> {
          if (!cancelled.get()) {
            callback.run();
          }
        });
  }

  @Override
  public Handle after(Duration delay, Runnable onFxThread) {
    AtomicBoolean cancelled = new AtomicBoolean();
    Future<?> future =
        timer.schedule(
            () -> onFxThread(cancelled, onFxThread), delay.toMillis(), TimeUnit.MILLISECONDS);
    return cancelBoth(cancelled, future);
  }

  @Override
  public Handle every(Duration interval, Runnable onFxThread) {
    AtomicBoolean cancelled = new AtomicBoolean();
    // Ticks that the FX thread has not yet run are not queued again.
    UiEventBridge<Boolean> ticks =
        new UiEventBridge<>(
            tick -> {
              if (!cancelled.get()) {
                onFxThread.run();
              }
            });
    Future<?> future =
        timer.scheduleAtFixedRate(
            () -> ticks.publish(true),
            interval.toMillis(),
            interval.toMillis(),
            TimeUnit.MILLISECONDS);
    return cancelBoth(cancelled, future);
  }

  private static Handle cancelBoth(AtomicBoolean cancelled, Future<?> future) {
    return () -> {
      cancelled.set(true);
      future.cancel(false);
    };
  }
}
