package io.joborchestrator.orchestrator.duty;

import io.joborchestrator.store.WorkStore;
import java.time.Duration;

/** Folds counters and removes finished jobs that retention allows. */
public final class JobMaintainer implements Duty {
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final int MOST = 1_000;

  private final WorkStore work;

  public JobMaintainer(WorkStore work) {
    this.work = work;
  }

  @Override
  public String name() {
    return "maintain";
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public boolean runOnce() {
    return work.maintain(MOST) >= MOST;
  }
}
