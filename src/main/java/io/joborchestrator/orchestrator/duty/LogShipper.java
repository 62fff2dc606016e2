package io.joborchestrator.orchestrator.duty;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.RunEvent;
import io.joborchestrator.orchestrator.run.ActiveRun;
import io.joborchestrator.orchestrator.run.RunParts;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the lines that runs have written, some times a second. */
public final class LogShipper implements Duty {
  private static final Logger log = LoggerFactory.getLogger(LogShipper.class);
  private static final Duration INTERVAL = Duration.ofMillis(250);
  private static final int MOST = 1_000;

  /** Longer than this, an outcome does not wait for the end of its log. */
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private final RunParts parts;
  private final Executor threads;
  private final Queue<ActiveRun> ended = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean sendingEnds = new AtomicBoolean();

  /**
   * @param threads the last lines of ended runs are sent on one of these, so that a stuck store
   *     holds up nobody
   */
  public LogShipper(RunParts parts, Executor threads) {
    this.parts = parts;
    this.threads = threads;
  }

  @Override
  public String name() {
    return "log";
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public boolean runOnce() {
    for (ActiveRun run : parts.book().all()) {
      ship(run);
    }
    sendEnds();
    return false;
  }

  /**
   * Sends what is left of the logs of runs that have ended, before their outcomes are stored. If
   * the store is slow the outcomes come first and the lines follow. A lost log is no reason to lose
   * a job.
   */
  void shipLast(List<ActiveRun> runs) {
    runs.stream().filter(LogShipper::hasWaiting).forEach(ended::add);
    if (ended.isEmpty() || sendingEnds.get()) {
      return;
    }
    try {
      CompletableFuture.runAsync(this::sendEnds, threads)
          .get(MOMENT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      log.warn("Storing logs is slow: outcomes are stored before the last lines of their logs");
    } catch (ExecutionException | RejectedExecutionException e) {
      log.warn("The last lines of ended runs were not sent", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One thread at a time, or a stuck store would hold them all. */
  private void sendEnds() {
    if (!sendingEnds.compareAndSet(false, true)) {
      return;
    }
    try {
      for (ActiveRun run = ended.poll(); run != null; run = ended.poll()) {
        sendEnd(run);
      }
    } finally {
      sendingEnds.set(false);
    }
  }

  private void sendEnd(ActiveRun run) {
    try {
      while (hasWaiting(run) && parts.membership().isCurrent(run.session())) {
        ship(run);
      }
    } catch (RuntimeException e) {
      log.warn("The end of the log of {} is lost: {}", run.job().jobId(), e.getMessage());
    }
  }

  private static boolean hasWaiting(ActiveRun run) {
    return run.log().hasWaiting() || run.hasEvents();
  }

  private void ship(ActiveRun run) {
    if (parts.membership().isCurrent(run.session())) {
      shipEvents(run);
      run.log().send(MOST, lines -> parts.work().log(run.session(), run.claim(), lines));
    }
  }

  /** Before the outcome, which ends the claim they need; what an ended claim tells is dropped. */
  private void shipEvents(ActiveRun run) {
    List<RunEvent> events = run.takeEvents();
    if (events.isEmpty()) {
      return;
    }
    try {
      parts.work().events(run.session(), run.claim(), events);
    } catch (OrchestratorException e) {
      if (e.code() == ErrorCode.DATABASE_UNAVAILABLE) {
        run.putBack(events);
      }
      throw e;
    }
  }
}
