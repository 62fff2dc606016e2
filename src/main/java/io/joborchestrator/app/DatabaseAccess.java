package io.joborchestrator.app;

import io.joborchestrator.config.AppConfig;
import io.joborchestrator.config.DatabaseSettings;
import io.joborchestrator.connection.ServiceFile;
import io.joborchestrator.store.embedded.EmbeddedConfig;
import io.joborchestrator.store.embedded.EmbeddedPostgres;
import io.joborchestrator.store.postgres.ConnectionConfig;
import io.joborchestrator.store.postgres.PoolerProbe;
import io.joborchestrator.store.postgres.PostgresStores;
import io.joborchestrator.store.postgres.SchemaMigrator;
import io.joborchestrator.store.postgres.SchemaVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open database with an up-to-date schema: the embedded one or a server. */
final class DatabaseAccess implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DatabaseAccess.class);

  private final PostgresStores stores;
  private final @Nullable String readOnly;
  private final @Nullable EmbeddedPostgres embedded;

  private record Opening(Duration longestWait, BooleanSupplier mustNotBlock, boolean mayOnlyRead) {}

  private DatabaseAccess(
      PostgresStores stores, @Nullable String readOnly, @Nullable EmbeddedPostgres embedded) {
    this.stores = stores;
    this.readOnly = readOnly;
    this.embedded = embedded;
  }

  /**
   * Connects. Blocks; nothing stays open if it fails.
   *
   * @param label what the server shows for the sessions of this process
   * @param mayOnlyRead whether a schema of a newer program is opened to read; else that is an error
   */
  static DatabaseAccess open(
      AppConfig config,
      Map<String, String> env,
      String label,
      BooleanSupplier mustNotBlock,
      boolean mayOnlyRead) {
    DatabaseSettings settings = config.profile().database();
    Opening opening = new Opening(settings.longestWait(), mustNotBlock, mayOnlyRead);
    if (!settings.embedded()) {
      return connect(
          pooled(server(settings, env).withApplicationName(label), settings.pooler()),
          null,
          opening);
    }
    EmbeddedPostgres server =
        EmbeddedPostgres.attach(
            EmbeddedConfig.at(
                config.home().data().resolve("postgres"),
                config.home().cache().resolve("postgres")));
    try {
      ConnectionConfig connection =
          server.connection().withSchema(settings.schema()).withApplicationName(label);
      return connect(connection, server, opening);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  PostgresStores stores() {
    return stores;
  }

  /** Why nothing may be written, or null. */
  @Nullable String readOnly() {
    return readOnly;
  }

  /** The embedded server stops with the last process that uses it. */
  @Override
  public void close() {
    try {
      stores.close();
    } finally {
      if (embedded != null) {
        embedded.close();
      }
    }
  }

  private static DatabaseAccess connect(
      ConnectionConfig connection, @Nullable EmbeddedPostgres embedded, Opening opening) {
    SchemaVersion version = SchemaMigrator.look(connection);
    ConnectionConfig allowed = connection;
    if (version.isNewer() && opening.mayOnlyRead()) {
      allowed = connection.readOnlyBecause(version.readOnlyReason());
      log.warn(version.readOnlyReason());
    } else if (connection.pooled()) {
      SchemaMigrator.check(connection);
    } else {
      SchemaMigrator.migrate(connection);
    }
    return new DatabaseAccess(
        PostgresStores.open(allowed, opening.longestWait(), opening.mustNotBlock()),
        allowed.readOnly(),
        embedded);
  }

  private static ConnectionConfig pooled(ConnectionConfig connection, DatabaseSettings.Pooler how) {
    boolean pooled =
        switch (how) {
          case DETECT -> PoolerProbe.isPooled(connection);
          case TRANSACTION -> true;
          case NONE -> false;
        };
    if (pooled) {
      log.warn(
          "A connection pooler stands before the database {}: changes are seen by polling only, and"
              + " nothing is kept in sessions (the setting pooler: {})",
          connection,
          how.name().toLowerCase(Locale.ROOT));
    }
    return connection.withPooler(pooled);
  }

  /** What the profile leaves open comes from the service file, then from libpq's defaults. */
  private static ConnectionConfig server(DatabaseSettings settings, Map<String, String> env) {
    Path userHome = Path.of(System.getProperty("user.home", "."));
    Map<String, String> service =
        settings.service() == null ? Map.of() : ServiceFile.read(settings.service(), env, userHome);
    String osUser = System.getProperty("user.name", "");
    return new ConnectionConfig(
        first(settings.host(), service.get("host"), "localhost"),
        port(settings, service),
        first(service.get("dbname"), null, settings.name()),
        first(settings.user(), service.get("user"), osUser),
        first(env.get("PGPASSWORD"), service.get("password"), ""),
        settings.schema(),
        first(settings.sslMode(), service.get("sslmode"), settings.effectiveSslMode()),
        "orchestrator");
  }

  private static int port(DatabaseSettings settings, Map<String, String> service) {
    String port = service.get("port");
    return port == null ? settings.port() : Integer.parseInt(port);
  }

  private static String first(@Nullable String one, @Nullable String two, String otherwise) {
    if (one != null && !one.isBlank()) {
      return one;
    }
    return two != null && !two.isBlank() ? two : otherwise;
  }
}
