package io.joborchestrator.store.postgres;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The standing duties, in a pool of their own: a slow one holds up nobody's work. */
final class DutyCalls {
  private static final String STAGE_DUE = "SELECT stage_due_jobs(?)";
  private static final String RESCUE = "SELECT rescue_dead_workers(?)";
  private static final String PROCESS_ENDED = "SELECT worker_process_ended(?, ?)";
  private static final String NEXT_LEASE_END = "SELECT next_lease_end()";
  private static final String MARK_RUNNING =
      "SELECT mark_running(make_interval(secs => ?::double precision), ?)";
  private static final String MAINTAIN = "SELECT maintain(?)";

  private final Database database;

  DutyCalls(Database database) {
    this.database = database;
  }

  int stageDue(int limit) {
    return duty("queue jobs whose time has come", STAGE_DUE, limit);
  }

  int rescue(int limit) {
    return duty("rescue jobs of dead workers", RESCUE, limit);
  }

  boolean processEnded(String host, String workerId) {
    return database.call(
        PoolKind.DUTY,
        "end the lease of a dead worker",
        connection ->
            Statements.one(connection, PROCESS_ENDED, row -> row.getBoolean(1), host, workerId));
  }

  Optional<Duration> nextLeaseEnd() {
    return database.call(
        PoolKind.DUTY,
        "ask when the next lease ends",
        connection ->
            Statements.one(
                connection,
                NEXT_LEASE_END,
                row -> Optional.ofNullable(Rows.durationOrNull(row, "next_lease_end"))));
  }

  int markRunning(Duration olderThan, int limit) {
    return duty("mark running jobs", MARK_RUNNING, Rows.seconds(olderThan), limit);
  }

  int maintain(int limit) {
    return duty("maintain the tables", MAINTAIN, limit);
  }

  private int duty(String doing, String sql, @Nullable Object... parameters) {
    return database.call(
        PoolKind.DUTY,
        doing,
        connection -> Statements.one(connection, sql, row -> row.getInt(1), parameters));
  }
}
