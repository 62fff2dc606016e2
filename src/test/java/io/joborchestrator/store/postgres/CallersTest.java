package io.joborchestrator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.store.WorkStore.ClaimedJob;
import io.joborchestrator.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a login that may use the schema, but does not own it, cannot do to others. */
class CallersTest {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  private TestWorker worker;
  private Connection connection;
  private Statement guest;

  @BeforeEach
  void connectAsGuest() throws SQLException {
    worker = TestWorker.register(database.stores().work(), "w1");
    database.execute(
        "DROP ROLE IF EXISTS caller_guest; CREATE ROLE caller_guest;"
            + " GRANT USAGE ON SCHEMA orchestrator TO caller_guest");
    connection = database.connect();
    guest = connection.createStatement();
    guest.execute("SET SESSION AUTHORIZATION caller_guest");
  }

  @AfterEach
  void dropGuest() throws SQLException {
    connection.close();
    database.execute("DROP OWNED BY caller_guest; DROP ROLE caller_guest");
  }

  @Test
  void timeIsNamedByTheOwnerOfTheSchemaOnly() throws SQLException {
    for (String duty :
        List.of(
            "stage_due_jobs",
            "rescue_dead_workers",
            "mark_running",
            "maintain",
            "next_lease_end",
            "list_dead_letter_groups")) {
      guest.execute("SELECT " + duty + "()");
      assertRefused("SELECT " + duty + "(p_now => now() + interval '1 year')", "name a time");
    }
    assertThat(database.ask("SELECT rescue_dead_workers(p_now => now() + interval '1 hour')"))
        .isEqualTo("0");
    assertThat(database.ask("SELECT state FROM worker_leases")).isEqualTo("lost");
  }

  @Test
  void everyFunctionForCallersThatTakesATimeAsksWhoNamesIt() {
    assertThat(
            database.ask(
                """
                SELECT string_agg(proname, ', ') FROM pg_proc
                WHERE pronamespace = 'orchestrator'::regnamespace
                  AND 'p_now' = ANY (proargnames)
                  AND has_function_privilege('public', oid, 'execute')
                  AND prosrc NOT LIKE '%permitted_time(p_now)%'
                """))
        .isNull();
  }

  @Test
  void everyFunctionThatActsForAWorkerAsksWhoseItIs() {
    assertThat(
            database.ask(
                """
                SELECT string_agg(proname, ', ') FROM pg_proc
                WHERE pronamespace = 'orchestrator'::regnamespace
                  AND 'p_worker_no' = ANY (proargnames)
                  AND has_function_privilege('public', oid, 'execute')
                  AND prosrc NOT LIKE '%own_worker(p_worker_no)%'
                  AND prosrc NOT LIKE '%owner = session_user%'
                """))
        .isNull();
  }

  @Test
  void runsOfAnothersWorkerAreNotEndedOrChanged() throws SQLException {
    database.execute("SELECT submit_job('mine', 'etl')");
    ClaimedJob job = worker.claim(1).get(0);
    String held = "(" + worker.session().workerNo() + ", '{" + job.no() + "}', '{1}', ";
    String one = "(" + worker.session().workerNo() + ", " + job.no() + ", 1, ";
    for (String call :
        List.of(
            "complete_jobs" + held + "'{now}', '{local}', '{null}', '{1}')",
            "fail_jobs"
                + held
                + "'{now}', '{local}', '{X}', '{user}', '{no}', '{null}',"
                + " '{false}', '{null}')",
            "cancel_jobs_confirmed" + held + "'{now}', '{local}', '{true}', '{no}')",
            "start_runs" + held + "'{local}', '{r}', '{null}')",
            "release_jobs" + held + "'no')",
            "save_checkpoint" + one + "0, 1, 'f', '/tmp/x', '{}')",
            "append_log" + one + "'{1}', '{now}', '{info}', '{x}')")) {
      assertRefused("SELECT " + call, "belongs to somebody else");
    }
    guest.execute(
        "SELECT load_checkpoints(" + worker.session().workerNo() + ", " + job.no() + ", 1)");
    try (ResultSet rows = guest.getResultSet()) {
      assertThat(rows.next()).isFalse();
    }
    assertThat(worker.complete(job)).hasSize(1);
  }

  @Test
  void policiesAreMadeByTheOwnerOfTheSchema() {
    assertRefused("SELECT save_retry_policy('mine', 100, 0, 0)", "permission denied");
    assertRefused("SELECT delete_retry_policy('default')", "permission denied");
    assertRefused("SELECT set_kind_policy('etl', 'critical_job')", "permission denied");
  }

  @Test
  void payloadOfAnothersDeadLetterIsReplayedAsItIs() throws SQLException {
    database.execute("SELECT submit_job('mine', 'etl')");
    guest.execute("SELECT submit_job('of the guest', 'etl', '{\"day\": 1}')");
    worker
        .claim(2)
        .forEach(job -> worker.fail(job, new JobError("X", ErrorType.USER, "no", null), null));
    assertRefused(
        "SELECT start_replay('{\"filter\": {}}', '{\"patch\": {\"argv\": [\"id\"]}}')",
        "can be changed by its owner and by an admin only");
    assertRefused(
        "SELECT start_replay('{\"entries\": [1]}', '{\"config\": {\"argv\": [\"id\"]}}')",
        "can be changed by its owner and by an admin only");
    assertThat(database.ask("SELECT count(*) FROM bulk_operations")).isEqualTo("0");

    guest.execute("SELECT start_replay('{\"entries\": [2]}', '{\"patch\": {\"day\": 2}}')");
    guest.execute("SELECT start_replay('{\"entries\": [1]}')");
    database.stores().deadLetters().runOperations(10);
    assertThat(
            database.ask(
                "SELECT string_agg(job_name || ' of ' || (owner = session_user) || ' by '"
                    + " || created_by || ' ' || config, '; ' ORDER BY no) FROM jobs"
                    + " WHERE replay_of IS NOT NULL"))
        .isEqualTo(
            "of the guest of false by caller_guest {\"day\": 2}; mine of true by"
                + " caller_guest {}");
  }

  private void assertRefused(String sql, String message) {
    assertThatThrownBy(() -> guest.execute(sql)).as(sql).hasMessageContaining(message);
  }
}
