package io.joborchestrator.cli;

import io.joborchestrator.config.AppConfig;
import io.joborchestrator.config.ConfigLoader;
import io.joborchestrator.config.LaunchOptions;
import io.joborchestrator.connection.Connections;
import io.joborchestrator.orchestrator.Orchestrator;
import io.joborchestrator.orchestrator.OrchestratorLauncher;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.testing.ConnectionsForTests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Opens a given orchestrator and counts what was opened and closed. */
final class FakeLauncher implements OrchestratorLauncher {
  private final Orchestrator orchestrator;
  private final Path home;
  private final List<Purpose> opened = new ArrayList<>();
  private int closed;

  FakeLauncher(Orchestrator orchestrator, Path home) {
    this.orchestrator = orchestrator;
    this.home = home;
  }

  @Override
  public AppConfig configuration(LaunchOptions options) {
    return new ConfigLoader(Map.of(), System.getProperties()).load(LaunchOptions.inHome(home));
  }

  @Override
  public Connections connections(LaunchOptions options) {
    return ConnectionsForTests.all();
  }

  @Override
  public OrchestratorSession launch(LaunchOptions options, Purpose purpose) {
    opened.add(purpose);
    return new OrchestratorSession() {
      @Override
      public Orchestrator orchestrator() {
        return orchestrator;
      }

      @Override
      public AppConfig config() {
        return configuration(options);
      }

      @Override
      public boolean executes() {
        return purpose == Purpose.WORKER || purpose == Purpose.DIRECT;
      }

      @Override
      public void stop(Duration deadline) {
        closed++;
      }
    };
  }

  List<Purpose> opened() {
    return opened;
  }

  boolean allClosed() {
    return closed == opened.size();
  }
}
