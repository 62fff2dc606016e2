package io.joborchestrator.orchestrator.duty;

import io.joborchestrator.store.WorkStore;
import java.time.Duration;

/** Declares silent workers dead and puts their jobs back into the queue. */
public final class JobRescuer implements Duty {
  private static final int MOST = 500;

  private final WorkStore work;
  private final Runnable changed;
  private final Duration sweep;

  /**
   * @param changed called when jobs were moved
   * @param sweep looks this often
   */
  public JobRescuer(WorkStore work, Runnable changed, Duration sweep) {
    this.work = work;
    this.changed = changed;
    this.sweep = sweep;
  }

  @Override
  public String name() {
    return "rescue";
  }

  @Override
  public Duration interval() {
    return sweep;
  }

  @Override
  public boolean runOnce() {
    int moved = work.rescue(MOST);
    if (moved > 0) {
      changed.run();
    }
    return moved == MOST;
  }
}
