package io.joborchestrator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.joborchestrator.domain.deadletter.DeadLetterFilter;
import io.joborchestrator.domain.deadletter.DeadLetterSelection;
import io.joborchestrator.domain.deadletter.ReplayOptions;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.JobEvent;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.store.WorkStore.ClaimedJob;
import io.joborchestrator.testing.InvariantChecker;
import io.joborchestrator.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Jobs that wait for a dead one go on when a replay of it completed: once, and they say so. */
class ReplayedParentsTest {
  private static final JobError BROKE =
      new JobError("ENGINE_FAILED", ErrorType.ENGINE, "It broke", null);
  private static final DeadLetterSelection ALL = DeadLetterFilter.UNRESOLVED.all();

  @RegisterExtension final TestDatabase database = new TestDatabase();

  private PostgresStores stores;
  private TestWorker worker;

  @BeforeEach
  void open() {
    stores = database.stores();
    worker = TestWorker.register(stores.work(), "w1");
  }

  @AfterEach
  void invariantsHold() {
    InvariantChecker.assertHolds(database);
  }

  @Test
  void childOfADeadJobGoesOnWhenItsReplayCompleted() {
    String parent = submit("extract");
    String child = submit("load", parent);
    failNext();
    assertThat(waitsFor(child))
        .isEqualTo(
            "Waits for extract (failed; this one goes on when it is retried or replayed with"
                + " success)");

    stores.deadLetters().replay(ALL, ReplayOptions.AS_IT_WAS, null);
    assertThat(waitsFor(child))
        .isEqualTo("Waits for extract (failed; its replay is about to start)");
    stores.deadLetters().runOperations(10);
    ClaimedJob replay = worker.claim(1).get(0);
    assertThat(waitsFor(child))
        .isEqualTo("Waits for extract (failed; its replay " + replay.jobId() + " is running)");

    worker.complete(replay);
    assertThat(waitsFor(child)).isEqualTo("Waits for extract (failed; its replay has completed)");
    stores.deadLetters().closeRecovered(100);
    assertThat(stores.jobs().events(child))
        .filteredOn(event -> event.event().equals("parent_replayed"))
        .extracting(JobEvent::reason)
        .containsExactly("extract did not complete, but its replay did: " + replay.jobId());
    assertThat(worker.complete(worker.claim(10))).hasSize(1);
    assertThat(status(child)).isEqualTo(JobStatus.COMPLETED);
    assertThat(status(parent)).as("what failed stays failed").isEqualTo(JobStatus.FAILED);
  }

  @Test
  void replayThatFailsReleasesNobody() {
    String parent = submit("extract");
    String child = submit("load", parent);
    failNext();
    replay();
    failNext();
    stores.deadLetters().closeRecovered(100);
    assertThat(worker.claim(10)).isEmpty();
    assertThat(waitsFor(child)).startsWith("Waits for extract (failed");
  }

  @Test
  void parentThatIsAlsoRetriedByHandCountsOnce() {
    String parent = submit("extract");
    String other = submit("dimensions");
    final String child = submit("load", parent, other);
    ClaimedJob first = worker.claim(1).get(0);
    assertThat(first.jobId()).isEqualTo(parent);
    worker.fail(first, BROKE, null);
    final ClaimedJob slow = worker.claim(1).get(0);
    replay();
    worker.complete(worker.claim(1));
    stores.deadLetters().closeRecovered(100);
    assertThat(waitsFor(child)).isEqualTo("Waits for dimensions (running)");

    stores.jobs().retry(List.of(parent), "by hand as well");
    worker.complete(worker.claim(1));
    assertThat(worker.claim(1)).as("it waits for the other one").isEmpty();
    worker.complete(slow);
    assertThat(worker.complete(worker.claim(1))).hasSize(1);
    assertThat(status(child)).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void parentRetriedWithSuccessWhileItsReplayRunsCountsOnce() {
    String parent = submit("extract");
    final String child = submit("load", parent, submit("dimensions"));
    worker.fail(worker.claim(1).get(0), BROKE, null);
    final ClaimedJob slow = worker.claim(1).get(0);
    replay();
    ClaimedJob replay = worker.claim(1).get(0);
    stores.jobs().retry(List.of(parent), "by hand as well");
    worker.complete(worker.claim(1));
    worker.complete(replay);
    stores.deadLetters().closeRecovered(100);
    assertThat(worker.claim(1)).as("it waits for the other one").isEmpty();
    worker.complete(slow);
    assertThat(worker.complete(worker.claim(1))).hasSize(1);
    assertThat(status(child)).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void jobSubmittedAfterTheReplayNeedNotWait() {
    String parent = submit("extract");
    failNext();
    replay();
    worker.complete(worker.claim(1));
    String early = submit("before the duty", parent);
    stores.deadLetters().closeRecovered(100);
    String late = submit("after the duty", parent);
    assertThat(worker.claim(10)).extracting(ClaimedJob::jobId).containsExactly(early, late);
  }

  @Test
  void signalStaysWhileSomebodyHoldsTheParent() throws SQLException {
    String parent = submit("extract");
    submit("load", parent);
    failNext();
    replay();
    worker.complete(worker.claim(1));
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT FROM jobs WHERE job_id = '" + parent + "' FOR UPDATE");
      stores.deadLetters().closeRecovered(100);
      assertThat(worker.claim(1)).isEmpty();
      connection.rollback();
    }
    stores.deadLetters().closeRecovered(100);
    assertThat(worker.complete(worker.claim(1))).hasSize(1);
    assertThat(database.ask("SELECT count(*) FROM dead_letter_signals")).isEqualTo("0");
  }

  private void replay() {
    stores.deadLetters().replay(ALL, ReplayOptions.AS_IT_WAS, null);
    assertThat(stores.deadLetters().runOperations(10)).isEqualTo(1);
  }

  private void failNext() {
    assertThat(worker.fail(worker.claim(1).get(0), BROKE, null)).hasSize(1);
  }

  private String submit(String name, String... parents) {
    JobSubmission job = JobSubmission.of(name, "etl", JsonNodeFactory.instance.objectNode());
    return stores.jobs().submit(List.of(job.withParents(List.of(parents)))).get(0);
  }

  private String waitsFor(String job) {
    return stores.jobs().find(job).map(JobDetail::waitReason).orElseThrow();
  }

  private JobStatus status(String job) {
    return stores.jobs().rows(List.of(job)).get(0).status();
  }
}
