package io.joborchestrator.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.store.postgres.ConnectionConfig;
import io.joborchestrator.store.postgres.SchemaMigrator;
import io.joborchestrator.testing.Await;
import io.joborchestrator.testing.TestDatabase;
import io.joborchestrator.testing.fault.Fleet;
import io.joborchestrator.testing.fault.SideEffects;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The schema is brought up to date while clients of the release before work on it. */
@Tag("slow")
class MigrationUnderLoadTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String OLD_SCHEMA = "7";

  @RegisterExtension final TestDatabase database = new TestDatabase();
  @TempDir Path folder;
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private final AtomicInteger completed = new AtomicInteger();
  private volatile boolean stopping;

  @Test
  void r38_aMigrationUnderLoadLosesNothingAndOldClientsGoOn() throws Exception {
    database.execute("CREATE DATABASE released");
    ConnectionConfig config = database.config().withDatabase("released");
    try {
      Flyway.configure()
          .dataSource(
              "jdbc:postgresql://127.0.0.1:" + config.port() + "/released",
              config.user(),
              config.password())
          .schemas(config.schema())
          .defaultSchema(config.schema())
          .table("schema_history")
          .locations("classpath:db/migrations")
          .placeholders(Map.of("schema", config.schema()))
          .target(OLD_SCHEMA)
          .load()
          .migrate();
      Thread client = new Thread(() -> oldClient(config), "old-client");
      client.start();
      Await.until("the old client works", LIMIT, () -> completed.get() > 20);
      SchemaMigrator.migrate(config);
      int before = completed.get();
      Await.until("it goes on", LIMIT, () -> completed.get() > before + 20);
      stopping = true;
      client.join(10_000);
      try (Fleet fleet = new Fleet(config, folder)) {
        accepted.forEach(fleet::submitted);
        // What the old client holds comes back when its lease ends.
        fleet.execute("UPDATE worker_leases SET expires_at = clock_timestamp()");
        fleet.worker("new");
        fleet.awaitAllEnded(LIMIT);
        assertThat(accepted).hasSizeGreaterThan(40);
        assertThat(fleet.report().lost()).isZero();
        assertThat(fleet.report().doubleTransitions()).isZero();
        System.out.println("r38: " + fleet.report().words());
      }
    } finally {
      database.execute("DROP DATABASE released WITH (FORCE)");
    }
  }

  /** As psql or another language would: only functions of the old schema, in their old form. */
  private void oldClient(ConnectionConfig config) {
    try (Connection connection = SideEffects.connect(config);
        Statement statement = connection.createStatement()) {
      ask(
          statement,
          "SELECT worker_no FROM register_worker('{\"worker_id\": \"old\", \"name\": \"old\","
              + " \"kind\": \"worker\", \"slots\": 4, \"lease_seconds\": 60,"
              + " \"job_types\": [\"fault\"], \"engines\": [\"fault\"]}')");
      for (int i = 0; !stopping; i++) {
        try {
          round(statement, i);
        } catch (SQLException e) {
          // A lock of the migration: what every client must survive.
          assertThat(e.getSQLState()).as(e.getMessage()).isIn("40P01", "55P03", "40001", "XX000");
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void round(Statement statement, int i) throws SQLException {
    accepted.add(
        ask(
            statement,
            "SELECT (submit_jobs('[{\"name\": \"old "
                + i
                + "\", \"type\": \"fault\", \"config\": {\"work_ms\": 5}}]'))[1]"));
    String no = ask(statement, "SELECT no FROM claim_jobs(1, 1, 1)");
    if (no != null && i % 5 != 0) {
      String done =
          ask(
              statement,
              "SELECT no FROM complete_jobs(1, ARRAY[%s]::bigint[], ARRAY[1],".formatted(no)
                  + " ARRAY[clock_timestamp()], ARRAY['old'], ARRAY['{}'::jsonb], ARRAY[1])");
      if (done != null) {
        completed.incrementAndGet();
      }
    }
  }

  private static String ask(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }
}
