package io.joborchestrator.testing;

import io.joborchestrator.store.postgres.ConnectionConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The variables by which a process of the program finds a test's database. */
public final class ProcessVariables {
  private ProcessVariables() {}

  /** All that is needed, with the defaults for the rest; may be changed. */
  public static Map<String, String> of(ConnectionConfig database, Path home) {
    Map<String, String> variables = connection(database);
    variables.put("PATH", System.getenv("PATH"));
    variables.put("ORCHESTRATOR_HOME", home.toString());
    return variables;
  }

  static Map<String, String> connection(ConnectionConfig database) {
    Map<String, String> variables = new HashMap<>();
    variables.put("ORCHESTRATOR_DATABASE_HOST", database.host());
    variables.put("ORCHESTRATOR_DATABASE_PORT", Integer.toString(database.port()));
    variables.put("ORCHESTRATOR_DATABASE_NAME", database.database());
    variables.put("ORCHESTRATOR_DATABASE_USER", database.user());
    variables.put("ORCHESTRATOR_DATABASE_SCHEMA", database.schema());
    variables.put("ORCHESTRATOR_DATABASE_SSL_MODE", "disable");
    variables.put("PGPASSWORD", database.password());
    return variables;
  }
}
