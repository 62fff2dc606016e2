package io.joborchestrator.orchestrator.duty;

import io.joborchestrator.orchestrator.run.ActiveRun;
import io.joborchestrator.orchestrator.run.RunParts;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the lines that runs have written, some times a second. */
public final class LogShipper implements Duty {
  private static final Logger log = LoggerFactory.getLogger(LogShipper.class);
  private static final Duration INTERVAL = Duration.ofMillis(250);
  private static final int MOST = 1_000;

  private final RunParts parts;

  public LogShipper(RunParts parts) {
    this.parts = parts;
  }

  @Override
  public String name() {
    return "log";
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public boolean runOnce() {
    for (ActiveRun run : parts.book().all()) {
      ship(run);
    }
    return false;
  }

  /** Sends what is left before the outcome is stored. A lost log is no reason to lose the job. */
  void shipLast(ActiveRun run) {
    try {
      while (run.log().hasWaiting() && parts.membership().isCurrent(run.session())) {
        ship(run);
      }
    } catch (RuntimeException e) {
      log.warn("The end of the log of {} is lost: {}", run.job().jobId(), e.getMessage());
    }
  }

  private void ship(ActiveRun run) {
    if (parts.membership().isCurrent(run.session())) {
      run.log().send(MOST, lines -> parts.work().log(run.session(), run.claim(), lines));
    }
  }
}
