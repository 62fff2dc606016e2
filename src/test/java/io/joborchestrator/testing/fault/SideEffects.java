package io.joborchestrator.testing.fault;

import io.joborchestrator.store.postgres.ConnectionConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * What jobs do to the world outside, kept in a table with the epoch that did it. It takes the
 * fencing token seriously: an effect of an epoch that is no longer the current one is written down
 * and refused. Has a connection of its own, beside every damaged network. Thread-safe.
 */
public final class SideEffects implements AutoCloseable {
  /** Makes the table in the schema of the connection; idempotent. */
  public static final String TABLE =
      """
      CREATE TABLE IF NOT EXISTS side_effects (
          seq      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
          effect   uuid NOT NULL UNIQUE,
          no       bigint NOT NULL,
          epoch    integer NOT NULL,
          pid      bigint NOT NULL,
          at       timestamptz NOT NULL DEFAULT clock_timestamp(),
          accepted boolean NOT NULL)
      """;

  private static final String WRITE =
      """
      WITH current AS MATERIALIZED (
          SELECT l.no, l.epoch FROM unnest(?::bigint[], ?::integer[]) AS i (no, epoch)
          JOIN job_leases l ON l.no = i.no AND l.epoch = i.epoch ORDER BY l.no FOR KEY SHARE OF l)
      INSERT INTO side_effects (effect, no, epoch, pid, accepted)
      SELECT i.effect, i.no, i.epoch, ?, c.no IS NOT NULL
      FROM unnest(?::uuid[], ?::bigint[], ?::integer[]) AS i (effect, no, epoch)
      LEFT JOIN current c ON c.no = i.no AND c.epoch = i.epoch
      -- It was stored and the answer was lost: what was said then counts.
      ON CONFLICT (effect) DO UPDATE SET effect = EXCLUDED.effect
      RETURNING no, epoch, accepted
      """;

  private record Effect(UUID id, long no, int epoch, CompletableFuture<Boolean> accepted) {}

  private final BlockingQueue<Effect> waiting = new LinkedBlockingQueue<>();
  private final ConnectionConfig config;
  private final Thread writer;
  private volatile boolean closed;

  public SideEffects(ConnectionConfig config) {
    this.config = config;
    writer = new Thread(this::write, "side-effects");
    writer.setDaemon(true);
    writer.start();
  }

  /** Completes with whether the effect counts, once that is stored. */
  public CompletableFuture<Boolean> record(long no, int epoch) {
    Effect effect = new Effect(UUID.randomUUID(), no, epoch, new CompletableFuture<>());
    waiting.add(effect);
    return effect.accepted();
  }

  @Override
  public void close() {
    closed = true;
    writer.interrupt();
  }

  private void write() {
    List<Effect> batch = new ArrayList<>();
    while (!closed) {
      try (Connection connection = connect(config)) {
        while (!closed) {
          if (batch.isEmpty()) {
            batch.add(waiting.take());
            waiting.drainTo(batch, 499);
          }
          store(connection, batch);
          batch.clear();
        }
      } catch (SQLException e) {
        // The database is down: the jobs wait, as for any other system.
        java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static void store(Connection connection, List<Effect> batch) throws SQLException {
    Object[] nos = batch.stream().map(Effect::no).toArray();
    Object[] ids = batch.stream().map(Effect::id).toArray();
    Object[] epochs = batch.stream().map(Effect::epoch).toArray();
    try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
      statement.setArray(1, connection.createArrayOf("bigint", nos));
      statement.setArray(2, connection.createArrayOf("integer", epochs));
      statement.setLong(3, ProcessHandle.current().pid());
      statement.setArray(4, connection.createArrayOf("uuid", ids));
      statement.setArray(5, connection.createArrayOf("bigint", nos));
      statement.setArray(6, connection.createArrayOf("integer", epochs));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          answer(batch, rows.getLong(1), rows.getInt(2), rows.getBoolean(3));
        }
      }
    }
  }

  private static void answer(List<Effect> batch, long no, int epoch, boolean accepted) {
    batch.stream()
        .filter(effect -> effect.no() == no && effect.epoch() == epoch)
        .forEach(effect -> effect.accepted().complete(accepted));
  }

  /** A plain connection with the search path of the schema. */
  public static Connection connect(ConnectionConfig config) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://"
            + config.host()
            + ":"
            + config.port()
            + "/"
            + config.database()
            + "?connectTimeout=5&socketTimeout=30&ApplicationName=side-effects&currentSchema="
            + config.schema(),
        config.user(),
        config.password());
  }

  /** Makes the table. */
  public static void prepare(ConnectionConfig config) throws SQLException {
    try (Connection connection = connect(config);
        Statement statement = connection.createStatement()) {
      statement.execute(TABLE);
    }
  }
}
