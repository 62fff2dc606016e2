package io.joborchestrator.orchestrator.duty;

import io.joborchestrator.orchestrator.run.RunSupervisor;
import java.time.Duration;

/** Keeps time limits and the deadlines of cancelled runs. */
public final class RunWatch implements Duty {
  private static final Duration INTERVAL = Duration.ofMillis(100);

  private final RunSupervisor runs;

  public RunWatch(RunSupervisor runs) {
    this.runs = runs;
  }

  @Override
  public String name() {
    return "run watch";
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public boolean runOnce() {
    runs.watch();
    return false;
  }
}
