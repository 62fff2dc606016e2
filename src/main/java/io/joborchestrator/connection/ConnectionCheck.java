package io.joborchestrator.connection;

import io.joborchestrator.domain.error.OrchestratorException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What a database says when it is asked whether it can be used.
 *
 * @param where user, host, port and database
 * @param version of the server
 * @param encrypted the session is by TLS
 * @param standby it takes no writes
 * @param schema where tables without a schema are looked for first, or null if there is none
 * @param millis until it had answered
 */
public record ConnectionCheck(
    String name,
    String where,
    String version,
    boolean encrypted,
    boolean standby,
    @Nullable String schema,
    long millis) {

  /**
   * Connects and asks; blocks at most for the time limits of the connection.
   *
   * @throws OrchestratorException why it cannot be used
   */
  public static ConnectionCheck of(Connections connections, String name) {
    NamedConnection database = connections.get(name);
    long start = System.nanoTime();
    try (DatabaseLink link = DatabaseLink.open(database, "ejo test")) {
      String version = link.text("SHOW server_version");
      return new ConnectionCheck(
          name,
          database.describe(),
          version == null ? "" : version,
          "t".equals(link.text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")),
          "t".equals(link.text("SELECT pg_is_in_recovery()")),
          link.text("SELECT current_schema()"),
          (System.nanoTime() - start) / 1_000_000);
    } catch (SQLException e) {
      throw ConnectionErrors.of(database, e);
    }
  }
}
