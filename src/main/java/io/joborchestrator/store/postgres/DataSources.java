package io.joborchestrator.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connections with every wait bounded: a network that swallows packets must never hang a thread for
 * good, and a session that died must not hold its locks.
 */
final class DataSources {
  private DataSources() {}

  /** For migrations and LISTEN: no pool, no statement time limit. */
  static PGSimpleDataSource plain(ConnectionConfig config) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {config.host()});
    source.setPortNumbers(new int[] {config.port()});
    source.setDatabaseName(config.database());
    source.setUser(config.user());
    if (!config.password().isEmpty()) {
      // Without one the driver looks into .pgpass, which an empty password would keep it from.
      source.setPassword(config.password());
    }
    source.setSslMode(config.sslMode());
    source.setCurrentSchema(config.schema());
    source.setApplicationName(config.applicationName());
    source.setConnectTimeout(10);
    source.setLoginTimeout(10);
    source.setTcpKeepAlive(true);
    return source;
  }

  static HikariDataSource pool(ConnectionConfig config, PoolKind kind, Duration wait) {
    PGSimpleDataSource source = plain(config);
    source.setSocketTimeout((int) kind.statementTimeout().plusSeconds(5).toSeconds());
    source.setOptions(sessionSettings(kind));
    HikariConfig pool = new HikariConfig();
    pool.setDataSource(source);
    pool.setPoolName("ejo-" + kind.label());
    // Said outright: a pool whose first connection broke half-way would not know the default.
    pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    pool.setMaximumPoolSize(kind.size());
    pool.setMinimumIdle(1);
    pool.setConnectionTimeout(
        Math.min(kind.waitForConnection().toMillis(), Math.max(250, wait.toMillis() / 2)));
    pool.setValidationTimeout(Duration.ofSeconds(2).toMillis());
    pool.setKeepaliveTime(Duration.ofSeconds(60).toMillis());
    pool.setMaxLifetime(Duration.ofMinutes(30).toMillis());
    pool.setIdleTimeout(Duration.ofMinutes(5).toMillis());
    // The database may come up after us: the first use waits for it, not the constructor.
    pool.setInitializationFailTimeout(-1);
    return new HikariDataSource(pool);
  }

  private static String sessionSettings(PoolKind kind) {
    return "-c statement_timeout="
        + kind.statementTimeout().toMillis()
        // A filter may match one job or nearly all: such a plan must not be kept for the next one.
        + (kind == PoolKind.VIEW ? " -c plan_cache_mode=force_custom_plan" : "")
        + " -c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000"
        + " -c tcp_keepalives_idle=30 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
        + " -c client_connection_check_interval=5000 -c jit=off";
  }
}
