package io.joborchestrator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joborchestrator.testing.InvariantChecker;
import io.joborchestrator.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How long finished jobs are kept. */
class RetentionTest {
  private static final String NAMES = "SELECT string_agg(job_id, ',' ORDER BY no) FROM jobs";

  @RegisterExtension final TestDatabase database = new TestDatabase();

  @Test
  void keepsEverythingUntilSomebodySaysHowLong() {
    endedJob("old");
    maintainIn("1000 days");
    assertThat(database.ask(NAMES)).isEqualTo("old");
  }

  @Test
  void removesWhatEndedLongerAgoWithAllThatHangsOnIt() throws SQLException {
    endedJob("old");
    submit("waiting", "{}");
    database.execute("SELECT set_retention(30)");
    maintainIn("29 days");
    assertThat(database.ask(NAMES)).isEqualTo("old,waiting");
    maintainIn("31 days");
    assertThat(database.ask(NAMES)).isEqualTo("waiting");
    assertThat(
            database.ask(
                """
                SELECT (SELECT count(*) FROM job_events e JOIN job_attempts a USING (no))
                     + (SELECT count(*) FROM job_attempts) + (SELECT count(*) FROM job_logs)
                """))
        .isEqualTo("0");
    assertInvariants();
  }

  @Test
  void fractionsOfADayCount() {
    endedJob("old");
    database.execute("SELECT set_retention(0.5)");
    maintainIn("11 hours");
    assertThat(database.ask(NAMES)).isEqualTo("old");
    maintainIn("13 hours");
    assertThat(database.ask(NAMES)).isNull();
  }

  @Test
  void jobThatOthersWaitForStaysUntilTheyHaveEnded() throws SQLException {
    submit("parent", "{}");
    submit("child", "{parent}");
    database.execute("SELECT request_cancel('{parent}')");
    database.execute("SELECT set_retention(1)");
    maintainIn("2 days");
    assertThat(database.ask(NAMES)).isEqualTo("parent,child");
    database.execute("SELECT request_cancel('{child}')");
    maintainIn("2 days");
    assertThat(database.ask(NAMES)).isNull();
    assertInvariants();
  }

  @Test
  void removesNoMoreThanTheLimitAtOnceOldestFirst() {
    for (int i = 0; i < 5; i++) {
      endedJob("old" + i);
    }
    database.execute("SELECT set_retention(1)");
    maintainIn("0 days");
    database.execute("SELECT maintain(2, clock_timestamp() + interval '2 days')");
    assertThat(database.ask(NAMES)).isEqualTo("old2,old3,old4");
  }

  @Test
  void aJobThatNeverEndsHoldsUpNoneFarBehindIt() throws SQLException {
    submit("stuck", "{}");
    database.execute("SELECT pause_jobs('{stuck}')");
    database.execute("SELECT setval(pg_get_serial_sequence('jobs', 'no'), 300000)");
    endedJob("old");
    database.execute("SELECT set_retention(1)");
    maintainIn("2 days");
    assertThat(database.ask(NAMES)).isEqualTo("stuck");
    assertInvariants();
  }

  @Test
  void canBeTakenBack() {
    endedJob("old");
    database.execute("SELECT set_retention(1); SELECT set_retention(null)");
    maintainIn("2 days");
    assertThat(database.ask(NAMES)).isEqualTo("old");
    assertThat(database.ask("SELECT count(*) FROM audit_log WHERE action = 'set_retention'"))
        .isEqualTo("2");
  }

  @Test
  void senselessTimesAreRefused() {
    for (String days : new String[] {"0", "-1", "'NaN'", "'Infinity'"}) {
      assertThatThrownBy(() -> database.execute("SELECT set_retention(" + days + ")"))
          .hasRootCauseMessage(
              "ERROR: Jobs are kept for 0 (not included) to 36500 days, or for ever, not "
                  + days.replace("'", "")
                  + "\n  Where: PL/pgSQL function set_retention(double precision) line 4 at RAISE");
    }
  }

  private void maintainIn(String time) {
    database.execute("SELECT maintain(1000, clock_timestamp() + interval '" + time + "')");
  }

  private void submit(String id, String parents) {
    database.execute(
        """
        SELECT submit_jobs(jsonb_build_array(jsonb_build_object(
            'job_id', '%s', 'name', '%s', 'type', 'etl', 'parents', '%s'::text[])))
        """
            .formatted(id, id, parents));
  }

  private void endedJob(String id) {
    submit(id, "{}");
    TestWorker worker = TestWorker.register(database.stores().work(), "w-" + id);
    assertThat(worker.complete(worker.claim(1))).hasSize(1);
  }

  private void assertInvariants() throws SQLException {
    try (Connection connection = database.connect()) {
      assertThat(InvariantChecker.violations(connection)).isEmpty();
    }
  }
}
