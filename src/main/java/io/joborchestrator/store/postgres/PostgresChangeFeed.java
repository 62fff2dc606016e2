package io.joborchestrator.store.postgres;

import io.joborchestrator.store.ChangeFeed;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hints by LISTEN and NOTIFY. Listening has a connection of its own, checked every ten seconds and
 * replaced when it is dead: then LISTEN comes first and the subscribers are told to read again.
 * Sending is coalesced on another connection, at most one hint of a kind per 20 ms, and outside any
 * transaction that matters: NOTIFY makes commits wait for one another. Lost hints are no harm.
 */
final class PostgresChangeFeed implements ChangeFeed, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PostgresChangeFeed.class);
  private static final int LISTEN_WAIT_MILLIS = 10_000;
  private static final int SOCKET_TIMEOUT_SECONDS = 15;
  private static final int RECONNECT_MILLIS = 1_000;
  private static final long SEND_GAP_NANOS = 20_000_000;

  private final PGSimpleDataSource source;
  private final boolean pollOnly;
  private final String jobsChannel;
  private final String commandsChannel;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final AtomicBoolean jobsPending = new AtomicBoolean();
  private final AtomicBoolean commandsPending = new AtomicBoolean();
  private final Thread listening;
  private final Thread sending;
  private volatile boolean closed;
  private volatile @Nullable Connection listeningConnection;

  PostgresChangeFeed(ConnectionConfig config) {
    source = DataSources.plain(config);
    pollOnly = config.pooled();
    source.setSocketTimeout(SOCKET_TIMEOUT_SECONDS);
    jobsChannel = config.schema() + "_jobs";
    commandsChannel = config.schema() + "_commands";
    listening = thread("ejo-listen", this::listenForEver);
    sending = thread("ejo-notify", this::sendForEver);
  }

  void start() {
    if (!pollOnly) {
      listening.start();
    }
    sending.start();
  }

  private static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler(
        (failed, e) -> log.error("{} ended; changes are seen by polling only", name, e));
    return thread;
  }

  @Override
  public boolean pollOnly() {
    return pollOnly;
  }

  @Override
  public AutoCloseable subscribe(Listener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public void hintJobs() {
    hint(jobsPending);
  }

  @Override
  public void hintCommands() {
    hint(commandsPending);
  }

  private void hint(AtomicBoolean pending) {
    if (!pending.getAndSet(true)) {
      LockSupport.unpark(sending);
    }
  }

  private void listenForEver() {
    boolean lost = false;
    while (!closed) {
      try (Connection connection = source.getConnection()) {
        listeningConnection = connection;
        listen(connection);
        if (lost) {
          log.info("Listening for changes again");
        }
        // Whatever happened while nobody listened.
        tellAll();
        lost = true;
        receive(connection);
      } catch (SQLException e) {
        if (!closed) {
          log.debug("Lost the connection for changes; polling goes on", e);
          LockSupport.parkNanos(RECONNECT_MILLIS * 1_000_000L);
        }
      }
    }
  }

  private void listen(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("LISTEN " + jobsChannel);
      statement.execute("LISTEN " + commandsChannel);
    }
  }

  private void receive(Connection connection) throws SQLException {
    PGConnection postgres = connection.unwrap(PGConnection.class);
    while (!closed) {
      PGNotification[] hints = postgres.getNotifications(LISTEN_WAIT_MILLIS);
      if (hints == null || hints.length == 0) {
        check(connection);
        continue;
      }
      boolean jobs = false;
      boolean commands = false;
      for (PGNotification hint : hints) {
        jobs |= hint.getName().equals(jobsChannel);
        commands |= hint.getName().equals(commandsChannel);
      }
      tell(jobs, commands);
    }
  }

  /** A half-open connection is silent for ever: the socket time limit ends this. */
  private static void check(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1");
    }
  }

  private void tellAll() {
    tell(true, true);
  }

  private void tell(boolean jobs, boolean commands) {
    for (Listener listener : listeners) {
      try {
        if (jobs) {
          listener.jobsChanged();
        }
        if (commands) {
          listener.commandsChanged();
        }
      } catch (RuntimeException e) {
        log.warn("A listener for changes failed; the others are told all the same", e);
      }
    }
  }

  private void sendForEver() {
    while (!closed) {
      if (!jobsPending.get() && !commandsPending.get()) {
        LockSupport.park(this);
        continue;
      }
      try (Connection connection = source.getConnection()) {
        sendWhileConnected(connection);
      } catch (SQLException e) {
        log.debug("Could not send a hint; tried again, and others see the change by polling", e);
        LockSupport.parkNanos(RECONNECT_MILLIS * 1_000_000L);
      }
    }
  }

  private void sendWhileConnected(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      while (!closed) {
        boolean sent =
            send(statement, jobsPending, jobsChannel)
                | send(statement, commandsPending, commandsChannel);
        LockSupport.parkNanos(this, sent ? SEND_GAP_NANOS : LISTEN_WAIT_MILLIS * 1_000_000L);
      }
    }
  }

  private static boolean send(Statement statement, AtomicBoolean pending, String channel)
      throws SQLException {
    // Before sending: what changes from now on is worth another hint.
    if (!pending.getAndSet(false)) {
      return false;
    }
    try {
      statement.execute("NOTIFY " + channel);
      return true;
    } catch (SQLException e) {
      pending.set(true);
      throw e;
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(sending);
    Connection connection = listeningConnection;
    if (connection != null) {
      try {
        // Ends the wait for notifications.
        connection.abort(Runnable::run);
      } catch (SQLException e) {
        log.debug("The connection for changes was closed already", e);
      }
    }
  }
}
