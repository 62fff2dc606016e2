package io.joborchestrator.connection;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of one run in databases, here and on executors elsewhere: all carry one label, by
 * which a cancel finds them on the server. Thread-safe.
 */
public final class RunSessions implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RunSessions.class);
  private static final long REPEAT_MILLIS = 500;

  private static final String CANCEL =
      "SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity WHERE application_name = ?"
          + " AND usename = session_user AND pid <> pg_backend_pid() AND state <> 'idle'";

  private final String label;
  private final Set<DatabaseLink> links = new LinkedHashSet<>();
  private final Map<String, NamedConnection> databases = new LinkedHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean cancelled;

  /**
   * @param label unique among all runs that use a server
   */
  public RunSessions(String label) {
    this.label = label;
  }

  /** What the servers show for the sessions of the run. */
  public String label() {
    return label;
  }

  /**
   * Connects.
   *
   * @throws CancellationException after {@link #cancel}
   * @throws io.joborchestrator.domain.error.OrchestratorException if it cannot be reached
   */
  public DatabaseLink open(NamedConnection database) {
    synchronized (this) {
      refuseCancelled();
      databases.put(database.name(), database);
    }
    DatabaseLink link;
    try {
      link = DatabaseLink.open(database, label);
    } catch (SQLException e) {
      throw ConnectionErrors.of(database, e);
    }
    synchronized (this) {
      if (!cancelled) {
        links.add(link);
        return link;
      }
    }
    link.close();
    throw new CancellationException("The run was cancelled");
  }

  /** Closes a session. Idempotent. */
  public void close(DatabaseLink link) {
    synchronized (this) {
      links.remove(link);
    }
    link.close();
  }

  private void refuseCancelled() {
    if (cancelled) {
      throw new CancellationException("The run was cancelled");
    }
  }

  /** Ends what the servers do for the run, until {@link #close()}. Returns at once. Idempotent. */
  public void cancel() {
    synchronized (this) {
      if (cancelled) {
        return;
      }
      cancelled = true;
    }
    Thread thread = new Thread(this::cancelUntilClosed, "ejo-cancel-" + label);
    thread.setDaemon(true);
    thread.start();
  }

  private void cancelUntilClosed() {
    try {
      do {
        open().forEach(DatabaseLink::cancel);
        known().forEach(this::cancelOnServer);
      } while (!closed.await(REPEAT_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized List<DatabaseLink> open() {
    return List.copyOf(links);
  }

  private synchronized List<NamedConnection> known() {
    return List.copyOf(databases.values());
  }

  /** Sessions of executors are not ours to close. */
  private void cancelOnServer(NamedConnection database) {
    try (DatabaseLink link = DatabaseLink.open(database, label + " cancel")) {
      link.number(CANCEL, label);
    } catch (SQLException e) {
      log.debug("The sessions of {} could not be cancelled in {}", label, database.name(), e);
    }
  }

  /** Closes all sessions of this process. */
  @Override
  public void close() {
    closed.countDown();
    open().forEach(this::close);
  }
}
