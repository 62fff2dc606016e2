package io.joborchestrator.orchestrator.duty;

import io.joborchestrator.store.WorkStore;
import java.time.Duration;

/** Writes into the wide row of longer jobs that they run; short ones never need it. */
public final class RunMarker implements Duty {
  private static final Duration INTERVAL = Duration.ofMillis(250);
  private static final Duration LONGER_THAN = Duration.ofMillis(200);
  private static final int MOST = 500;

  private final WorkStore work;

  public RunMarker(WorkStore work) {
    this.work = work;
  }

  @Override
  public String name() {
    return "mark";
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public boolean runOnce() {
    return work.markRunning(LONGER_THAN, MOST) == MOST;
  }
}
