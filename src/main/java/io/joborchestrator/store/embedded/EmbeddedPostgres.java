package io.joborchestrator.store.embedded;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.store.postgres.ConnectionConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process's share in a user's own PostgreSQL. The first process starts the server, later ones
 * find it, the last one to close stops it. The server is no child of anybody: it goes on when the
 * process that started it is killed, and the next process finds it. Durable ({@code fsync} on),
 * loopback only, password kept in a private file. Thread-safe.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

  private final EmbeddedConfig config;
  private final Cluster cluster;
  private final ConnectionConfig connection;
  private final Attachments.Attachment attachment;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedPostgres(
      EmbeddedConfig config,
      Cluster cluster,
      ConnectionConfig connection,
      Attachments.Attachment attachment) {
    this.config = config;
    this.cluster = cluster;
    this.connection = connection;
    this.attachment = attachment;
  }

  /**
   * Finds the running server of this home or makes and starts one. Blocks: well under a second for
   * a running server, about one for a start, a few for the first start ever.
   *
   * @throws OrchestratorException with {@code DATABASE_UNAVAILABLE} and the reason
   */
  public static EmbeddedPostgres attach(EmbeddedConfig wanted) {
    try {
      PrivateFiles.createFolder(wanted.home());
      EmbeddedConfig config = wanted.resolved();
      try (HomeLock lock = HomeLock.acquire(config.home(), config.startTimeout())) {
        Cluster cluster = Cluster.open(config);
        int port = cluster.ensureRunning();
        ConnectionConfig connection =
            ConnectionConfig.loopback(port, "postgres", Cluster.USER, cluster.password());
        return new EmbeddedPostgres(
            config, cluster, connection, new Attachments(config.home()).add());
      }
    } catch (IOException e) {
      throw StartProblem.explain(wanted.home(), e);
    }
  }

  /** How to connect, in the default schema. */
  public ConnectionConfig connection() {
    return connection;
  }

  public Path home() {
    return config.home();
  }

  /** Stops the server if nobody else uses it. Blocks; a second call does nothing. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try (HomeLock lock = HomeLock.acquire(config.home(), STOP_TIMEOUT)) {
      attachment.remove();
      if (!new Attachments(config.home()).any()) {
        cluster.stop(STOP_TIMEOUT);
      }
    } catch (IOException e) {
      throw new OrchestratorException(
          ErrorCode.DATABASE_UNAVAILABLE,
          "The embedded database in " + config.home() + " could not be stopped: " + e.getMessage(),
          e);
    }
  }

  /**
   * Stops the server of a home that nobody uses any more, for example after a crash.
   *
   * @return false if somebody is attached to it
   */
  public static boolean stopIfUnused(EmbeddedConfig config) {
    try (HomeLock lock = HomeLock.acquire(config.home(), STOP_TIMEOUT)) {
      if (new Attachments(config.home()).any()) {
        return false;
      }
      Cluster.open(config.resolved()).stop(STOP_TIMEOUT);
      log.info("Stopped the unused database in {}", config.home());
      return true;
    } catch (IOException e) {
      throw new OrchestratorException(
          ErrorCode.DATABASE_UNAVAILABLE,
          "The embedded database in " + config.home() + " could not be stopped: " + e.getMessage(),
          e);
    }
  }
}
