package io.joborchestrator.app;

import io.joborchestrator.config.LaunchOptions;
import io.joborchestrator.console.ConsoleApplication;
import io.joborchestrator.orchestrator.OrchestratorLauncher;
import java.time.Clock;

/**
 * The way from the launcher to the window. A class of its own, so that nothing of JavaFX is loaded
 * where there is no display.
 */
final class ConsoleStart {
  private ConsoleStart() {}

  /**
   * Blocks until the window is closed.
   *
   * @throws UnsupportedOperationException if no window can be opened after all
   */
  static void open(OrchestratorLauncher launcher, LaunchOptions options)
      throws InterruptedException {
    new ConsoleApplication(launcher, options, Clock.systemDefaultZone()).run();
  }
}
