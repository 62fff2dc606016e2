package io.joborchestrator.store.postgres;

import com.zaxxer.hikari.HikariDataSource;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The pools, and the one way to use them. Every call takes a connection in auto-commit mode,
 * blocks, retries what is worth it and turns what is left into an {@link OrchestratorException}
 * with a plain sentence. Thread-safe.
 */
final class Database implements AutoCloseable {
  private static final int RETRIES = 4;

  private final ConnectionConfig config;
  private final BooleanSupplier mustNotBlock;
  private final Map<PoolKind, HikariDataSource> pools = new EnumMap<>(PoolKind.class);
  private final RetryPolicy<Object> retries;
  private final ConnectionBreaker breaker = new ConnectionBreaker(Clock.systemUTC());

  /**
   * @param wait how long a call is tried again before the database counts as gone
   * @param mustNotBlock true on threads that may not wait, such as the one of the user interface
   */
  Database(ConnectionConfig config, Duration wait, BooleanSupplier mustNotBlock) {
    this.config = config;
    this.mustNotBlock = mustNotBlock;
    for (PoolKind kind : PoolKind.values()) {
      pools.put(kind, DataSources.pool(config, kind, wait));
    }
    this.retries =
        RetryPolicy.builder()
            .handleIf(SqlErrors::isTransient)
            .withMaxRetries(RETRIES)
            .withBackoff(20, 1000, ChronoUnit.MILLIS, 3)
            .withJitter(0.5)
            .withMaxDuration(wait)
            .build();
  }

  /** Work on one connection. */
  @FunctionalInterface
  interface Work<T extends @org.jspecify.annotations.Nullable Object> {
    T run(Connection connection) throws SQLException;
  }

  ConnectionBreaker breaker() {
    return breaker;
  }

  ConnectionConfig config() {
    return config;
  }

  /**
   * Runs work that may be repeated: it reads, or writes what a repetition does not change.
   *
   * @param doing what goes wrong if it fails, as in "list the jobs"
   */
  <T extends @org.jspecify.annotations.Nullable Object> T call(
      PoolKind kind, String doing, Work<T> work) {
    refuseWhereBlockingIsForbidden(doing);
    try {
      boolean guarded = kind == PoolKind.VIEW || kind == PoolKind.DUTY;
      return Failsafe.with(retries).get(() -> once(kind, guarded, work));
    } catch (FailsafeException e) {
      throw explain(doing, e.getCause() instanceof SQLException sql ? sql : null, e);
    }
  }

  /**
   * Runs work that must not be repeated if it may have been done: it is tried again only when the
   * database says that the first try changed nothing.
   */
  <T extends @org.jspecify.annotations.Nullable Object> T callOnce(
      PoolKind kind, String doing, Work<T> work) {
    refuseWhereBlockingIsForbidden(doing);
    for (int tries = 1; ; tries++) {
      try {
        return once(kind, kind != PoolKind.CONTROL, work);
      } catch (SQLException e) {
        if (tries > RETRIES || !SqlErrors.isRolledBack(e)) {
          throw explain(doing, e, e);
        }
      }
    }
  }

  private OrchestratorException explain(
      String doing, @Nullable SQLException error, Exception cause) {
    String readOnly = config.readOnly();
    if (readOnly != null && SqlErrors.isReadOnly(error)) {
      return new OrchestratorException(
          ErrorCode.SCHEMA_VERSION, "Could not " + doing + ". " + readOnly, cause);
    }
    return SqlErrors.explain(config, doing, error, cause);
  }

  /**
   * @param guarded refused while the breaker is open; control calls and what must not be lost
   *     (outcomes, submissions) try all the same, and their answers close it
   */
  private <T extends @org.jspecify.annotations.Nullable Object> T once(
      PoolKind kind, boolean guarded, Work<T> work) throws SQLException {
    HikariDataSource pool = pools.get(kind);
    if (pool == null) {
      throw new IllegalStateException("No pool " + kind);
    }
    if (guarded) {
      breaker.enter();
    }
    try (Connection connection = pool.getConnection()) {
      T answer = config.pooled() ? inTransaction(connection, kind, work) : work.run(connection);
      breaker.answered();
      return answer;
    } catch (SQLException e) {
      breaker.failed(e);
      throw e;
    }
  }

  /** Where sessions keep no settings, each call brings its own. */
  private <T extends @org.jspecify.annotations.Nullable Object> T inTransaction(
      Connection connection, PoolKind kind, Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(DataSources.transactionSettings(config, kind));
      T answer = work.run(connection);
      connection.commit();
      return answer;
    } catch (SQLException | RuntimeException e) {
      rollBack(connection, e);
      throw e;
    }
  }

  private static void rollBack(Connection connection, Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private void refuseWhereBlockingIsForbidden(String doing) {
    if (mustNotBlock.getAsBoolean()) {
      throw new OrchestratorException(
          ErrorCode.INTERNAL,
          "Tried to " + doing + " on a thread that must not wait: " + Thread.currentThread());
    }
  }

  @Override
  public void close() {
    pools.values().forEach(HikariDataSource::close);
  }
}
