package io.joborchestrator.testing.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.testing.InvariantChecker;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of the jobs of a test, in numbers, with every broken promise. Taken in one snapshot,
 * so that it may be taken at any moment.
 *
 * @param submitted ids that a submit has returned
 * @param retried attempts that failed and were followed by another
 * @param lost jobs that were accepted and are no longer there, or will never end
 * @param crashed attempts whose worker died
 * @param refusedEffects effects of old epochs that the ledger refused
 * @param doubleTransitions ends that were stored twice for one epoch
 */
public record InvariantReport(
    long submitted,
    long completed,
    long retried,
    long crashed,
    long refusedEffects,
    long deadLettered,
    long cancelled,
    long unfinished,
    long lost,
    long doubleTransitions,
    List<String> violations) {
  private static final Map<String, String> LEDGER = new LinkedHashMap<>();

  static {
    LEDGER.put(
        "the ledger accepts growing epochs only",
        """
        SELECT no, epoch FROM (
            SELECT no, epoch, lag(epoch) OVER (PARTITION BY no ORDER BY seq) AS before
            FROM side_effects WHERE accepted) e
        WHERE before >= epoch
        """);
    LEDGER.put(
        "a completed job has one accepted effect of its last epoch",
        """
        SELECT j.job_id FROM jobs j
        WHERE j.status = 'completed' AND j.job_type IN ('fault', 'deadly')
          AND (SELECT count(*) FROM side_effects e
               WHERE e.no = j.no AND e.epoch = j.epoch AND e.accepted) <> 1
        """);
    LEDGER.put(
        "nothing has an effect after its job has ended",
        """
        SELECT j.job_id FROM jobs j JOIN side_effects e USING (no)
        WHERE e.accepted AND e.at > j.finished_at AND e.epoch <= j.epoch
        """);
    LEDGER.put(
        "crashes are counted, and three are the end",
        """
        SELECT j.job_id FROM jobs j
        WHERE j.crash_count > 3
           OR (j.crash_count = 3 AND j.manual_retries = 0 AND j.status NOT IN ('failed', 'cancelled'))
        """);
    LEDGER.put(
        "nothing is leased to a worker that was silent for longer than lease and sweep",
        """
        SELECT l.no FROM job_leases l JOIN worker_leases w USING (worker_no)
        WHERE w.expires_at < clock_timestamp() - interval '15 seconds'
          AND EXISTS (SELECT FROM worker_leases o
                      WHERE o.state = 'alive' AND o.expires_at > clock_timestamp())
        """);
    LEDGER.put(
        "one end per epoch",
        """
        SELECT no, epoch FROM job_events
        WHERE event IN ('completed', 'failed', 'timeout', 'cancelled')
        GROUP BY no, epoch HAVING count(*) > 1
        """);
  }

  /** Takes it; the connection's search path must name the schema. */
  public static InvariantReport of(Connection connection, Collection<String> submitted)
      throws SQLException {
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    try {
      List<String> violations = new ArrayList<>(InvariantChecker.violations(connection));
      violations.addAll(InvariantChecker.violations(connection, LEDGER));
      return new InvariantReport(
          submitted.size(),
          count(connection, "SELECT count(*) FROM jobs WHERE status = 'completed'"),
          count(
              connection,
              "SELECT count(*) FROM job_attempts a JOIN jobs j USING (no)"
                  + " WHERE a.outcome IN ('failed', 'timeout') AND a.epoch < j.epoch"),
          count(connection, "SELECT count(*) FROM job_attempts WHERE outcome = 'lost'"),
          count(connection, "SELECT count(*) FROM side_effects WHERE NOT accepted"),
          count(connection, "SELECT count(*) FROM jobs WHERE status IN ('failed', 'timeout')"),
          count(connection, "SELECT count(*) FROM jobs WHERE status = 'cancelled'"),
          count(connection, "SELECT count(*) FROM jobs WHERE finished_at IS NULL"),
          lost(connection, submitted),
          count(
              connection,
              "SELECT count(*) FROM (SELECT FROM job_events WHERE event IN"
                  + " ('completed', 'failed', 'timeout', 'cancelled')"
                  + " GROUP BY no, epoch HAVING count(*) > 1) d"),
          violations);
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private static long lost(Connection connection, Collection<String> submitted)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT count(*) FROM unnest(?::text[]) AS s (id)"
                + " WHERE NOT EXISTS (SELECT FROM jobs WHERE job_id = s.id)")) {
      statement.setArray(1, connection.createArrayOf("text", submitted.toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  private static long count(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** Fails if a promise is broken. */
  public InvariantReport assertHolds() {
    assertThat(violations).isEmpty();
    assertThat(lost).as("lost jobs").isZero();
    assertThat(doubleTransitions).as("double transitions").isZero();
    return this;
  }

  /** One line for people. */
  public String words() {
    return "submitted %d, completed %d, retried %d, crashed attempts %d, fenced effects %d,"
            .formatted(submitted, completed, retried, crashed, refusedEffects)
        + " dead-lettered %d, cancelled %d, unfinished %d, lost = %d, double transitions = %d"
            .formatted(deadLettered, cancelled, unfinished, lost, doubleTransitions);
  }
}
