package io.joborchestrator.orchestrator.run;

import io.joborchestrator.store.WorkStore.Claim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Every claim this process holds, until its outcome is stored or given up. Thread-safe. */
public final class RunBook {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Claim, ActiveRun> runs = new HashMap<>();

  void add(ActiveRun run) {
    lock.lock();
    try {
      runs.put(run.claim(), run);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets a claim. */
  public void remove(ActiveRun run) {
    lock.lock();
    try {
      runs.remove(run.claim(), run);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  public Optional<ActiveRun> find(Claim claim) {
    lock.lock();
    try {
      return Optional.ofNullable(runs.get(claim));
    } finally {
      lock.unlock();
    }
  }

  public List<ActiveRun> all() {
    lock.lock();
    try {
      return new ArrayList<>(runs.values());
    } finally {
      lock.unlock();
    }
  }

  public int size() {
    lock.lock();
    try {
      return runs.size();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until nothing is held. False if the time passed first. */
  public boolean awaitEmpty(Duration limit) {
    lock.lock();
    try {
      long left = TimeUnit.NANOSECONDS.convert(limit);
      while (!runs.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
      }
      return runs.isEmpty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
