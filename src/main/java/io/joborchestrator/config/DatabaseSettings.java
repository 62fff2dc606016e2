package io.joborchestrator.config;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the shared database is. There is no password here: it comes from {@code PGPASSWORD}, {@code
 * .pgpass} or the service file.
 *
 * @param embedded the database of this user on this machine; only the schema is used then
 * @param host null if the service file says it
 * @param name of the database
 * @param user null: the name of the operating system's user
 * @param schema that holds the tables; made if it is missing
 * @param sslMode as in libpq; null: {@code verify-full}, or {@code prefer} for this machine
 * @param service entry of {@code pg_service.conf}, or null
 * @param longestWait how long a call is tried again before the database counts as gone
 * @param pooler whether a connection pooler stands in between
 */
public record DatabaseSettings(
    boolean embedded,
    @Nullable String host,
    int port,
    String name,
    @Nullable String user,
    String schema,
    @Nullable String sslMode,
    @Nullable String service,
    Duration longestWait,
    Pooler pooler) {
  /** Something like PgBouncer, which lends sessions of the database for a transaction. */
  public enum Pooler {
    /** Found out when connecting. */
    DETECT,
    /** There is one, or it must be used as if: nothing is kept in sessions, changes are polled. */
    TRANSACTION,
    /** There is none, or one that keeps a session for each connection. */
    NONE;

    /** In lower case, as in the configuration. */
    public static Pooler of(String word) {
      for (Pooler pooler : values()) {
        if (pooler.name().toLowerCase(Locale.ROOT).equals(word)) {
          return pooler;
        }
      }
      throw new IllegalArgumentException(
          "pooler is detect, transaction or none, not '" + word + "'");
    }
  }

  public static final int DEFAULT_PORT = 5432;
  public static final String DEFAULT_NAME = "orchestrator";
  public static final String DEFAULT_SCHEMA = "orchestrator";
  public static final Duration DEFAULT_WAIT = Duration.ofSeconds(20);
  private static final Pattern SCHEMA_NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
  public static final DatabaseSettings EMBEDDED = embedded(DEFAULT_SCHEMA, DEFAULT_WAIT);

  public DatabaseSettings {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port must be between 1 and 65535, not " + port);
    }
    if (!embedded && host == null && service == null) {
      throw new IllegalArgumentException(
          "host (or service) is missing; set it, or embedded = true for the database of this"
              + " machine");
    }
    if (longestWait.compareTo(Duration.ofMillis(500)) < 0
        || longestWait.compareTo(Duration.ofMinutes(5)) > 0) {
      throw new IllegalArgumentException("wait must be between 500 ms and 5 minutes");
    }
    if (name.isBlank()) {
      throw new IllegalArgumentException("name must not be empty");
    }
    if (!SCHEMA_NAME.matcher(schema).matches() || schema.startsWith("pg_")) {
      throw new IllegalArgumentException(
          "schema must be lower-case letters, digits and underscores, not '" + schema + "'");
    }
  }

  static DatabaseSettings embedded(String schema, Duration wait) {
    return new DatabaseSettings(
        true, null, DEFAULT_PORT, DEFAULT_NAME, null, schema, null, null, wait, Pooler.NONE);
  }

  /** Whether the server is this machine itself. */
  public boolean isThisMachine() {
    return embedded || "localhost".equals(host) || "127.0.0.1".equals(host) || "::1".equals(host);
  }

  /** The mode of encryption that is used. */
  public String effectiveSslMode() {
    if (sslMode != null) {
      return sslMode;
    }
    return isThisMachine() ? "prefer" : "verify-full";
  }
}
