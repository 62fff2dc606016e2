package io.joborchestrator.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What must hold in the database after any test, whatever went wrong in it. Each query gives the
 * rows that break a rule. Only a moment in which nothing is being written can be checked as a
 * whole: every query sees its own snapshot.
 */
public final class InvariantChecker {
  private static final Map<String, String> RULES = new LinkedHashMap<>();

  static {
    RULES.put(
        "a queued job is in the queue once, under its own lane, rank and time, or leased",
        """
        SELECT j.job_id FROM jobs j
        WHERE j.status = 'queued' AND NOT EXISTS (SELECT FROM job_leases l WHERE l.no = j.no)
          AND NOT EXISTS (SELECT FROM job_queue q
                          WHERE q.no = j.no AND q.lane_id = j.lane_id
                            AND q.rank = job_rank(j.priority)
                            AND q.run_at = coalesce(j.run_at, j.created_at))
        UNION ALL SELECT j.job_id FROM jobs j JOIN job_queue q USING (no)
        GROUP BY j.job_id HAVING count(*) > 1
        """);
    RULES.put(
        "what is in the queue is queued and not leased",
        """
        SELECT q.no FROM job_queue q LEFT JOIN jobs j USING (no)
        WHERE j.status IS DISTINCT FROM 'queued'
           OR EXISTS (SELECT FROM job_leases l WHERE l.no = q.no)
        """);
    RULES.put(
        "a leased job is queued (not yet marked) or running (marked), at the epoch before or of"
            + " the lease",
        """
        SELECT l.no FROM job_leases l LEFT JOIN jobs j USING (no)
        WHERE (l.marked AND (j.status IS DISTINCT FROM 'running' OR j.epoch <> l.epoch))
           OR (NOT l.marked AND (j.status IS DISTINCT FROM 'queued' OR j.epoch <> l.epoch - 1))
        """);
    RULES.put(
        "a running job is leased",
        """
        SELECT j.job_id FROM jobs j
        WHERE j.status = 'running' AND NOT EXISTS (SELECT FROM job_leases l WHERE l.no = j.no)
        """);
    RULES.put(
        "a lease belongs to a worker that lives or is still to be swept",
        """
        SELECT l.no FROM job_leases l LEFT JOIN worker_leases w USING (worker_no)
        WHERE w.state IS DISTINCT FROM 'alive' AND NOT coalesce(w.unswept, false)
        """);
    RULES.put(
        "a job that waits only for a time has a timer, and nothing else has one",
        """
        SELECT j.no FROM jobs j
        WHERE (j.status = 'retrying' OR (j.status = 'pending' AND j.open_parents = 0))
          AND NOT EXISTS (SELECT FROM job_timers t WHERE t.no = j.no AND t.run_at = j.run_at)
        UNION ALL
        SELECT t.no FROM job_timers t LEFT JOIN jobs j USING (no)
        WHERE j.status IS NULL OR j.status NOT IN ('pending', 'retrying') OR j.run_at <> t.run_at
        """);
    RULES.put(
        "open parents are counted right, and parents know that they have children",
        """
        SELECT j.job_id FROM jobs j
        WHERE j.open_parents <> (SELECT count(*) FROM job_dependencies d
                                 JOIN jobs p ON p.no = d.parent_no
                                 WHERE d.no = j.no AND p.status <> 'completed'
                                   AND d.satisfied_by IS NULL)
        UNION ALL
        SELECT p.job_id FROM jobs p WHERE NOT p.has_children
          AND EXISTS (SELECT FROM job_dependencies d WHERE d.parent_no = p.no)
        """);
    RULES.put(
        "nothing ran before its parents, or replays of them, completed",
        """
        SELECT a.no FROM job_attempts a JOIN job_dependencies d ON d.no = a.no
        JOIN jobs p ON p.no = coalesce(d.satisfied_by, d.parent_no)
        WHERE p.finished_at IS NULL OR a.started_at < p.finished_at
        """);
    RULES.put(
        "a completed job has one completed attempt, at its epoch, and no other job has any",
        """
        SELECT j.job_id FROM jobs j LEFT JOIN job_attempts a ON a.no = j.no
            AND a.outcome = 'completed'
        WHERE j.execution_engine IS NOT NULL
        GROUP BY j.job_id, j.status, j.epoch
        HAVING count(a.no) <> CASE j.status WHEN 'completed' THEN 1 ELSE 0 END
            OR max(a.epoch) <> j.epoch
        """);
    RULES.put(
        "a job that we ended says so in one event per life",
        """
        SELECT j.job_id FROM jobs j LEFT JOIN job_events e ON e.no = j.no
        GROUP BY j.job_id, j.status
        HAVING count(e.no) FILTER (WHERE e.event IN ('completed', 'failed', 'timeout',
                                                     'cancelled'))
            <> count(e.no) FILTER (WHERE e.event = 'retried')
               + CASE WHEN j.status IN ('completed', 'failed', 'timeout', 'cancelled')
                      THEN 1 ELSE 0 END
        """);
    RULES.put(
        "no event of an older epoch follows one of a newer",
        """
        SELECT DISTINCT no FROM (
            SELECT no, epoch, max(epoch) OVER (PARTITION BY no ORDER BY at
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
            FROM job_events) e
        WHERE epoch < before
        """);
    RULES.put(
        "epochs grow: no attempt is younger than its job, no lease older than an attempt",
        """
        SELECT a.no FROM job_attempts a JOIN jobs j USING (no) WHERE a.epoch > j.epoch
        UNION ALL
        SELECT l.no FROM job_leases l JOIN job_attempts a USING (no) WHERE a.epoch >= l.epoch
        """);
    RULES.put(
        "runs and progress exist only for jobs that have not ended",
        """
        SELECT r.no FROM job_runs r LEFT JOIN jobs j USING (no)
        WHERE j.finished_at IS NOT NULL OR j.no IS NULL
        """);
    RULES.put(
        "every job of a rare state is found by it, and no job under a wrong one",
        """
        SELECT j.no FROM jobs j
        WHERE j.status NOT IN ('queued', 'completed')
          AND NOT EXISTS (SELECT FROM job_states s WHERE s.status = j.status AND s.no = j.no)
        UNION ALL
        SELECT s.no FROM job_states s LEFT JOIN jobs j USING (no)
        WHERE j.status IS DISTINCT FROM s.status
        """);
    RULES.put(
        "a completed job is found by its attempt or by its state",
        """
        SELECT j.no FROM jobs j
        WHERE j.status = 'completed'
          AND (SELECT count(*) FROM job_attempts a WHERE a.no = j.no AND a.outcome = 'completed')
            + (SELECT count(*) FROM job_states s WHERE s.no = j.no AND s.status = 'completed') <> 1
        """);
    RULES.put(
        "a job that failed for good has an entry in the dead-letter queue, or is the replay of one",
        """
        SELECT j.job_id FROM jobs j
        WHERE j.status IN ('failed', 'timeout') AND j.replay_of IS NULL
          AND NOT EXISTS (SELECT FROM dead_letter_queue d WHERE d.no = j.no)
        UNION ALL
        SELECT j.job_id FROM jobs j
        WHERE j.replay_of IS NOT NULL
          AND NOT EXISTS (SELECT FROM dead_letter_queue d WHERE d.entry_no = j.replay_of)
          AND j.finished_at IS NULL
        """);
    RULES.put(
        "an open or parked entry has no job that runs again, a pending one has or waits for it",
        """
        SELECT d.entry_no FROM dead_letter_queue d LEFT JOIN jobs j ON j.no = d.no
        WHERE d.state IN ('open', 'parked')
          AND (j.finished_at IS NULL AND j.no IS NOT NULL
               OR EXISTS (SELECT FROM jobs r WHERE r.replay_of = d.entry_no
                          AND r.finished_at IS NULL))
        UNION ALL
        SELECT d.entry_no FROM dead_letter_queue d JOIN jobs j ON j.no = d.no
        WHERE d.state = 'pending' AND j.finished_at IS NOT NULL
          AND NOT EXISTS (SELECT FROM jobs r WHERE r.replay_of = d.entry_no
                          AND r.finished_at IS NULL)
          AND NOT EXISTS (SELECT FROM bulk_operation_items i WHERE i.entry_no = d.entry_no
                          AND i.state IN ('waiting', 'submitted'))
        """);
    RULES.put(
        "items of operations say what their jobs do, and finished operations leave none waiting",
        """
        SELECT i.operation_no, i.position FROM bulk_operation_items i
        LEFT JOIN jobs j ON j.no = i.job_no
        WHERE (i.state = 'submitted' AND j.finished_at IS NOT NULL)
           OR (i.state = 'succeeded' AND j.status NOT IN ('completed'))
           OR (i.state = 'waiting' AND i.job_no IS NOT NULL)
        UNION ALL
        SELECT b.operation_no, NULL FROM bulk_operations b
        WHERE b.finished_at IS NOT NULL AND EXISTS (
            SELECT FROM bulk_operation_items i
            WHERE i.operation_no = b.operation_no AND i.state IN ('waiting', 'submitted'))
        """);
    RULES.put(
        "the counts of operations, with what they have not added yet, equal a recount",
        """
        SELECT operation_no FROM bulk_operations b
        CROSS JOIN LATERAL (VALUES ('waiting', b.waiting), ('submitted', b.submitted),
            ('succeeded', b.succeeded), ('failed', b.failed), ('skipped', b.skipped))
            AS c (state, items)
        WHERE c.items + (SELECT coalesce(sum(d.delta), 0) FROM bulk_operation_deltas d
                         WHERE d.operation_no = b.operation_no
                           AND replace(d.state, 'cancelled', 'skipped') = c.state)
           <> (SELECT count(*) FROM bulk_operation_items i
               WHERE i.operation_no = b.operation_no
                 AND replace(i.state, 'cancelled', 'skipped') = c.state)
        """);
    RULES.put(
        "the counters of dead letters equal a recount",
        """
        SELECT * FROM dead_letter_counts_now c
        FULL JOIN (SELECT group_no, owner, state, count(*) AS recounted FROM dead_letter_queue
                   GROUP BY group_no, owner, state) r USING (group_no, owner, state)
        WHERE c.entries IS DISTINCT FROM r.recounted
        """);
    RULES.put(
        "retries are within the largest policy",
        """
        SELECT job_id FROM jobs
        WHERE retry_count > greatest((SELECT max(max_retries) FROM retry_policies), max_retries)
        """);
    RULES.put(
        "the counters equal a recount",
        """
        SELECT * FROM (
            SELECT lane_id, status, sum(jobs) AS jobs FROM (
                SELECT lane_id, status, jobs FROM job_counts
                UNION ALL SELECT lane_id, status, delta FROM job_count_deltas) c
            GROUP BY lane_id, status HAVING sum(jobs) <> 0) counted
        FULL JOIN (SELECT lane_id, status, count(*) AS jobs FROM jobs GROUP BY lane_id, status)
            recounted USING (lane_id, status)
        WHERE counted.jobs IS DISTINCT FROM recounted.jobs
        """);
  }

