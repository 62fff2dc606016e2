package io.joborchestrator.config;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A database that jobs may name as a place to read from or write to, as it is configured. It is
 * built from parts, never from a URL, and there is no password here.
 *
 * @param host null if the service file says it
 * @param port null: that of the service file, or 5432
 * @param database null: that of the service file, or the user's name
 * @param user null: that of the service file, or the name of the operating system's user
 * @param passwordVariable variable of the environment that holds the password, or null
 * @param secret name of a file in the folder {@code secrets} beside the configuration file, or null
 * @param service entry of {@code pg_service.conf}, or null
 * @param sslMode as in libpq; null: {@code verify-full}, or {@code prefer} for this machine
 * @param rootCertificate file with the certificates that are trusted; null: the usual places
 * @param socketTimeout longest silence of the server before a statement counts as lost; zero: none
 * @param stagingSchema where staging tables are made; null: in the schema of the table
 * @param readOnly jobs may not write to it
 */
public record ConnectionSettings(
    String name,
    @Nullable String host,
    @Nullable Integer port,
    @Nullable String database,
    @Nullable String user,
    @Nullable String passwordVariable,
    @Nullable String secret,
    @Nullable String service,
    @Nullable String sslMode,
    @Nullable String rootCertificate,
    Duration connectTimeout,
    Duration socketTimeout,
    @Nullable String stagingSchema,
    boolean readOnly) {
  /** The only kind there is so far. */
  public static final String POSTGRESQL = "postgresql";

  public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);
  public static final Duration DEFAULT_SOCKET_TIMEOUT = Duration.ofMinutes(30);
  public static final List<String> SSL_MODES =
      List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");
  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}");

  public ConnectionSettings {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the name of a connection is letters, digits, '.', '_' and '-', not '" + name + "'");
    }
    if (host == null && service == null) {
      throw new IllegalArgumentException("host (or service) is missing");
    }
    if (host != null && !host.matches("[A-Za-z0-9.:_-]+")) {
      throw new IllegalArgumentException("host is one name or address, not '" + host + "'");
    }
    if (port != null && (port < 1 || port > 65_535)) {
      throw new IllegalArgumentException("port must be between 1 and 65535, not " + port);
    }
    if (sslMode != null && !SSL_MODES.contains(sslMode)) {
      throw new IllegalArgumentException(
          "ssl-mode is one of " + String.join(", ", SSL_MODES) + ", not '" + sslMode + "'");
    }
    if (secret != null && !SECRET.matcher(secret).matches()) {
      throw new IllegalArgumentException(
          "password names a secret, secret://NAME, with a name of letters, digits, '.', '_' and"
              + " '-'");
    }
    if (passwordVariable != null && secret != null) {
      throw new IllegalArgumentException("give password-variable or password, not both");
    }
    if (connectTimeout.toSeconds() < 1 || connectTimeout.compareTo(Duration.ofMinutes(5)) > 0) {
      throw new IllegalArgumentException("connect-timeout must be between 1 s and 5 minutes");
    }
    if (socketTimeout.isNegative() || socketTimeout.compareTo(Duration.ofDays(7)) > 0) {
      throw new IllegalArgumentException("socket-timeout must be between 0 (none) and 7 days");
    }
  }
}
