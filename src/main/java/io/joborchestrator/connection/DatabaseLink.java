package io.joborchestrator.connection;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session in a database that jobs name. Values are exchanged as text: ISO dates, times in UTC,
 * numbers with all their digits. Used by one thread; {@link #cancel} may be called by others.
 */
public final class DatabaseLink implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DatabaseLink.class);

  /** What a session is set to, so that the text of a value does not depend on the server. */
  static final List<String> SETTINGS =
      List.of(
          "SET TimeZone = 'UTC'",
          "SET DateStyle = 'ISO, YMD'",
          "SET IntervalStyle = 'postgres'",
          "SET extra_float_digits = 1",
          "SET lock_timeout = '30s'",
          "SET idle_in_transaction_session_timeout = 0");

  static final String PLATFORM_TRUST = "org.postgresql.ssl.DefaultJavaSSLFactory";

  private final Connection connection;
  private volatile boolean cancelled;

  private DatabaseLink(Connection connection) {
    this.connection = connection;
  }

  /**
   * Connects; blocks at most for the time limits of the connection.
   *
   * @param label what the server shows for the session
   * @throws SQLException for {@link ConnectionErrors}
   */
  public static DatabaseLink open(NamedConnection database, String label) throws SQLException {
    Connection connection = source(database, label).getConnection();
    DatabaseLink link = new DatabaseLink(connection);
    try {
      for (String setting : SETTINGS) {
        link.execute(setting);
      }
      return link;
    } catch (SQLException | RuntimeException e) {
      link.close();
      throw e;
    }
  }

  private static PGSimpleDataSource source(NamedConnection database, String label) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {database.host()});
    source.setPortNumbers(new int[] {database.port()});
    source.setDatabaseName(database.database());
    source.setUser(database.user());
    // The driver has its own ideas of where a password may be; ours are done with.
    source.setPassword(database.password() == null ? "" : database.password());
    source.setSslMode(database.sslMode());
    String certificates = database.rootCertificate();
    if (certificates != null) {
      source.setSslRootCert(certificates);
    } else if (trustsThePlatform(database.sslMode())) {
      source.setSslfactory(PLATFORM_TRUST);
    }
    source.setApplicationName(label);
    source.setConnectTimeout(database.connectSeconds());
    source.setLoginTimeout(database.connectSeconds());
    source.setSocketTimeout(database.socketSeconds());
    source.setTcpKeepAlive(true);
    return source;
  }

  /** Without a file of its own, as libpq has it, the certificates this platform trusts count. */
  static boolean trustsThePlatform(String sslMode) {
    Path usual = Path.of(System.getProperty("user.home", "."), ".postgresql", "root.crt");
    return sslMode.startsWith("verify-") && !Files.exists(usual);
  }

  /** Reads one row of a result. */
  @FunctionalInterface
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  public void execute(String sql) throws SQLException {
    refuseCancelled();
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Rows that were changed. */
  public long update(String sql, @Nullable Object... values) throws SQLException {
    refuseCancelled();
    try (PreparedStatement statement = prepare(sql, values)) {
      return statement.executeLargeUpdate();
    }
  }

  public <T> List<T> list(String sql, Row<T> reader, @Nullable Object... values)
      throws SQLException {
    refuseCancelled();
    List<T> list = new ArrayList<>();
    try (PreparedStatement statement = prepare(sql, values);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        list.add(reader.read(rows));
      }
    }
    return list;
  }

  /** The first column of the first row, or null. */
  public @Nullable String text(String sql, @Nullable Object... values) throws SQLException {
    refuseCancelled();
    try (PreparedStatement statement = prepare(sql, values);
        ResultSet rows = statement.executeQuery()) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  public long number(String sql, @Nullable Object... values) throws SQLException {
    String text = text(sql, values);
    return text == null ? 0 : Long.parseLong(text);
  }

  private PreparedStatement prepare(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  /** Streams of rows in and out. */
  public CopyManager copies() throws SQLException {
    refuseCancelled();
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }

  /** Begins a transaction: what follows is done when {@link #commit} returns, or not at all. */
  public void begin() throws SQLException {
    connection.setAutoCommit(false);
  }

  public void commit() throws SQLException {
    connection.commit();
    connection.setAutoCommit(true);
  }

  /** Undoes what the transaction did; never throws, the server does the same when it closes. */
  public void rollback() {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      log.debug("A transaction could not be rolled back; the server does it by itself", e);
    }
  }

  /** Ends the statement that runs and refuses any other. Does not block for long. Idempotent. */
  public void cancel() {
    cancelled = true;
    try {
      connection.unwrap(PGConnection.class).cancelQuery();
    } catch (SQLException e) {
      log.debug("A statement could not be cancelled; it may have ended", e);
    }
  }

  public boolean isCancelled() {
    return cancelled;
  }

  /**
   * @throws CancellationException after {@link #cancel}
   */
  public void refuseCancelled() {
    if (cancelled) {
      throw new CancellationException("The run was cancelled");
    }
  }

  /** Never throws: a session that is gone is closed. */
  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      log.debug("A session could not be closed in order", e);
    }
  }
}
