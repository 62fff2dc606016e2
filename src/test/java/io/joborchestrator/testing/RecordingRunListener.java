package io.joborchestrator.testing;

import io.joborchestrator.domain.job.RunEvent;
import io.joborchestrator.engine.RunListener;
import io.joborchestrator.engine.RunProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Keeps what a run says; a test can wait for a line. Thread-safe. */
public final class RecordingRunListener implements RunListener {
  private final List<RunProgress> progress = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();
  private final List<RunEvent> events = new ArrayList<>();
  private final List<Waiter> waiters = new ArrayList<>();

  private record Waiter(Predicate<String> wanted, CountDownLatch seen) {}

  @Override
  public synchronized void progress(RunProgress newest) {
    progress.add(newest);
    look("progress " + newest.message());
  }

  @Override
  public synchronized void log(String level, String line) {
    lines.add(level + " " + line);
    look(line);
  }

  @Override
  public synchronized void event(RunEvent event) {
    events.add(event);
    look(event.text());
  }

  public synchronized List<RunEvent> events() {
    return List.copyOf(events);
  }

  public synchronized List<RunProgress> progress() {
    return List.copyOf(progress);
  }

  public synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /** Waits up to a minute for a line, or a progress message behind {@code progress}. */
  public void await(Predicate<String> wanted) throws InterruptedException {
    var waiter = new Waiter(wanted, new CountDownLatch(1));
    synchronized (this) {
      waiters.add(waiter);
      lines.forEach(line -> look(line.substring(line.indexOf(' ') + 1)));
      events.forEach(event -> look(event.text()));
      progress.forEach(one -> look("progress " + one.message()));
    }
    if (!waiter.seen().await(60, TimeUnit.SECONDS)) {
      throw new AssertionError("Not said within a minute; said: " + lines());
    }
  }

  private void look(String said) {
    for (Waiter waiter : waiters) {
      if (waiter.wanted().test(said)) {
        waiter.seen().countDown();
      }
    }
  }
}
