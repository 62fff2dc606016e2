package io.joborchestrator.orchestrator.duty;

import io.joborchestrator.store.WorkStore;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Writes into the wide row of longer jobs that they run; short ones never need it. */
public final class RunMarker implements Duty {
  private static final Duration INTERVAL = Duration.ofMillis(250);
  private static final Duration LONGER_THAN = Duration.ofMillis(200);
  private static final int MOST = 500;

  private final WorkStore work;
  private final BooleanSupplier busy;

  /**
   * @param busy whether this process runs anything; each worker sees to its own, so that an idle
   *     one costs the database nothing
   */
  public RunMarker(WorkStore work, BooleanSupplier busy) {
    this.work = work;
    this.busy = busy;
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
    return busy.getAsBoolean() && work.markRunning(LONGER_THAN, MOST) == MOST;
  }
}
