package io.joborchestrator.store.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether a connection pooler stands between this process and the database. Through one
 * that lends sessions for a transaction, LISTEN, SET and prepared statements are lost or, worse,
 * left to somebody else.
 */
public final class PoolerProbe {
  private static final Logger log = LoggerFactory.getLogger(PoolerProbe.class);

  private PoolerProbe() {}

  /**
   * Connects without leaving anything in the session, and compares the number of the process that
   * was announced, which a pooler invents, with that of the one that answers. Blocks. A database
   * that cannot be reached counts as direct: whoever connects next says what is wrong.
   */
  public static boolean isPooled(ConnectionConfig config) {
    try (Connection connection = DataSources.plain(config.withPooler(true)).getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
      return row.next() && row.getInt(1) != connection.unwrap(PGConnection.class).getBackendPID();
    } catch (SQLException e) {
      log.debug("Could not find out whether a pooler is in between", e);
      return false;
    }
  }
}
