package io.joborchestrator.console;

import io.joborchestrator.orchestrator.OrchestratorSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is left to do when a window lets go of its connection: every step is taken, whatever becomes
 * of the others; failures are logged. Blocks until the core has stopped.
 *
 * @param remember writes the window's state down
 * @param lastLook keeps what was seen last; needs the core
 * @param core to be closed, or null: there is none
 */
record Leaving(Runnable remember, Runnable lastLook, @Nullable OrchestratorSession core)
    implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Leaving.class);

  @Override
  public void run() {
    step(remember, "The window's state is not remembered");
    step(lastLook, "What was seen at the end is not kept");
    if (core != null) {
      step(core::close, "Closing failed; the rescuer of another process gives the jobs back");
    }
  }

  private static void step(Runnable work, String whenFailed) {
    try {
      work.run();
    } catch (RuntimeException failure) {
      log.error(whenFailed, failure);
    }
  }
}
