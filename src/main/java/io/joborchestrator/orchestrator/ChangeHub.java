package io.joborchestrator.orchestrator;

import io.joborchestrator.orchestrator.lifecycle.Lifecycle;
import io.joborchestrator.orchestrator.lifecycle.Signal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners that something may have changed: at once when it was quiet, at most ten times per
 * second when it was not. Thread-safe.
 */
final class ChangeHub implements Lifecycle {
  private static final Logger log = LoggerFactory.getLogger(ChangeHub.class);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration FOR_EVER = Duration.ofHours(1);

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ThreadFactory threads;
  private final Signal changed = new Signal();
  private final Signal stopped = new Signal();
  private volatile boolean stopping;
  private @Nullable Thread thread;

  ChangeHub(ThreadFactory threads) {
    this.threads = threads;
  }

  /** Something may have changed. Does not block. */
  void changed() {
    changed.give();
  }

  AutoCloseable subscribe(Runnable listener) {
    // A listener may be added twice: each subscription ends for itself.
    Runnable own = () -> listener.run();
    listeners.add(own);
    return () -> listeners.remove(own);
  }

  @Override
  public synchronized void start() {
    if (thread == null) {
      Thread started = threads.newThread(this::loop);
      thread = started;
      started.start();
    }
  }

  @Override
  public void stop(Duration deadline) {
    stopping = true;
    changed.give();
    stopped.give();
    Thread running;
    synchronized (this) {
      running = thread;
    }
    if (running == null || running == Thread.currentThread()) {
      return;
    }
    try {
      running.join(Math.max(1, deadline.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop() {
    try {
      while (!stopping) {
        if (changed.await(FOR_EVER) && !stopping) {
          listeners.forEach(ChangeHub::tell);
          stopped.await(PAUSE);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void tell(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException | Error e) {
      log.error("A listener of changes failed; the others are told all the same", e);
    }
  }
}
