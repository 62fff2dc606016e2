package io.joborchestrator.testing;

import io.joborchestrator.config.AppHome;
import io.joborchestrator.engine.output.FileTrees;
import io.joborchestrator.store.embedded.EmbeddedConfig;
import io.joborchestrator.store.embedded.EmbeddedPostgres;
import io.joborchestrator.store.postgres.ConnectionConfig;
import io.joborchestrator.store.postgres.PostgresStores;
import io.joborchestrator.store.postgres.SchemaMigrator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A fresh, migrated database on a real PostgreSQL: one server per test run, one database per test
 * (or per class, for a static field).
 *
 * <pre>{@code
 * @RegisterExtension final TestDatabase database = new TestDatabase();
 * }</pre>
 */
public final class TestDatabase
    implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(TestDatabase.class);

  private boolean perClass;
  private ConnectionConfig config;
  private PostgresStores stores;

  /** Where the programs of PostgreSQL are unpacked, shared by all test runs of the user. */
  public static Path programs() {
    return AppHome.ofPlatform(
            System.getProperty("os.name"), System.getProperty("user.home"), System.getenv())
        .cache();
  }

  /** How to connect to this test's database. */
  public ConnectionConfig config() {
    return config;
  }

  /** Stores on this test's database, closed after the test. */
  public PostgresStores stores() {
    if (stores == null) {
      stores = PostgresStores.open(config, () -> false);
    }
    return stores;
  }

  /** A connection of its own; the caller closes it. */
  public Connection connect() throws SQLException {
    return Server.connect(config);
  }

  /** Runs statements, separated by semicolons. */
  public void execute(String sql) {
    Server.execute(config, sql);
  }

  /** The first column of the first row as text, or null. */
  public String ask(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    perClass = true;
    open(context);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (!perClass) {
      open(context);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (!perClass) {
      close();
    }
  }

  private void open(ExtensionContext context) {
    Server server =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent(Server.class, key -> new Server(), Server.class);
    config = server.freshDatabase();
  }

  private void close() {
    if (stores != null) {
      stores.close();
      stores = null;
    }
    Server.execute(
        config.withDatabase("postgres"), "DROP DATABASE " + config.database() + " WITH (FORCE)");
  }

  /** One per test run; JUnit closes it at the end. */
  static final class Server implements AutoCloseable {
    private static final String TEMPLATE = "migrated";

    private final AtomicInteger count = new AtomicInteger();
    private final Path home;
    private final EmbeddedPostgres postgres;

    Server() {
      try {
        home = Files.createTempDirectory("ejo-test-postgres-");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      postgres =
          EmbeddedPostgres.attach(
              EmbeddedConfig.at(home, programs())
                  .withSettings(
                      Map.of(
                          "fsync", "off",
                          "synchronous_commit", "off",
                          "full_page_writes", "off",
                          "max_connections", "200",
                          // Tests must not depend on the zone of the session.
                          "timezone", "Asia/Kathmandu")));
      execute(postgres.connection(), "CREATE DATABASE " + TEMPLATE);
      SchemaMigrator.migrate(postgres.connection().withDatabase(TEMPLATE));
    }

    ConnectionConfig freshDatabase() {
      String name = "test_" + count.incrementAndGet();
      execute(
          postgres.connection(),
          "CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE + " STRATEGY file_copy");
      return postgres.connection().withDatabase(name);
    }

    static Connection connect(ConnectionConfig config) throws SQLException {
      return DriverManager.getConnection(
          "jdbc:postgresql://"
              + config.host()
              + ":"
              + config.port()
              + "/"
              + config.database()
              + "?currentSchema="
              + config.schema(),
          config.user(),
          config.password());
    }

    static void execute(ConnectionConfig config, String sql) {
      try (Connection connection = connect(config);
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      } catch (SQLException e) {
        throw new IllegalStateException(sql, e);
      }
    }

    @Override
    public void close() {
      postgres.close();
      try {
        FileTrees.delete(home);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
