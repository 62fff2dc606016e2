package io.joborchestrator.store.postgres;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the database is and who connects. Never part of a log line as a whole: it holds the
 * password.
 *
 * @param host name or address
 * @param port TCP port
 * @param database name of the database
 * @param user login role
 * @param password its password, may be empty where the server asks for none
 * @param schema schema that holds the tables and functions of this program
 * @param sslMode {@code disable}, {@code prefer}, {@code require}, {@code verify-ca} or {@code
 *     verify-full}
 * @param applicationName what the server shows for the sessions of this process
 * @param pooled a pooler in between gives every transaction another session: nothing is kept in
 *     sessions then, see {@link PoolerProbe}
 * @param readOnly why nothing may be written through it, in a plain sentence, or null: the database
 *     refuses writes of such a session
 */
public record ConnectionConfig(
    String host,
    int port,
    String database,
    String user,
    String password,
    String schema,
    String sslMode,
    String applicationName,
    boolean pooled,
    @Nullable String readOnly) {
  public static final String DEFAULT_SCHEMA = "orchestrator";
  private static final Pattern SCHEMA_NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  public ConnectionConfig {
    if (!SCHEMA_NAME.matcher(schema).matches() || schema.startsWith("pg_")) {
      throw new IllegalArgumentException(
          "The schema name '" + schema + "' must be lower-case letters, digits and underscores");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("The port must be between 1 and 65535, not " + port);
    }
  }

  /** A direct connection. */
  public ConnectionConfig(
      String host,
      int port,
      String database,
      String user,
      String password,
      String schema,
      String sslMode,
      String applicationName) {
    this(host, port, database, user, password, schema, sslMode, applicationName, false, null);
  }

  /** A database on this machine, in the default schema, without TLS. */
  public static ConnectionConfig loopback(int port, String database, String user, String password) {
    return new ConnectionConfig(
        "127.0.0.1", port, database, user, password, DEFAULT_SCHEMA, "disable", "orchestrator");
  }

  public ConnectionConfig withDatabase(String value) {
    return new ConnectionConfig(
        host, port, value, user, password, schema, sslMode, applicationName, pooled, readOnly);
  }

  public ConnectionConfig withSchema(String value) {
    return new ConnectionConfig(
        host, port, database, user, password, value, sslMode, applicationName, pooled, readOnly);
  }

  public ConnectionConfig withApplicationName(String value) {
    return new ConnectionConfig(
        host, port, database, user, password, schema, sslMode, value, pooled, readOnly);
  }

  public ConnectionConfig withPooler(boolean value) {
    return new ConnectionConfig(
        host, port, database, user, password, schema, sslMode, applicationName, value, readOnly);
  }

  /**
   * @param reason for people
   */
  public ConnectionConfig readOnlyBecause(String reason) {
    return new ConnectionConfig(
        host, port, database, user, password, schema, sslMode, applicationName, pooled, reason);
  }

  /** Host, port and database, for people; without the password. */
  public String describe() {
    return user + "@" + host + ":" + port + "/" + database;
  }

  @Override
  public String toString() {
    return describe();
  }
}
