package io.joborchestrator.app;

import io.joborchestrator.config.AppConfig;
import io.joborchestrator.config.LaunchOptions;
import io.joborchestrator.connection.Connections;
import io.joborchestrator.orchestrator.GuardedSession;
import io.joborchestrator.orchestrator.OrchestratorLauncher;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.orchestrator.lifecycle.EndSignals;
import java.lang.reflect.Method;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The way from the launcher to the window. By name, so that nothing of JavaFX is loaded, and need
 * not even be installed, where there is no display.
 */
final class ConsoleStart {
  private static final String CONSOLE = "io.joborchestrator.console.ConsoleApplication";

  private static final Duration STOP_WHEN_ASKED = Duration.ofSeconds(8);

  private ConsoleStart() {}

  /**
   * Blocks until the window is closed, by its button or because the process was asked to end: then
   * JavaFX and the engines are whole until everything has stopped. Returns the exit code.
   */
  static int open(OrchestratorLauncher launcher, LaunchOptions options)
      throws ReflectiveOperationException {
    Class<?> type = Class.forName(CONSOLE);
    Object console =
        type.getConstructor(OrchestratorLauncher.class, LaunchOptions.class, Clock.class)
            .newInstance(new Guarded(launcher), options, Clock.systemDefaultZone());
    AtomicInteger exitCode = new AtomicInteger();
    Method close = type.getMethod("closeSoon");
    try (EndSignals signals =
        new EndSignals(
            code -> {
              exitCode.set(code);
              call(close, console);
            })) {
      type.getMethod("run").invoke(console);
    }
    return exitCode.get();
  }

  private static void call(Method method, Object target) {
    try {
      method.invoke(target);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The window could not be asked to close", e);
    }
  }

  /** Whatever ends the process leaves no server and no script behind. */
  private record Guarded(OrchestratorLauncher launcher) implements OrchestratorLauncher {
    @Override
    public AppConfig configuration(LaunchOptions options) {
      return launcher.configuration(options);
    }

    @Override
    public Connections connections(LaunchOptions options) {
      return launcher.connections(options);
    }

    @Override
    public OrchestratorSession launch(LaunchOptions options, Purpose purpose) {
      return new GuardedSession(launcher.launch(options, purpose), STOP_WHEN_ASKED);
    }
  }
}
