package io.joborchestrator.cli;

import io.joborchestrator.app.Wiring;
import io.joborchestrator.orchestrator.OrchestratorLauncher;
import io.joborchestrator.testing.ProcessVariables;
import io.joborchestrator.testing.TestDatabase;
import java.nio.file.Path;

/** Opens the real core on a test's database. */
final class CliDatabase {
  private CliDatabase() {}

  static OrchestratorLauncher launcher(TestDatabase database, Path home) {
    return new Wiring(ProcessVariables.of(database.config(), home), () -> false);
  }
}
