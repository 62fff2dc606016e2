package io.joborchestrator.connection;

import io.joborchestrator.config.ConnectionSettings;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The databases of the configuration. What the configuration leaves open is looked up when a name
 * is used, so that a changed password needs no restart. Thread-safe.
 */
public final class ConfiguredConnections implements Connections {
  private static final int DEFAULT_PORT = 5432;
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "::1");

  private final Map<String, ConnectionSettings> settings;
  private final Map<String, String> env;
  private final Path userHome;
  private final Path secrets;

  /**
   * @param env variables of the process
   * @param userHome where {@code .pgpass} and {@code .pg_service.conf} are looked for
   * @param secrets folder with one file per secret
   */
  public ConfiguredConnections(
      Map<String, ConnectionSettings> settings,
      Map<String, String> env,
      Path userHome,
      Path secrets) {
    this.settings = new TreeMap<>(settings);
    this.env = Map.copyOf(env);
    this.userHome = userHome;
    this.secrets = secrets;
  }

  @Override
  public List<String> names() {
    return List.copyOf(settings.keySet());
  }

  @Override
  public NamedConnection get(String name) {
    ConnectionSettings known = settings.get(name);
    if (known == null) {
      throw Connections.unknown(name, names());
    }
    return resolve(known);
  }

  private NamedConnection resolve(ConnectionSettings known) {
    Map<String, String> service =
        known.service() == null ? Map.of() : ServiceFile.read(known.service(), env, userHome);
    String host = first(known.host(), service.get("host"), "localhost");
    Integer fixed = known.port();
    int port = fixed != null ? fixed : port(known, service.get("port"));
    String user = first(known.user(), service.get("user"), System.getProperty("user.name", ""));
    String database = first(known.database(), service.get("dbname"), user);
    String mode = THIS_MACHINE.contains(host) ? "prefer" : "verify-full";
    String password = password(known, service.get("password"));
    return new NamedConnection(
        known.name(),
        host,
        port,
        database,
        user,
        password == null ? PasswordFile.find(env, userHome, host, port, database, user) : password,
        sslMode(known, first(known.sslMode(), service.get("sslmode"), mode)),
        firstOrNull(known.rootCertificate(), service.get("sslrootcert")),
        (int) known.connectTimeout().toSeconds(),
        (int) known.socketTimeout().toSeconds(),
        known.stagingSchema(),
        known.readOnly());
  }

  private static int port(ConnectionSettings known, @Nullable String text) {
    try {
      return text == null ? DEFAULT_PORT : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw wrong(known, "the port of its service is no number: " + text);
    }
  }

  private static String sslMode(ConnectionSettings known, String mode) {
    if (!ConnectionSettings.SSL_MODES.contains(mode)) {
      throw wrong(known, "the sslmode of its service is not known: " + mode);
    }
    return mode;
  }

  private @Nullable String password(ConnectionSettings known, @Nullable String ofService) {
    if (known.passwordVariable() != null) {
      String value = env.get(known.passwordVariable());
      if (value == null || value.isEmpty()) {
        throw wrong(known, "the variable " + known.passwordVariable() + " is not set");
      }
      return value;
    }
    return known.secret() == null ? ofService : secret(known, known.secret());
  }

  private String secret(ConnectionSettings known, String name) {
    Path file = secrets.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw wrong(known, "there is no secret '" + name + "' (the file " + file + ")");
    }
    PasswordFile.requirePrivate(file);
    try {
      return Files.readString(file).stripTrailing();
    } catch (IOException e) {
      throw wrong(known, "the secret " + file + " cannot be read");
    }
  }

  private static OrchestratorException wrong(ConnectionSettings known, String what) {
    return new OrchestratorException(
        ErrorCode.INVALID_CONFIGURATION,
        "The connection '" + known.name() + "' cannot be used: " + what + ".");
  }

  private static @Nullable String firstOrNull(@Nullable String one, @Nullable String two) {
    return one != null ? one : two;
  }

  private static String first(@Nullable String one, @Nullable String two, String otherwise) {
    if (one != null && !one.isBlank()) {
      return one;
    }
    return two != null && !two.isBlank() ? two : otherwise;
  }
}
