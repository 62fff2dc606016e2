package io.joborchestrator.console;

import io.joborchestrator.console.task.FxUiTasks;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of the window's background work: {@code ejo-ui-N} and one timer. */
final class UiThreads {
  private static final Logger log = LoggerFactory.getLogger(UiThreads.class);
  private static final int WORKERS = 4;

  private final ThreadPoolExecutor workers =
      new ThreadPoolExecutor(
          WORKERS, WORKERS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named("ejo-ui-"));
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, named("ejo-ui-timer-"));

  UiThreads() {
    workers.allowCoreThreadTimeOut(true);
    timer.setRemoveOnCancelPolicy(true);
    // What is asked after the end is not answered: nobody is there to see it.
    workers.setRejectedExecutionHandler(
        (work, pool) -> log.debug("Work after the end of the window is dropped"));
    timer.setRejectedExecutionHandler(
        (work, pool) -> log.debug("A timer after the end of the window is dropped"));
  }

  private static ThreadFactory named(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, prefix + number.incrementAndGet());
      thread.setDaemon(true);
      thread.setUncaughtExceptionHandler(
          (where, failure) -> log.error("{} ended unexpectedly", where.getName(), failure));
      return thread;
    };
  }

  FxUiTasks tasks() {
    return new FxUiTasks(workers, timer);
  }

  void stop() {
    timer.shutdownNow();
    workers.shutdownNow();
  }
}
