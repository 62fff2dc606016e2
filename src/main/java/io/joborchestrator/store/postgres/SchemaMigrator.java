package io.joborchestrator.store.postgres;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the schema to the version of this program. Safe to call from several processes at once.
 */
public final class SchemaMigrator {
  static final String HISTORY_TABLE = "schema_history";
  private static final Logger log = LoggerFactory.getLogger(SchemaMigrator.class);

  private SchemaMigrator() {}

  /**
   * Applies what is missing; makes the schema if need be. Blocks.
   *
   * @return the version of the schema
   * @throws OrchestratorException with {@code DATABASE_UNAVAILABLE} if the database does not
   *     answer; with {@code SCHEMA_VERSION} if the schema belongs to a newer program or was changed
   *     by hand
   */
  public static String migrate(ConnectionConfig config) {
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
        String where = config.host() + ":" + config.port();
        throw SqlErrors.explain("reach " + config.database() + " on " + where, null, e);
      }
      throw new OrchestratorException(
          ErrorCode.SCHEMA_VERSION,
          "The schema " + config.schema() + " could not be brought up to date: " + e.getMessage(),
          e);
    }
  }
}
