package io.joborchestrator.reliability;

import io.joborchestrator.store.embedded.ClusterControl;
import io.joborchestrator.store.postgres.SchemaMigrator;
import io.joborchestrator.testing.fault.Fleet;
import io.joborchestrator.testing.fault.SideEffects;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** The troubles of the chaos mix that befall the database. Not thread-safe. */
final class ChaosDatabase implements AutoCloseable {
  private static final int CONNECTIONS = 90;

  private final ClusterControl server;

  ChaosDatabase(Path home) throws IOException {
    server = new ClusterControl(home, Map.of("max_connections", Integer.toString(CONNECTIONS)));
    SchemaMigrator.migrate(server.connection());
  }

  ClusterControl server() {
    return server;
  }

  void restart(boolean fast) throws IOException {
    server.restart(fast ? "fast" : "immediate");
  }

  /** Somebody takes every connection that is left, for a moment. */
  void takeAllConnections() {
    List<Connection> taken = new ArrayList<>();
    try {
      while (taken.size() < CONNECTIONS) {
        taken.add(SideEffects.connect(server.connection()));
      }
    } catch (SQLException e) {
      LockSupport.parkNanos(Duration.ofMillis(700).toNanos());
    } finally {
      taken.forEach(ChaosDatabase::close);
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Locks against our order, jobs before leases: one of those who meet here is turned away. */
  void lockInTheWrongOrder() {
    try (Connection connection = SideEffects.connect(server.connection());
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SET LOCAL deadlock_timeout = '50 ms'; SET LOCAL lock_timeout = '2 s'");
      statement.execute("SELECT no FROM jobs WHERE finished_at IS NULL ORDER BY no FOR UPDATE");
      statement.execute("SELECT pg_sleep(0.15)");
      statement.execute("SELECT no FROM job_leases ORDER BY no FOR UPDATE");
      connection.rollback();
    } catch (SQLException e) {
      // It was this one that was turned away, or its session was ended.
      Thread.yield();
    }
  }

  static void endSessions(Fleet fleet) {
    fleet.count(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <>"
            + " pg_backend_pid() AND datname = current_database() AND backend_type ="
            + " 'client backend' AND application_name <> 'side-effects'");
  }

  static void flood(Fleet fleet) {
    for (int i = 0; i < 5; i++) {
      fleet.execute("NOTIFY orchestrator_jobs, 'nonsense " + i + "'");
    }
  }

  static void slowViews(Fleet fleet) {
    try {
      fleet.stores().jobs().counts();
      fleet.ask("SELECT pg_sleep(0.5)");
    } catch (RuntimeException e) {
      // Its session was ended: that is part of the mix.
      Thread.yield();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
