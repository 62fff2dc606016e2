package io.joborchestrator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.store.WorkStore.ClaimedJob;
import io.joborchestrator.testing.InvariantChecker;
import io.joborchestrator.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What other clients, retries and lost answers do in the middle of a run. */
class UnexpectedOrderTest {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  @AfterEach
  void invariantsHold() {
    InvariantChecker.assertHolds(database);
  }

  private TestWorker worker(String name) {
    return TestWorker.register(database.stores().work(), name);
  }

  @Test
  void jobCancelledByAnotherClientWhileItRanCanBeRetriedAfterTheRunEnded() {
    database.execute("SELECT submit_job('a', 'etl')");
    TestWorker worker = worker("w");
    ClaimedJob first = worker.claim(1).get(0);
    database.execute("UPDATE jobs SET status = 'cancelled'");
    worker.work().deregister(worker.session());
    database.stores().jobs().retry(List.of(first.jobId()), null);
    TestWorker next = worker("next");
    ClaimedJob again = next.claim(1).get(0);
    assertThat(again.epoch()).isGreaterThan(first.epoch());
    assertThat(next.complete(again)).hasSize(1);
  }

  @Test
  void jobRetriedWhileItsRunStillEndsIsLeftToThatEndAndStopsNobodyElse() {
    database.execute("SELECT submit_job('a', 'etl')");
    TestWorker worker = worker("w");
    ClaimedJob first = worker.claim(1).get(0);
    database.execute("UPDATE jobs SET status = 'cancelled'");
    database.stores().jobs().retry(List.of(first.jobId()), null);
    database.execute("SELECT submit_job('b', 'etl')");
    List<ClaimedJob> others = worker("other").claim(5);
    assertThat(others).extracting(ClaimedJob::name).containsExactly("b");
    assertThat(worker.complete(first)).hasSize(1);
    assertThat(database.ask("SELECT status FROM jobs WHERE job_name = 'a'")).isEqualTo("completed");
  }

  @Test
  void aSuspectsStartWhoseAnswerWasLostIsAnsweredTheSameAgain() {
    database.execute("SELECT submit_job('a', 'etl'); UPDATE jobs SET crash_count = 2");
    TestWorker worker = worker("w");
    ClaimedJob job = worker.claim(1).get(0);
    var answer = worker.work().started(worker.session(), List.of(TestWorker.start(job)));
    assertThat(answer.waiting()).isEmpty();
    assertThat(answer.current()).containsExactly(TestWorker.claim(job));
    worker.complete(job);
  }

  @Test
  void aJobThatWasBuriedAndRetriedByAnotherClientMayBeGivenBackUntouched() {
    database.execute("SELECT submit_job('a', 'etl')");
    for (int i = 0; i < 3; i++) {
      TestWorker dying = worker("w" + i);
      dying.claim(1);
      database.execute("SELECT rescue_dead_workers(100, clock_timestamp() + interval '1 day')");
    }
    assertThat(database.ask("SELECT status FROM jobs")).isEqualTo("failed");
    database.execute("UPDATE jobs SET status = 'queued', finished_at = NULL");
    TestWorker calm = worker("calm");
    ClaimedJob job = calm.claim(1).get(0);
    calm.work().release(calm.session(), List.of(TestWorker.claim(job)), "drained");
    assertThat(database.ask("SELECT status FROM jobs")).isEqualTo("queued");
  }
}