  private InvariantChecker() {}

  /** Fails with every broken rule and up to five rows that break it. */
  public static void assertHolds(TestDatabase database) {
    try (Connection connection = database.connect()) {
      assertThat(violations(connection)).isEmpty();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The connection's search path must name the schema. */
  public static List<String> violations(Connection connection) throws SQLException {
    return violations(connection, RULES);
  }

  /** As {@link #violations(Connection)} for other rules: name and a query of what breaks it. */
  public static List<String> violations(Connection connection, Map<String, String> rules)
      throws SQLException {
    List<String> broken = new ArrayList<>();
    for (Map.Entry<String, String> rule : rules.entrySet()) {
      List<String> rows = rows(connection, rule.getValue());
      if (!rows.isEmpty()) {
        broken.add("Broken: " + rule.getKey() + ": " + rows);
      }
    }
    return broken;
  }

  /**
   * The rules as a function of the database that returns the broken ones: planned once, for whoever
   * checks thousands of states.
   */
  public static String asFunction(String name) {
    StringBuilder body = new StringBuilder("CREATE FUNCTION " + name + "() RETURNS SETOF text ");
    body.append("LANGUAGE plpgsql AS $rules$ BEGIN\n");
    RULES.forEach(
        (rule, sql) ->
            body.append("IF EXISTS (")
                .append(sql)
                .append(") THEN RETURN NEXT '")
                .append(rule.replace("'", "''"))
                .append("'; END IF;\n"));
    return body.append("END $rules$").toString();
  }

  private static List<String> rows(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT to_jsonb(b) FROM (" + sql + ") b LIMIT 5")) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(result.getString(1));
      }
      return rows;
    }
  }
}
