package io.joborchestrator.orchestrator.duty;

import io.joborchestrator.store.WorkStore;
import java.time.Duration;

/** Moves jobs whose time has come into the queue. */
public final class JobStager implements Duty {
  private static final Duration INTERVAL = Duration.ofMillis(500);
  private static final int MOST = 1_000;

  private final WorkStore work;
  private final Runnable changed;

  /**
   * @param changed called when jobs were moved
   */
  public JobStager(WorkStore work, Runnable changed) {
    this.work = work;
    this.changed = changed;
  }

  @Override
  public String name() {
    return "stage";
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public boolean runOnce() {
    int moved = work.stageDue(MOST);
    if (moved > 0) {
      changed.run();
    }
    return moved == MOST;
  }
}
