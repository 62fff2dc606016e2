package io.joborchestrator.orchestrator.duty;

import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.orchestrator.lifecycle.Lifecycle;
import io.joborchestrator.orchestrator.lifecycle.Signal;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one duty on a thread of its own until it is stopped. A failure never ends it: a database
 * that does not answer is one line in the log and a growing pause, a defect is a stack in the log.
 */
public final class DutyLoop implements Lifecycle {
  private static final Logger log = LoggerFactory.getLogger(DutyLoop.class);

  private final Duty duty;
  private final Backoff backoff;
  private final ThreadFactory threads;
  private final Signal signal = new Signal();
  private volatile boolean stopping;
  private @Nullable Thread thread;
  private int failures;

  public DutyLoop(Duty duty, Backoff backoff, ThreadFactory threads) {
    this.duty = duty;
    this.backoff = backoff;
    this.threads = threads;
  }

  public Duty duty() {
    return duty;
  }

  /** Ends the current pause. Does not block. */
  public void wake() {
    signal.give();
  }

  @Override
  public synchronized void start() {
    if (thread != null) {
      return;
    }
    Thread started = threads.newThread(this::loop);
    thread = started;
    started.start();
  }

  @Override
  public void stop(Duration deadline) {
    stopping = true;
    wake();
    Thread running;
    synchronized (this) {
      running = thread;
    }
    if (running == null || running == Thread.currentThread()) {
      return;
    }
    try {
      running.join(Math.max(1, deadline.toMillis()));
      if (running.isAlive()) {
        log.warn("The duty '{}' is still busy; it is interrupted", duty.name());
        running.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop() {
    while (!stopping) {
      Duration pause = stepWhateverHappens();
      try {
        if (!pause.isZero()) {
          signal.await(pause);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** A thread that dies here would take the lease of this worker, or its guard, with it. */
  private Duration stepWhateverHappens() {
    try {
      return step();
    } catch (Throwable e) {
      // Not even a line of the log could be written: the memory is used up.
      return backoff.longest();
    }
  }

  /** One call with its consequences. Returns the pause until the next. */
  Duration step() {
    try {
      boolean more = duty.runOnce();
      if (failures > 0) {
        log.info("The duty '{}' works again", duty.name());
      }
      failures = 0;
      return more ? Duration.ZERO : duty.interval();
    } catch (OrchestratorException e) {
      failures++;
      Duration pause = backoff.pause(failures);
      if (failures == 1) {
        log.warn("The duty '{}' is tried again: {}", duty.name(), e.getMessage());
      } else {
        log.debug("The duty '{}' failed {} times", duty.name(), failures, e);
      }
      return pause;
    } catch (RuntimeException | Error e) {
      failures++;
      Duration pause = backoff.pause(failures);
      log.error("A defect in the duty '{}'; it is tried again in {}", duty.name(), pause, e);
      return pause;
    }
  }
}
