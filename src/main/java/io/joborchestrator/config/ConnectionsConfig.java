package io.joborchestrator.config;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the databases that jobs may name. */
final class ConnectionsConfig {
  static final List<String> KEYS =
      List.of(
          "kind",
          "host",
          "port",
          "database",
          "user",
          "password-variable",
          "password",
          "service",
          "ssl-mode",
          "ssl-root-cert",
          "connect-timeout",
          "socket-timeout",
          "staging-schema",
          "read-only");

  private static final String SECRET = "secret://";

  private ConnectionsConfig() {}

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  static ConnectionSettings read(String name, Config config) {
    String kind = text(config, "kind");
    if (kind != null && !kind.equals(ConnectionSettings.POSTGRESQL)) {
      throw new IllegalArgumentException("kind is postgresql, the only one so far, not " + kind);
    }
    return new ConnectionSettings(
        name,
        text(config, "host"),
        config.hasPath("port") ? Integer.valueOf(config.getInt("port")) : null,
        text(config, "database"),
        text(config, "user"),
        text(config, "password-variable"),
        secret(text(config, "password")),
        text(config, "service"),
        text(config, "ssl-mode"),
        text(config, "ssl-root-cert"),
        duration(config, "connect-timeout", ConnectionSettings.DEFAULT_CONNECT_TIMEOUT),
        duration(config, "socket-timeout", ConnectionSettings.DEFAULT_SOCKET_TIMEOUT),
        text(config, "staging-schema"),
        config.hasPath("read-only") && config.getBoolean("read-only"));
  }

  /** A password itself is refused without being repeated. */
  private static @Nullable String secret(@Nullable String password) {
    if (password == null) {
      return null;
    }
    if (!password.startsWith(SECRET)) {
      throw new IllegalArgumentException(
          "passwords never stand in the configuration: use password-variable = NAME, password ="
              + " \"secret://NAME\", .pgpass or a service");
    }
    return password.substring(SECRET.length());
  }

  private static @Nullable String text(Config config, String key) {
    return config.hasPath(key) ? config.getString(key) : null;
  }

  private static Duration duration(Config config, String key, Duration otherwise) {
    return config.hasPath(key) ? config.getDuration(key) : otherwise;
  }
}
