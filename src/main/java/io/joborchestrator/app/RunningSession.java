package io.joborchestrator.app;

import io.joborchestrator.config.AppConfig;
import io.joborchestrator.orchestrator.EngineRegistry;
import io.joborchestrator.orchestrator.EnhancedJobOrchestrator;
import io.joborchestrator.orchestrator.Orchestrator;
import io.joborchestrator.orchestrator.OrchestratorSession;
import java.time.Duration;

/** A started core with all it stands on; stopped in reverse order. */
final class RunningSession implements OrchestratorSession {
  private final EnhancedJobOrchestrator orchestrator;
  private final AppConfig config;
  private final boolean executes;
  private final EngineRegistry engines;
  private final DatabaseAccess database;
  private boolean stopped;

  RunningSession(
      EnhancedJobOrchestrator orchestrator,
      AppConfig config,
      boolean executes,
      EngineRegistry engines,
      DatabaseAccess database) {
    this.orchestrator = orchestrator;
    this.config = config;
    this.executes = executes;
    this.engines = engines;
    this.database = database;
  }

  @Override
  public Orchestrator orchestrator() {
    return orchestrator;
  }

  @Override
  public AppConfig config() {
    return config;
  }

  @Override
  public boolean executes() {
    return executes;
  }

  @Override
  public synchronized void stop(Duration deadline) {
    if (stopped) {
      return;
    }
    stopped = true;
    try {
      orchestrator.stop(deadline);
      engines.stop(Duration.ofSeconds(1));
    } finally {
      database.close();
    }
  }
}
