package io.joborchestrator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.JobEvent;
import io.joborchestrator.domain.job.JobPriority;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.store.JobStore.CommandResult;
import io.joborchestrator.store.WorkStore;
import io.joborchestrator.store.WorkStore.ClaimedJob;
import io.joborchestrator.store.WorkStore.HeartbeatReply;
import io.joborchestrator.store.WorkStore.JobCommand;
import io.joborchestrator.store.WorkStore.WorkerLoad;
import io.joborchestrator.testing.InvariantChecker;
import io.joborchestrator.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CommandsTest {
  private static final JobError BROKE =
      new JobError("ENGINE_FAILED", ErrorType.ENGINE, "It broke", null);

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
  void waitingJobIsCancelledAtOnce() {
    String queued = submit(job("queued"));
    String scheduled = submit(job("scheduled").withRunAt(Instant.now().plusSeconds(3600)));
    String child = submit(job("child").withParents(List.of(queued)));
    String paused = submit(job("paused"));
    stores.jobs().pause(List.of(paused), "later");
    List<String> all = List.of(queued, scheduled, child, paused);

    assertThat(stores.jobs().cancel(all, false, "no longer needed"))
        .allMatch(CommandResult::done)
        .hasSize(4);
    assertThat(all).allSatisfy(id -> assertThat(row(id).status()).isEqualTo(JobStatus.CANCELLED));
    assertThat(row(queued).reason()).isEqualTo("Cancelled by orchestrator: no longer needed");
    assertThat(worker.claim(10)).isEmpty();
    assertThat(stores.jobs().cancel(List.of(queued), false, null))
        .containsExactly(new CommandResult(queued, false, "It has already been cancelled."));
    assertThat(stores.jobs().cancel(List.of("nothing"), false, null))
        .containsExactly(new CommandResult("nothing", false, "There is no such job."));
  }

  @Test
  void runningJobIsAskedToStopAndCancelledWhenItsWorkerSaysSo() {
    String id = submit(job("long"));
    ClaimedJob job = worker.claim(1).get(0);
    assertThat(stores.jobs().cancel(List.of(id), false, "enough").get(0).message())
        .isEqualTo("It was asked to stop.");
    assertThat(row(id).cancelRequested()).isTrue();
    assertThat(row(id).status()).isEqualTo(JobStatus.RUNNING);

    HeartbeatReply reply = heartbeat();
    assertThat(reply.valid()).isTrue();
    assertThat(reply.commands())
        .containsExactly(new JobCommand(job.no(), job.epoch(), "cancel", "enough"));
    stores.jobs().cancel(List.of(id), true, null);
    assertThat(heartbeat().commands().get(0).command()).isEqualTo("kill");

    assertThat(
            stores
                .work()
                .cancelled(
                    worker.session(),
                    List.of(
                        new WorkStore.Cancellation(
                            TestWorker.claim(job),
                            worker.session().serverTime(),
                            "local",
                            true,
                            "Stopped."))))
        .containsExactly(TestWorker.claim(job));
    assertThat(row(id).status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(stores.jobs().events(id))
        .extracting(JobEvent::event)
        .containsExactly(
            "submitted", "started", "cancel_requested", "cancel_requested", "cancelled");
    assertThat(heartbeat().commands()).isEmpty();
  }

  @Test
  void jobThatFinishedFirstIsNotCancelled() {
    String id = submit(job("quick"));
    ClaimedJob job = worker.claim(1).get(0);
    stores.jobs().cancel(List.of(id), false, null);
    assertThat(worker.complete(job)).hasSize(1);
    assertThat(row(id).status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(row(id).cancelRequested()).isFalse();
  }

  @Test
  void pausedJobIsNotClaimedUntilItIsResumed() {
    String id = submit(job("a"));
    String scheduled = submit(job("b").withRunAt(Instant.now().plusSeconds(3600)));
    String running = submit(job("c"));
    assertThat(stores.jobs().pause(List.of(id, scheduled), "wait")).allMatch(CommandResult::done);
    assertThat(row(id).reason()).isEqualTo("Paused by orchestrator: wait");
    ClaimedJob claimed = worker.claim(10).get(0);
    assertThat(claimed.jobId()).isEqualTo(running);
    assertThat(stores.jobs().pause(List.of(running), null).get(0).done()).isFalse();
    assertThat(stores.jobs().pause(List.of(id), null).get(0).message())
        .isEqualTo("It is paused already.");

    assertThat(stores.jobs().resume(List.of(id, scheduled, running)))
        .extracting(CommandResult::done)
        .containsExactly(true, true, false);
    assertThat(row(scheduled).status()).isEqualTo(JobStatus.PENDING);
    assertThat(worker.claim(10)).extracting(ClaimedJob::jobId).containsExactly(id);
  }

  @Test
  void retryingJobIsPausedAndGoesOnWaiting() {
    String id = submit(job("flaky"));
    worker.fail(worker.claim(1).get(0), BROKE, Duration.ofHours(1));
    stores.jobs().pause(List.of(id), null);
    assertThat(row(id).status()).isEqualTo(JobStatus.PAUSED);
    stores.jobs().resume(List.of(id));
    assertThat(row(id).status()).isEqualTo(JobStatus.RETRYING);
  }

  @Test
  void priorityDecidesTheOrderAndCanBeChanged() {
    String low = submit(job("low").withPriority(JobPriority.LOW));
    String first = submit(job("first"));
    String second = submit(job("second"));
    String critical = submit(job("critical").withPriority(JobPriority.CRITICAL));
    assertThat(stores.jobs().setPriority(List.of(low), JobPriority.URGENT))
        .allMatch(CommandResult::done);
    assertThat(worker.claim(10))
        .extracting(ClaimedJob::jobId)
        .containsExactly(critical, low, first, second);
    assertThat(stores.jobs().setPriority(List.of(low), JobPriority.LOW).get(0).done()).isFalse();
  }

  @Test
  void failedJobIsRetriedByHandAsANewLife() {
    String id = submit(job("broken"));
    worker.fail(worker.claim(1).get(0), BROKE, null);
    assertThat(stores.jobs().retry(List.of(id), "mended").get(0).done()).isTrue();
    assertThat(row(id).status()).isEqualTo(JobStatus.QUEUED);
    ClaimedJob again = worker.claim(1).get(0);
    assertThat(again.epoch()).isEqualTo(2);
    worker.complete(again);
    assertThat(stores.jobs().retry(List.of(id), null).get(0).message())
        .isEqualTo("It completed: run it again as a new job.");
  }

  @Test
  void childWaitsForAllParentsAndIsReleasedWithTheLast() {
    String left = submit(job("left"));
    String right = submit(job("right"));
    String child = submit(job("child").withParents(List.of(left, right)));
    assertThat(row(child).status()).isEqualTo(JobStatus.PENDING);
    assertThat(row(child).reason()).isEqualTo("Waits for 2 other jobs");
    assertThat(stores.jobs().find(child).orElseThrow().waitReason())
        .isEqualTo("Waits for left (queued), right (queued)");
    List<ClaimedJob> parents = worker.claim(10);
    worker.complete(parents.get(0));
    assertThat(worker.claim(10)).isEmpty();
    worker.complete(parents.get(1));
    assertThat(worker.claim(10)).extracting(ClaimedJob::jobId).containsExactly(child);
    String late = submit(job("late").withParents(List.of(left)));
    assertThat(row(late).status()).isEqualTo(JobStatus.QUEUED);
  }

  @Test
  void unknownParentIsRefused() {
    assertThatThrownBy(() -> submit(job("child").withParents(List.of("nobody"))))
        .isInstanceOf(OrchestratorException.class)
        .hasMessage("There is no job nobody to wait for")
        .extracting(e -> ((OrchestratorException) e).code())
        .isEqualTo(ErrorCode.JOB_NOT_FOUND);
    assertThat(stores.jobs().counts().total()).isZero();
  }

  @Test
  void pausedQueueKeepsItsJobsAndSaysWhy() {
    String id = submit(job("reports").withQueue("reports"));
    stores.fleet().pauseQueue("reports", true, "month end");
    assertThat(worker.claim(10)).isEmpty();
    assertThat(row(id).reason()).isEqualTo("Queue reports is paused");
    stores.fleet().pauseQueue("reports", false, "over");
    assertThat(worker.claim(10)).hasSize(1);
    assertThatThrownBy(() -> stores.fleet().pauseQueue("nowhere", true, "x"))
        .hasMessage("There is no queue nowhere");
  }

  @Test
  void jobThatNobodyTakesSaysSo() {
    String id = submit(JobSubmission.of("odd", "astrology", job("x").config()));
    String engine = submit(job("cluster").withEngine("flink"));
    assertThat(worker.claim(10)).isEmpty();
    assertThat(row(id).reason()).isEqualTo("No worker takes this kind of job");
    assertThat(row(engine).reason()).isEqualTo("No worker takes this kind of job");
  }

  @Test
  void drainedWorkerClaimsNothing() {
    submit(job("a"));
    stores.fleet().command("w1", "drain");
    assertThat(worker.claim(10)).isEmpty();
    assertThat(heartbeat().draining()).isTrue();
    assertThat(stores.fleet().workers().get(0).status()).isEqualTo("draining");
    stores.fleet().command("w1", "resume");
    assertThat(worker.claim(10)).hasSize(1);
    assertThatThrownBy(() -> stores.fleet().command("w1", "remove"))
        .hasMessageStartingWith("Only a lost worker can be removed");
  }

  @Test
  void leavingWorkerGivesItsJobsBack() {
    String id = submit(job("a"));
    worker.claim(1);
    stores.work().deregister(worker.session());
    assertThat(heartbeat().valid()).isFalse();
    assertThat(row(id).status()).isEqualTo(JobStatus.QUEUED);
    TestWorker other = TestWorker.register(stores.work(), "w2");
    ClaimedJob again = other.claim(1).get(0);
    assertThat(again.epoch()).isEqualTo(2);
  }

  @Test
  void tagsNotesAndSettingsAreKept() {
    String id = submit(job("a"));
    stores.jobs().setTags(List.of(id), List.of("x", "y"));
    assertThat(row(id).tags()).containsExactly("x", "y");
    assertThat(stores.jobs().setNote(id, "look").done()).isTrue();
    assertThat(stores.jobs().find(id).orElseThrow().note()).isEqualTo("look");
    stores.jobs().saveSetting("views", JsonNodeFactory.instance.objectNode().put("a", 1));
    stores.jobs().saveSetting("views", JsonNodeFactory.instance.objectNode().put("a", 2));
    assertThat(stores.jobs().setting("views").orElseThrow().path("a").asInt()).isEqualTo(2);
    assertThat(stores.jobs().setting("nothing")).isEmpty();
  }

  private HeartbeatReply heartbeat() {
    return stores.work().heartbeat(worker.session(), new WorkerLoad(1, 12.5, null, Instant.now()));
  }

  private String submit(JobSubmission submission) {
    return stores.jobs().submit(List.of(submission)).get(0);
  }

  private JobRow row(String id) {
    return stores.jobs().rows(List.of(id)).get(0);
  }

  private static JobSubmission job(String name) {
    return JobSubmission.of(name, "etl", JsonNodeFactory.instance.objectNode());
  }
}
