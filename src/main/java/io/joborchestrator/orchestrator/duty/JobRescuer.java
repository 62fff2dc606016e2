package io.joborchestrator.orchestrator.duty;

import io.joborchestrator.store.WorkStore;
import java.time.Duration;

/** Declares silent workers dead and puts their jobs back into the queue. */
public final class JobRescuer implements Duty {
  private static final Duration LITTLE = Duration.ofMillis(20);
  private static final int MOST = 1_000;

  private final WorkStore work;
  private final Runnable changed;
  private final Duration sweep;
  private volatile Duration pause;

  /**
   * @param changed called when jobs were moved
   * @param sweep looks this often
   */
  public JobRescuer(WorkStore work, Runnable changed, Duration sweep) {
    this.work = work;
    this.changed = changed;
    this.sweep = sweep;
    this.pause = sweep;
  }

  @Override
  public String name() {
    return "rescue";
  }

  @Override
  public Duration interval() {
    return pause;
  }

  @Override
  public boolean runOnce() {
    int moved = work.rescue(MOST);
    if (moved > 0) {
      changed.run();
    }
    if (moved == MOST) {
      return true;
    }
    pause = untilNextEnd();
    return false;
  }

  /** A lease that ends before the next sweep is waited for: a death is noticed when it counts. */
  private Duration untilNextEnd() {
    Duration end = work.nextLeaseEnd().orElse(sweep);
    if (end.compareTo(sweep) >= 0) {
      return sweep;
    }
    Duration soon = end.plus(LITTLE);
    return soon.compareTo(LITTLE) < 0 ? LITTLE : soon;
  }
}
