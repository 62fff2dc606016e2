package io.joborchestrator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.deadletter.BulkOperation;
import io.joborchestrator.domain.deadletter.DeadLetterDetail;
import io.joborchestrator.domain.deadletter.DeadLetterFilter;
import io.joborchestrator.domain.deadletter.DeadLetterGroup;
import io.joborchestrator.domain.deadletter.DeadLetterReason;
import io.joborchestrator.domain.deadletter.DeadLetterRow;
import io.joborchestrator.domain.deadletter.DeadLetterState;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.store.DeadLetterStore;
import io.joborchestrator.store.WorkStore;
import io.joborchestrator.store.WorkStore.ClaimedJob;
import io.joborchestrator.testing.InvariantChecker;
import io.joborchestrator.testing.TestDatabase;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every way into the dead-letter queue, and the ways out that need no replay. */
class DeadLettersTest {
  private static final JobError BROKE =
      new JobError("ENGINE_FAILED", ErrorType.ENGINE, "Task 17 broke", "at Line.one\nat Line.two");
  private static final JobError WRONG =
      new JobError("INVALID_SPECIFICATION", ErrorType.USER, "There is no column 'x'", null);

  @RegisterExtension final TestDatabase database = new TestDatabase();

  private PostgresStores stores;
  private DeadLetterStore letters;
  private TestWorker worker;

  @BeforeEach
  void open() {
    stores = database.stores();
    letters = stores.deadLetters();
    worker = TestWorker.register(stores.work(), "w1");
  }

  @AfterEach
  void invariantsHold() {
    InvariantChecker.assertHolds(database);
  }

  @Test
  void finalFailureIsStoredWithErrorStackAttemptsAndPayload() {
    String id = submit(job("load", 1));
    fail(worker.claim(1).get(0), BROKE, Duration.ZERO);
    assertThat(rows()).isEmpty();
    stores.work().stageDue(10);
    fail(worker.claim(1).get(0), BROKE, null);

    DeadLetterDetail detail = letters.find(rows().get(0).entryNo()).orElseThrow();
    assertThat(detail.row().jobId()).isEqualTo(id);
    assertThat(detail.row().state()).isEqualTo(DeadLetterState.OPEN);
    assertThat(detail.row().retryCount()).isEqualTo(1);
    assertThat(detail.error()).isEqualTo(BROKE);
    assertThat(detail.payload()).isEqualTo(payload(1));
    assertThat(detail.attempts()).extracting(a -> a.epoch()).containsExactly(1, 2);
    assertThat(letters.counts().unresolved()).isEqualTo(1);
    assertThat(letters.entryOfJob(id)).contains(detail.row().entryNo());
  }

