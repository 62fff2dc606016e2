package io.joborchestrator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.job.JobTransitions;
import io.joborchestrator.testing.InvariantChecker;
import io.joborchestrator.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the schema promises to every client, whatever language it is written in. */
class ContractTest {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  @Test
  void transitionsAreThoseOfTheDomain() throws SQLException {
    List<String> domain = new ArrayList<>();
    for (JobStatus from : JobStatus.values()) {
      for (JobStatus to : JobTransitions.from(from)) {
        domain.add(from.wire() + ">" + to.wire());
      }
    }
    assertThat(list("SELECT from_status || '>' || to_status FROM job_transitions"))
        .containsExactlyInAnyOrderElementsOf(domain);
  }

  @Test
  void everyFunctionThatTouchesTablesRunsAsItsOwnerWithAPinnedSearchPath() throws SQLException {
    assertThat(
            list(
                """
                SELECT p.oid::regprocedure FROM pg_proc p
                WHERE p.pronamespace = 'orchestrator'::regnamespace AND p.provolatile <> 'i'
                  AND (NOT p.prosecdef
                       OR NOT coalesce(p.proconfig::text, '') LIKE
                           '%search_path=pg_catalog, %orchestrator%, pg_temp%')
                """))
        .isEmpty();
    assertThat(
            list("SELECT count(*) FROM pg_proc WHERE pronamespace = 'orchestrator'::regnamespace"))
        .doesNotContain("0");
  }

  @Test
  void plainInsertOfAnotherClientIsRunAndCounted() throws SQLException {
    database.execute(
        """
        INSERT INTO jobs (job_id, job_name, job_type, priority, processing_strategy, status,
                          config, created_by, created_at, updated_at)
        VALUES ('v1_job', 'nightly', 'etl', 'high', 'sequential', 'pending', '{"a": 1}', 'ann',
                now(), now()),
               ('v1_done', 'earlier', 'etl', 'normal', 'sequential', 'completed', '{}', 'ann',
                now(), now())
        """);
    TestWorker worker = TestWorker.register(database.stores().work(), "w1");
    var job = worker.claim(10);
    assertThat(job).hasSize(1);
    assertThat(worker.complete(job)).hasSize(1);
    assertThat(list("SELECT status FROM jobs")).containsExactly("completed", "completed");
    assertThat(database.stores().jobs().events("v1_job"))
        .extracting(event -> event.event())
        .containsExactly("submitted", "started", "completed");
    assertThat(database.stores().jobs().counts().of(JobStatus.COMPLETED)).isEqualTo(2);
  }

  @Test
  void plainUpdatesOfAnotherClientBreakNothing() throws SQLException {
    for (int i = 0; i < 6; i++) {
      database.execute("SELECT submit_job('job " + i + "', 'etl')");
    }
    TestWorker worker = TestWorker.register(database.stores().work(), "w1");
    var leased = worker.claim(1);
    database.execute(
        """
        UPDATE jobs SET status = 'cancelled', updated_at = now() WHERE job_name = 'job 1';
        UPDATE jobs SET status = 'paused' WHERE job_name = 'job 2';
        UPDATE jobs SET status = 'running' WHERE job_name = 'job 3';
        UPDATE jobs SET status = 'completed' WHERE job_name = 'job 3';
        UPDATE jobs SET priority = 'critical' WHERE job_name = 'job 5';
        UPDATE jobs SET status = 'cancelled' WHERE job_name = 'job 0';
        DELETE FROM jobs WHERE job_name = 'job 4'
        """);
    assertThat(worker.claim(10)).extracting(job -> job.name()).containsExactly("job 5");
    database.execute("UPDATE jobs SET status = 'queued' WHERE job_name = 'job 2'");
    assertThat(worker.claim(10)).extracting(job -> job.name()).containsExactly("job 2");
    assertThat(worker.complete(leased)).isEmpty();
    assertThat(list("SELECT status FROM jobs WHERE job_name = 'job 0'"))
        .containsExactly("cancelled");
    assertThat(list("SELECT count(*) FROM job_queue")).containsExactly("0");
    assertThat(
            list(
                """
                SELECT count(*) FROM (SELECT lane_id, status FROM jobs) j
                """))
        .containsExactly("5");
    try (Connection connection = database.connect()) {
      assertThat(InvariantChecker.violations(connection))
          .filteredOn(broken -> broken.contains("recount"))
          .isEmpty();
    }
  }

  @Test
  void runThatCompletesAfterAForeignCancelIsNoCompletedAttempt() throws SQLException {
    database.execute("SELECT submit_job('one', 'etl')");
    database.execute("SELECT submit_job('two', 'etl')");
    TestWorker worker = TestWorker.register(database.stores().work(), "w1");
    var jobs = worker.claim(2);
    database.execute("UPDATE jobs SET status = 'cancelled' WHERE job_name = 'one'");
    assertThat(worker.complete(jobs)).hasSize(1);
    assertThat(list("SELECT outcome || ' ' || coalesce(error_message, '') FROM job_attempts"))
        .containsExactlyInAnyOrder(
            "cancelled It completed, but its job was cancelled by then", "completed ");
    InvariantChecker.assertHolds(database);
  }

  private List<String> list(String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }
}
