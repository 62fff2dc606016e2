package io.joborchestrator.app;

import io.joborchestrator.config.LaunchOptions;
import io.joborchestrator.orchestrator.OrchestratorLauncher;
import java.time.Clock;

/**
 * The way from the launcher to the window. By name, so that nothing of JavaFX is loaded, and need
 * not even be installed, where there is no display.
 */
final class ConsoleStart {
  private static final String CONSOLE = "io.joborchestrator.console.ConsoleApplication";

  private ConsoleStart() {}

  /** Blocks until the window is closed. Returns the exit code. */
  static int open(OrchestratorLauncher launcher, LaunchOptions options)
      throws ReflectiveOperationException {
    Class<?> type = Class.forName(CONSOLE);
    Object console =
        type.getConstructor(OrchestratorLauncher.class, LaunchOptions.class, Clock.class)
            .newInstance(launcher, options, Clock.systemDefaultZone());
    type.getMethod("run").invoke(console);
    return 0;
  }
}
