package io.joborchestrator.store.postgres;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the schema to the version of this program. Safe to call from several processes at once.
 */
public final class SchemaMigrator {
  private static final String FOLDER = "/db/migrations";
  private static final Pattern FILES = Pattern.compile("^db/migrations/");
  private static final Pattern MIGRATION = Pattern.compile("V(\\d+)__[^/]*\\.sql$");
  static final String HISTORY_TABLE = "schema_history";
  private static final Logger log = LoggerFactory.getLogger(SchemaMigrator.class);

  private SchemaMigrator() {}

  /**
   * Reads which version the schema has. Blocks.
   *
   * @throws OrchestratorException with {@code DATABASE_UNAVAILABLE} if the database does not answer
   */
  public static SchemaVersion look(ConnectionConfig config) {
    return new SchemaVersion(config.schema(), installed(config), newest());
  }

  /**
   * Applies what is missing; makes the schema if need be. Blocks.
   *
   * @return the version of the schema
   * @throws OrchestratorException with {@code DATABASE_UNAVAILABLE} if the database does not
   *     answer; with {@code SCHEMA_VERSION} if the schema belongs to a newer program or was changed
   *     by hand
   */
  public static String migrate(ConnectionConfig config) {
    SchemaVersion found = look(config);
    if (found.isNewer()) {
      // Functions may mean something else there: whoever does not know them must not call them.
      throw new OrchestratorException(ErrorCode.SCHEMA_VERSION, found.upgradeAdvice());
    }
    try {
      Flyway flyway =
          Flyway.configure()
              .dataSource(DataSources.plain(config))
              .schemas(config.schema())
              .defaultSchema(config.schema())
              .createSchemas(true)
              .table(HISTORY_TABLE)
              .locations("classpath:db/migrations")
              .placeholders(Map.of("schema", config.schema()))
              .connectRetries(3)
              .load();
      int applied = flyway.migrate().migrationsExecuted;
      MigrationInfo current = flyway.info().current();
      String version = current == null ? "none" : String.valueOf(current.getVersion());
      if (applied > 0) {
        log.info("Brought the schema {} to version {}", config.schema(), version);
      }
      return version;
    } catch (FlywayException e) {
      if (SqlErrors.isTransient(e)) {
        throw SqlErrors.explain(config, "bring the schema up to date", null, e);
      }
      throw new OrchestratorException(
          ErrorCode.SCHEMA_VERSION,
          "The schema " + config.schema() + " could not be brought up to date: " + e.getMessage(),
          e);
    }
  }

  /**
   * Changes nothing: for connections through a pooler, where a migration could be torn between
   * sessions. Blocks.
   *
   * @throws OrchestratorException with {@code SCHEMA_VERSION} if the schema is not that of this
   *     program
   */
  public static void check(ConnectionConfig config) {
    SchemaVersion version = look(config);
    if (!version.isSame()) {
      throw new OrchestratorException(ErrorCode.SCHEMA_VERSION, version.poolerAdvice());
    }
  }

  private static @Nullable String installed(ConnectionConfig config) {
    // Two steps: a query of a table that does not exist is an error.
    String exists = "SELECT to_regclass('" + config.schema() + "." + HISTORY_TABLE + "')";
    String version =
        "SELECT max(version) FROM " + config.schema() + "." + HISTORY_TABLE + " WHERE success";
    try (Connection connection = DataSources.plain(config).getConnection();
        Statement statement = connection.createStatement()) {
      return text(statement, exists) == null ? null : text(statement, version);
    } catch (SQLException e) {
      throw SqlErrors.explain(config, "look at the version of the schema", e, e);
    }
  }

  private static @Nullable String text(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getString(1) : null;
    }
  }

  /** Of the migrations that this program brings; all have three digits. */
  private static String newest() {
    try {
      return migrations()
          .map(MIGRATION::matcher)
          .filter(Matcher::find)
          .map(name -> name.group(1))
          .max(Comparator.naturalOrder())
          .orElseThrow();
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("The migrations of this program cannot be listed", e);
    }
  }

  private static Stream<String> migrations() throws IOException, URISyntaxException {
    URL folder = SchemaMigrator.class.getResource(FOLDER);
    if (folder == null) {
      throw new IllegalStateException("This program has no migrations");
    }
    if (folder.openConnection() instanceof JarURLConnection jar) {
      return jar.getJarFile().stream().map(JarEntry::getName).filter(FILES.asPredicate());
    }
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      return files.map(Path::toString).toList().stream();
    }
  }
}
