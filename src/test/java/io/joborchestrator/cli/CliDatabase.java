package io.joborchestrator.cli;

import io.joborchestrator.app.Wiring;
import io.joborchestrator.orchestrator.OrchestratorLauncher;
import io.joborchestrator.store.postgres.ConnectionConfig;
import io.joborchestrator.testing.TestDatabase;
import java.nio.file.Path;
import java.util.Map;

/** Opens the real core on a test's database. */
final class CliDatabase {
  private CliDatabase() {}

  static OrchestratorLauncher launcher(TestDatabase database, Path home) {
    ConnectionConfig config = database.config();
    return new Wiring(
        Map.of(
            "PATH", System.getenv("PATH"),
            "ORCHESTRATOR_HOME", home.toString(),
            "ORCHESTRATOR_DATABASE_HOST", config.host(),
            "ORCHESTRATOR_DATABASE_PORT", Integer.toString(config.port()),
            "ORCHESTRATOR_DATABASE_NAME", config.database(),
            "ORCHESTRATOR_DATABASE_USER", config.user(),
            "PGPASSWORD", config.password()),
        () -> false);
  }
}
