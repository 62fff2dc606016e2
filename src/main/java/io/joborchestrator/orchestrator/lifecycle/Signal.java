package io.joborchestrator.orchestrator.lifecycle;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A wait that can be cut short; a signal given while nobody waits is kept. Thread-safe. */
public final class Signal {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition given = lock.newCondition();
  private boolean set;

  /** Ends the current wait, or the next one at once. */
  public void give() {
    lock.lock();
    try {
      set = true;
      given.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a signal and takes it.
   *
   * @return false if the time passed without one
   */
  public boolean await(Duration limit) throws InterruptedException {
    lock.lock();
    try {
      long left = limit.toNanos();
      while (!set && left > 0) {
        left = given.awaitNanos(left);
      }
      boolean seen = set;
      set = false;
      return seen;
    } finally {
      lock.unlock();
    }
  }
}
