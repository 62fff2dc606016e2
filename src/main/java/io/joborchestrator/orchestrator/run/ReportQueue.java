package io.joborchestrator.orchestrator.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Outcomes that wait to be stored. Whoever stores takes all that has gathered meanwhile, so that a
 * lone outcome is stored at once and many are stored together. Thread-safe.
 */
public final class ReportQueue {
  private final Deque<Report> waiting = new ArrayDeque<>();
  private final List<Deferred> deferred = new ArrayList<>();
  private final Runnable wake;

  private record Deferred(Report report, long dueNanos) {}

  /**
   * @param wake called after an outcome arrived
   */
  public ReportQueue(Runnable wake) {
    this.wake = wake;
  }

  public void add(Report report) {
    synchronized (this) {
      waiting.add(report);
    }
    wake.run();
  }

  /**
   * Keeps a report that could not be stored until a later moment of the monotonic clock. Nothing is
   * ever forgotten: the lease of its job lives as long as this worker does.
   */
  synchronized void defer(Report report, long dueNanos) {
    deferred.add(new Deferred(report, dueNanos));
  }

  /** Puts what was deferred until now back among what waits. */
  public synchronized void ripen(long nowNanos) {
    for (Deferred kept : List.copyOf(deferred)) {
      if (kept.dueNanos() - nowNanos <= 0) {
        deferred.remove(kept);
        waiting.add(kept.report());
      }
    }
  }

  public synchronized List<Report> take(int most) {
    List<Report> batch = new ArrayList<>(Math.min(most, waiting.size()));
    while (batch.size() < most && !waiting.isEmpty()) {
      batch.add(waiting.poll());
    }
    return batch;
  }

  /** Puts a batch back in front that could not be stored. */
  public synchronized void putBack(List<Report> batch) {
    for (int i = batch.size() - 1; i >= 0; i--) {
      waiting.addFirst(batch.get(i));
    }
  }

  public synchronized int size() {
    return waiting.size();
  }
}
