package io.joborchestrator.engine.local.pipeline;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Databases in memory, one per run, without the wait for them: opening and closing one takes longer
 * than most of the work on a small file. After the first run the next one's is opened while nobody
 * waits. Thread-safe.
 */
final class DuckDbSessions implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DuckDbSessions.class);

  private final DuckDbSettings settings;
  private final ThreadPoolExecutor background;
  private @Nullable DuckDbSession ready;
  private boolean opening;
  private boolean closed;

  DuckDbSessions(DuckDbSettings settings) {
    this.settings = settings;
    background =
        new ThreadPoolExecutor(
            1,
            1,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "ejo-run-database");
              thread.setDaemon(true);
              return thread;
            });
    background.allowCoreThreadTimeOut(true);
  }

  /**
   * A database that nobody has used.
   *
   * @param temporary where it puts what does not fit into memory
   */
  DuckDbSession take(Path temporary) throws SQLException {
    DuckDbSession session = takeReady();
    if (session == null) {
      return new DuckDbSession(settings, temporary);
    }
    try {
      session.spillTo(temporary);
      return session;
    } catch (SQLException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /** Frees the memory of a database soon, and opens the one for the next run. Does not block. */
  void giveBack(DuckDbSession session) {
    background.execute(() -> close(session));
    openAhead();
  }

  private synchronized @Nullable DuckDbSession takeReady() {
    DuckDbSession session = ready;
    ready = null;
    return session;
  }

  private synchronized void openAhead() {
    if (ready == null && !opening && !closed) {
      opening = true;
      background.execute(this::open);
    }
  }

  private void open() {
    DuckDbSession session = null;
    try {
      session = new DuckDbSession(settings, null);
    } catch (SQLException | RuntimeException e) {
      log.warn("No database could be opened ahead; the next run opens its own", e);
    }
    boolean unwanted;
    synchronized (this) {
      opening = false;
      unwanted = closed;
      ready = unwanted ? null : session;
    }
    if (unwanted && session != null) {
      close(session);
    }
  }

  private static void close(DuckDbSession session) {
    try {
      session.close();
    } catch (SQLException | RuntimeException e) {
      log.warn("The database of a run could not be closed", e);
    }
  }

  /** Opens nothing more ahead. Runs go on. */
  @Override
  public void close() {
    DuckDbSession session;
    synchronized (this) {
      closed = true;
      session = takeReady();
    }
    if (session != null) {
      background.execute(() -> close(session));
    }
  }
}
