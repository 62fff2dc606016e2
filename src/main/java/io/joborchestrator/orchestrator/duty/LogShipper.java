package io.joborchestrator.orchestrator.duty;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.LogLine;
import io.joborchestrator.domain.job.RunEvent;
import io.joborchestrator.orchestrator.run.ActiveRun;
import io.joborchestrator.orchestrator.run.RunParts;
import io.joborchestrator.store.WorkStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

/** Sends the lines that runs have written, some times a second; lines of many runs share a call. */
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

  // One sender at a time, or lines of a run would change places.
  private final Object sending = new Object();

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
    ship(parts.book().all());
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
      List<ActiveRun> left = takeEnded();
      while (!left.isEmpty()) {
        ship(left);
        left = left.stream().filter(run -> isCurrent(run) && hasWaiting(run)).toList();
      }
    } catch (RuntimeException e) {
      log.warn("The last lines of ended runs are lost: {}", e.getMessage());
    } finally {
      sendingEnds.set(false);
    }
  }

  private List<ActiveRun> takeEnded() {
    List<ActiveRun> runs = new ArrayList<>();
    for (ActiveRun run = ended.poll(); run != null; run = ended.poll()) {
      runs.add(run);
    }
    return runs;
  }

  /** Up to so many lines of each. */
  private void ship(Collection<ActiveRun> runs) {
    synchronized (sending) {
      List<ActiveRun> current = runs.stream().filter(this::isCurrent).toList();
      current.forEach(this::shipEvents);
      Map<ActiveRun, List<LogLine>> batch = new LinkedHashMap<>();
      int size = 0;
      for (ActiveRun run : current) {
        List<LogLine> lines = run.log().take(MOST);
        if (!lines.isEmpty()) {
          batch.put(run, lines);
          size += lines.size();
        }
        if (size >= MOST) {
          store(batch);
          batch.clear();
          size = 0;
        }
      }
      store(batch);
    }
  }

  private static boolean hasWaiting(ActiveRun run) {
    return run.log().hasWaiting() || run.hasEvents();
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
        throw e;
      }
      log.warn("What {} told is lost: {}", run.job().jobId(), e.getMessage());
    }
  }

  private void store(Map<ActiveRun, List<LogLine>> batch) {
    if (batch.isEmpty()) {
      return;
    }
    List<WorkStore.LogPart> lines = new ArrayList<>();
    batch.forEach((run, part) -> lines.add(new WorkStore.LogPart(run.claim(), part)));
    try {
      parts.work().log(batch.keySet().iterator().next().session(), lines);
    } catch (OrchestratorException e) {
      if (e.code() == ErrorCode.DATABASE_UNAVAILABLE) {
        batch.forEach((run, part) -> run.log().putBack(part));
        throw e;
      }
      storeOneByOne(batch, e);
    }
  }

  /** Lines that the database refuses must not take those of other runs along. */
  private void storeOneByOne(Map<ActiveRun, List<LogLine>> batch, OrchestratorException first) {
    if (batch.size() == 1) {
      batch.forEach(
          (run, part) ->
              log.warn(
                  "{} lines of the log of {} are lost: {}",
                  part.size(),
                  run.job().jobId(),
                  first.getMessage()));
    } else {
      new LinkedHashMap<>(batch).forEach((run, part) -> store(Map.of(run, part)));
    }
  }

  private boolean isCurrent(ActiveRun run) {
    return parts.membership().isCurrent(run.session());
  }
}
