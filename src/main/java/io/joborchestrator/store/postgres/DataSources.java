package io.joborchestrator.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connections with every wait bounded: a network that swallows packets must never hang a thread for
 * good, and a session that died must not hold its locks.
 */
final class DataSources {
  private DataSources() {}

  /** For migrations and LISTEN: no pool of ours, no statement time limit. */
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
    if (config.pooled()) {
      // The next transaction may meet another session, which knows nothing of these.
      source.setPrepareThreshold(0);
    } else {
      source.setCurrentSchema(config.schema());
    }
    source.setApplicationName(config.applicationName());
    source.setConnectTimeout(10);
    source.setLoginTimeout(10);
    source.setTcpKeepAlive(true);
    return source;
  }

  static HikariDataSource pool(ConnectionConfig config, PoolKind kind, Duration wait) {
    PGSimpleDataSource source = plain(config);
    source.setSocketTimeout((int) kind.statementTimeout().plusSeconds(5).toSeconds());
    if (!config.pooled()) {
      source.setOptions(sessionSettings(config, kind));
    }
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

  private static String sessionSettings(ConnectionConfig config, PoolKind kind) {
    StringBuilder options = new StringBuilder();
    settings(config, kind)
        .forEach((name, value) -> options.append("-c ").append(name + "=" + value + " "));
    return options
        + "-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
        + " -c client_connection_check_interval=5000";
  }

  /** What a transaction needs first where sessions keep nothing: one statement for all of it. */
  static String transactionSettings(ConnectionConfig config, PoolKind kind) {
    StringBuilder sql = new StringBuilder("SELECT set_config('search_path', '");
    // Lower-case letters, digits and underscores: see ConnectionConfig.
    sql.append(config.schema()).append("', true)");
    settings(config, kind)
        .forEach(
            (name, value) -> sql.append(", set_config('" + name + "', '" + value + "', true)"));
    return sql.toString();
  }

  private static Map<String, String> settings(ConnectionConfig config, PoolKind kind) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("statement_timeout", Long.toString(kind.statementTimeout().toMillis()));
    settings.put("lock_timeout", "5000");
    settings.put("idle_in_transaction_session_timeout", "30000");
    settings.put("jit", "off");
    if (kind == PoolKind.VIEW) {
      // A filter may match one job or nearly all: such a plan must not be kept for the next one.
      settings.put("plan_cache_mode", "force_custom_plan");
    }
    if (config.readOnly() != null) {
      settings.put(
          config.pooled() ? "transaction_read_only" : "default_transaction_read_only", "on");
    }
    return settings;
  }
}
