package io.joborchestrator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.JobEvent;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobPageRequest;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.job.LogLine;
import io.joborchestrator.domain.job.RoutingDecision;
import io.joborchestrator.store.WorkStore;
import io.joborchestrator.store.WorkStore.Claim;
import io.joborchestrator.store.WorkStore.ClaimedJob;
import io.joborchestrator.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JobLifeTest {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  @Test
  void jobIsSubmittedClaimedReportedAndCompleted() {
    PostgresStores stores = database.stores();
    ObjectNode config = JsonNodeFactory.instance.objectNode().put("path", "Ä'\"\n");
    List<String> ids = stores.jobs().submit(List.of(JobSubmission.of("nightly", "etl", config)));
    TestWorker worker = TestWorker.register(stores.work(), "w1");

    List<ClaimedJob> claimed = worker.claim(10);
    assertThat(claimed).hasSize(1);
    ClaimedJob job = claimed.get(0);
    assertThat(job.jobId()).isEqualTo(ids.get(0));
    assertThat(job.epoch()).isEqualTo(1);
    assertThat(job.config()).isEqualTo(config);
    assertThat(row(ids.get(0)).status()).isEqualTo(JobStatus.RUNNING);
    assertThat(stores.jobs().counts().of(JobStatus.RUNNING)).isEqualTo(1);
    assertThat(stores.jobs().counts().of(JobStatus.QUEUED)).isZero();

    Claim claim = new Claim(job.no(), job.epoch());
    RoutingDecision routing = new RoutingDecision("local", List.of());
    assertThat(
            stores
                .work()
                .started(
                    worker.session(),
                    List.of(new WorkStore.Start(claim, "local", "run-1", routing))))
        .isEqualTo(new WorkStore.Starts(List.of(claim), List.of()));
    assertThat(stores.work().preparePublish(worker.session(), claim, config)).isTrue();
    stores
        .work()
        .progress(
            worker.session(),
            List.of(new WorkStore.ProgressReport(claim, 50.0, 5, 10, 2.5, "half")));
    stores
        .work()
        .log(
            worker.session(),
            List.of(
                new WorkStore.LogPart(
                    claim, List.of(new LogLine(1, 1, Instant.now(), "info", "a\0b"))),
                new WorkStore.LogPart(
                    new WorkStore.Claim(claim.no(), claim.epoch() + 1),
                    List.of(new LogLine(2, 1, Instant.now(), "info", "of nobody")))));
    assertThat(row(ids.get(0)).percent()).isEqualTo(50.0);
    assertThat(stores.work().markRunning(Duration.ZERO, 100)).isEqualTo(1);
    assertThat(row(ids.get(0)).engine()).isEqualTo("local");

    assertThat(worker.complete(job)).containsExactly(claim);
    assertThat(worker.complete(job))
        .as("the answer was lost, so it is sent again")
        .containsExactly(claim);
    JobDetail detail = stores.jobs().find(ids.get(0)).orElseThrow();
    assertThat(detail.row().status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(detail.routing()).isEqualTo(routing);
    assertThat(detail.attempts()).hasSize(1);
    assertThat(detail.attempts().get(0).engineRunId()).isEqualTo("run-1");
    assertThat(stores.jobs().log(ids.get(0), null, 0, 0, 10))
        .extracting(LogLine::text)
        .containsExactly("a\uFFFDb");
    assertThat(stores.jobs().events(ids.get(0)))
        .extracting(JobEvent::event)
        .containsExactly("submitted", "started", "completed");
    assertThat(stores.jobs().list(JobPageRequest.first(JobFilter.ALL, 10)).rows())
        .extracting(JobRow::jobId)
        .containsExactlyElementsOf(ids);
    assertThat(stores.jobs().counts().of(JobStatus.COMPLETED)).isEqualTo(1);
  }

  @Test
  void failedAttemptWaitsForItsRetryAndThenFails() {
    PostgresStores stores = database.stores();
    JobSubmission submission =
        JobSubmission.of("flaky", "etl", JsonNodeFactory.instance.objectNode());
    String id = stores.jobs().submit(List.of(submission)).get(0);
    TestWorker worker = TestWorker.register(stores.work(), "w1");
    JobError error = new JobError("ENGINE_FAILED", ErrorType.ENGINE, "It broke", "at line 1");

    ClaimedJob first = worker.claim(1).get(0);
    assertThat(worker.fail(first, error, Duration.ofHours(1))).hasSize(1);
    assertThat(row(id).status()).isEqualTo(JobStatus.RETRYING);
    assertThat(stores.work().stageDue(10)).isZero();
    database.execute("SELECT stage_due_jobs(10, clock_timestamp() + interval '2 hours')");
    ClaimedJob second = worker.claim(1).get(0);
    assertThat(second.epoch()).isEqualTo(2);
    assertThat(second.retryCount()).isEqualTo(1);
    assertThat(worker.fail(second, error, null)).hasSize(1);
    assertThat(row(id).status()).isEqualTo(JobStatus.FAILED);
    assertThat(row(id).reason()).isEqualTo("It broke");
    JobDetail detail = stores.jobs().find(id).orElseThrow();
    assertThat(detail.error()).isEqualTo(error);
    assertThat(detail.attempts()).hasSize(2);
  }

  private JobRow row(String id) {
    return database.stores().jobs().rows(List.of(id)).get(0);
  }
}
