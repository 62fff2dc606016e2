package io.joborchestrator.orchestrator.duty;

import io.joborchestrator.store.WorkStore;
import java.time.Duration;

/** Declares silent workers dead and puts their jobs back into the queue. */
public final class JobRescuer implements Duty {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final int MOST = 500;

  private final WorkStore work;
  private final Runnable changed;

  /**
   * @param changed called when jobs were moved
   */
  public JobRescuer(WorkStore work, Runnable changed) {
    this.work = work;
    this.changed = changed;
  }

  @Override
  public String name() {
    return "rescue";
  }

  @Override
  public Duration interval() {
    return INTERVAL;
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