  @Test
  void reasonSaysWhyThereIsNoFurtherAttempt() {
    submit(job("wrong", 1));
    fail(worker.claim(1).get(0), WRONG, null);
    submit(job("slow", 1));
    timeOut(worker.claim(1).get(0));
    submit(job("tried", 1));
    for (int i = 0; i < 3; i++) {
      fail(worker.claim(1).get(0), BROKE, Duration.ZERO);
      stores.work().stageDue(10);
    }
    fail(worker.claim(1).get(0), BROKE, null);
    submit(job("killer", 1));
    for (int i = 0; i < 3; i++) {
      TestWorker victim = TestWorker.register(stores.work(), "victim" + i);
      assertThat(victim.claim(1)).hasSize(1);
      database.execute("SELECT rescue_dead_workers(10, clock_timestamp() + interval '1 minute')");
      worker = TestWorker.register(stores.work(), "w1");
    }
    database.execute("SELECT submit_job('foreign', 'etl')");
    database.execute(
        "UPDATE jobs SET status = 'failed', error_message = 'x' WHERE job_name = 'foreign'");

    assertThat(rows())
        .extracting(DeadLetterRow::jobName, DeadLetterRow::reason)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("wrong", DeadLetterReason.NON_RETRYABLE),
            org.assertj.core.groups.Tuple.tuple("slow", DeadLetterReason.TIMEOUT),
            org.assertj.core.groups.Tuple.tuple("tried", DeadLetterReason.RETRIES_EXHAUSTED),
            org.assertj.core.groups.Tuple.tuple("killer", DeadLetterReason.WORKER_CRASH),
            org.assertj.core.groups.Tuple.tuple("foreign", DeadLetterReason.EXTERNAL));
  }

  @Test
  void sameErrorWithOtherNumbersIsOneGroup() {
    for (int i = 0; i < 5; i++) {
      submit(job("load", i));
      fail(
          worker.claim(1).get(0),
          new JobError("INPUT_NOT_FOUND", ErrorType.USER, "No file /data/day-" + i + ".csv", null),
          null);
    }
    submit(job("other", 1));
    fail(worker.claim(1).get(0), BROKE, null);

    List<DeadLetterGroup> groups = letters.groups(DeadLetterFilter.UNRESOLVED);
    assertThat(groups).hasSize(2);
    DeadLetterGroup files = groups.get(0);
    assertThat(files.message()).isEqualTo("No file <path>");
    assertThat(files.entries()).isEqualTo(5);
    assertThat(files.trend()).hasSize(24).endsWith(5).contains(0);
    assertThat(files.engine()).isEqualTo("local");
    assertThat(files.reasons()).containsExactly(DeadLetterReason.NON_RETRYABLE);
    assertThat(letters.page(DeadLetterFilter.ofGroup(files.groupNo()), 1, 2).total()).isEqualTo(5);
    assertThat(letters.page(DeadLetterFilter.ofGroup(files.groupNo()), 1, 2).rows())
        .extracting(row -> row.errorMessage())
        .containsExactly("No file /data/day-3.csv", "No file /data/day-2.csv");
  }

  @Test
  void entryClosesItselfWhenTheSameJobCompletesLater() {
    submit(job("nightly", 1));
    fail(worker.claim(1).get(0), BROKE, null);
    submit(job("nightly", 2));
    worker.complete(worker.claim(1));
    letters.closeRecovered(100);
    assertThat(rows()).as("another payload is another piece of work").hasSize(1);

    submit(job("nightly", 1));
    worker.complete(worker.claim(1));
    assertThat(letters.closeRecovered(100)).isEqualTo(1);
    assertThat(rows()).isEmpty();
    DeadLetterRow closed = only(DeadLetterState.RECOVERED);
    assertThat(closed.stateReason()).startsWith("A later run of the same job completed");
    assertThat(letters.counts().of(DeadLetterState.RECOVERED)).isEqualTo(1);
  }

  @Test
  void entryClosesItselfWhenARerunOfItCompletes() {
    String id = submit(job("nightly", 1));
    fail(worker.claim(1).get(0), BROKE, null);
    submit(job("nightly, mended", 7).withParentJobId(id));
    worker.complete(worker.claim(1));
    assertThat(letters.closeRecovered(100)).isEqualTo(1);
    assertThat(only(DeadLetterState.RECOVERED).jobId()).isEqualTo(id);
  }

  @Test
  void jobRetriedByHandIsPendingUntilItEnds() {
    String id = submit(job("load", 1));
    fail(worker.claim(1).get(0), BROKE, null);
    stores.jobs().retry(List.of(id), "again");
    assertThat(rows().get(0).state()).isEqualTo(DeadLetterState.PENDING);
    fail(worker.claim(1).get(0), WRONG, null);
    DeadLetterRow again = rows().get(0);
    assertThat(again.state()).isEqualTo(DeadLetterState.OPEN);
    assertThat(again.failures()).isEqualTo(2);
    assertThat(again.manualRetries()).isEqualTo(1);
    assertThat(again.errorMessage()).isEqualTo(WRONG.message());

    stores.jobs().retry(List.of(id), null);
    stores.jobs().cancel(List.of(id), false, "no");
    assertThat(rows().get(0).state()).isEqualTo(DeadLetterState.OPEN);
    stores.jobs().retry(List.of(id), null);
    worker.complete(worker.claim(1));
    assertThat(rows()).isEmpty();
    assertThat(only(DeadLetterState.RECOVERED).jobId()).isEqualTo(id);
  }

  @Test
  void versionOneMayRetryByAPlainUpdate() {
    submit(job("load", 1));
    fail(worker.claim(1).get(0), BROKE, null);
    database.execute("UPDATE jobs SET status = 'queued'");
    assertThat(rows().get(0).state()).isEqualTo(DeadLetterState.PENDING);
    worker.complete(worker.claim(1));
    assertThat(only(DeadLetterState.RECOVERED).jobName()).isEqualTo("load");
  }

  @Test
  void discardNeedsAReasonAndCanBeUndone() {
    for (int i = 0; i < 3; i++) {
      submit(job("load", i));
      fail(worker.claim(1).get(0), BROKE, null);
    }
    assertThatThrownBy(() -> letters.discard(DeadLetterFilter.UNRESOLVED.all(), " "))
        .isInstanceOf(OrchestratorException.class)
        .hasMessage("Say why it is discarded");
    BulkOperation discard = letters.discard(DeadLetterFilter.UNRESOLVED.all(), "test data");
    assertThat(discard.succeeded()).isEqualTo(3);
    assertThat(discard.isFinished()).isTrue();
    assertThat(letters.counts().unresolved()).isZero();
    assertThat(only3(DeadLetterState.DISCARDED)).allMatch(r -> "test data".equals(r.stateReason()));
    assertThat(
            letters
                .restore(
                    new io.joborchestrator.domain.deadletter.DeadLetterSelection.OfOperation(
                        discard.operationNo()),
                    "mistake")
                .succeeded())
        .isEqualTo(3);
    assertThat(letters.counts().unresolved()).isEqualTo(3);
    assertThat(database.ask("SELECT string_agg(action, ',' ORDER BY audit_no) FROM audit_log"))
        .isEqualTo("discard_dead_letters,restore_dead_letters");
  }

  @Test
  void entriesAreAssignedAndCommented() {
    submit(job("load", 1));
    fail(worker.claim(1).get(0), BROKE, null);
    long entry = rows().get(0).entryNo();
    assertThat(letters.assign(DeadLetterFilter.entries(List.of(entry)), "ada")).isEqualTo(1);
    letters.comment(entry, "Disk was full");
    DeadLetterDetail detail = letters.find(entry).orElseThrow();
    assertThat(detail.row().assignee()).isEqualTo("ada");
    assertThat(detail.comments()).extracting(c -> c.text()).containsExactly("Disk was full");
    assertThatThrownBy(() -> letters.comment(99, "x")).hasMessage("There is no dead letter 99");
  }

  @Test
  void retentionKeepsJobsOfUnresolvedEntriesAndLaterOnesGoAllTheSame() {
    submit(job("dead", 1));
    fail(worker.claim(1).get(0), BROKE, null);
    submit(job("done", 1));
    worker.complete(worker.claim(1));
    database.execute("SELECT set_retention(1)");
    database.execute("SELECT maintain(1000, clock_timestamp() + interval '2 days')");
    assertThat(database.ask("SELECT string_agg(job_name, ',') FROM jobs")).isEqualTo("dead");
    letters.discard(DeadLetterFilter.UNRESOLVED.all(), "old");
    database.execute("SELECT maintain(1000, clock_timestamp() + interval '2 days')");
    assertThat(database.ask("SELECT count(*) FROM jobs")).isEqualTo("0");
    assertThat(database.ask("SELECT count(*) FROM dead_letter_queue")).isEqualTo("0");
    assertThat(database.ask("SELECT count(*) FROM bulk_operation_items")).isEqualTo("0");
  }

  @Test
  void entryOutlivesAJobThatAnotherClientDeletes() {
    submit(job("load", 1));
    fail(worker.claim(1).get(0), BROKE, null);
    database.execute("DELETE FROM jobs");
    DeadLetterDetail detail = letters.find(rows().get(0).entryNo()).orElseThrow();
    assertThat(detail.payload()).isEqualTo(payload(1));
    assertThat(detail.attempts()).hasSize(1);
  }

  @Test
  void filtersThatCannotBeMeantAreRefused() {
    assertThatThrownBy(() -> database.execute("SELECT count_dead_letters('{\"colour\": []}')"))
        .hasStackTraceContaining("The filter has no field colour");
  }

  private List<DeadLetterRow> rows() {
    return letters.page(DeadLetterFilter.UNRESOLVED, 0, 100).rows();
  }

  private List<DeadLetterRow> only3(DeadLetterState state) {
    List<DeadLetterRow> rows =
        letters.page(DeadLetterFilter.UNRESOLVED.withStates(EnumSet.of(state)), 0, 100).rows();
    assertThat(rows).hasSize(3);
    return rows;
  }

  private DeadLetterRow only(DeadLetterState state) {
    List<DeadLetterRow> rows =
        letters.page(DeadLetterFilter.UNRESOLVED.withStates(EnumSet.of(state)), 0, 100).rows();
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  private void fail(ClaimedJob job, JobError error, @Nullable Duration retryAfter) {
    assertThat(worker.fail(job, error, retryAfter)).hasSize(1);
  }

  private void timeOut(ClaimedJob job) {
    stores
        .work()
        .fail(
            worker.session(),
            List.of(
                new WorkStore.Failure(
                    TestWorker.claim(job),
                    worker.session().serverTime(),
                    "local",
                    new JobError("TIME_LIMIT", ErrorType.ENGINE, "Too slow", null),
                    true,
                    null)));
  }

  private String submit(JobSubmission submission) {
    return stores.jobs().submit(List.of(submission)).get(0);
  }

  private static ObjectNode payload(int day) {
    return JsonNodeFactory.instance.objectNode().put("day", day);
  }

  private static JobSubmission job(String name, int day) {
    return JobSubmission.of(name, "etl", payload(day));
  }
}
