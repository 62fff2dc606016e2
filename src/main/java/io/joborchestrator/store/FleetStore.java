package io.joborchestrator.store;

import io.joborchestrator.domain.worker.WorkerRow;
import java.time.Instant;
import java.util.List;

/**
 * Workers and queues as people see them. Every method is one transaction and blocks; thread-safe.
 */
public interface FleetStore {
  /** Live ones, and those lost within the last day. */
  List<WorkerRow> workers();

  /** {@code drain}, {@code pause}, {@code resume} or {@code remove} (lost ones only). */
  void command(String workerId, String command);

  /**
   * @param oldestWaitSeconds age of the oldest job that could run now, 0 if none waits
   */
  record QueueRow(
      String name, boolean paused, long queued, long running, double oldestWaitSeconds) {}

  List<QueueRow> queues();

  void pauseQueue(String name, boolean paused, String reason);

  /** Name and role of the connected person, server version, schema version. */
  record ConnectionFacts(
      String user, String role, String serverVersion, String schemaVersion, String database) {}

  ConnectionFacts facts();

  /**
   * The database's clock: the cheapest round trip, never retried, so it shows a lost connection.
   */
  Instant serverTime();
}
