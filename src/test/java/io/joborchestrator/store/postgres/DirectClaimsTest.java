package io.joborchestrator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.Attempt;
import io.joborchestrator.domain.job.JobEvent;
import io.joborchestrator.domain.job.JobPriority;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.store.WorkStore.ClaimedJob;
import io.joborchestrator.store.WorkStore.DirectClaim;
import io.joborchestrator.testing.InvariantChecker;
import io.joborchestrator.testing.TestDatabase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Jobs that are stored and claimed in one step. */
class DirectClaimsTest {
  @RegisterExtension final TestDatabase database = new TestDatabase();
  private PostgresStores stores;
  private TestWorker worker;

  @BeforeEach
  void register() {
    stores = database.stores();
    worker = TestWorker.register(stores.work(), "w1");
  }

  @AfterEach
  void invariants() {
    InvariantChecker.assertHolds(database);
  }

  private static JobSubmission job(String name) {
    return JobSubmission.of(name, "etl", JsonNodeFactory.instance.objectNode());
  }

  private DirectClaim direct(JobSubmission job) {
    return stores.work().submitAndClaim(worker.session(), List.of(job), false).get(0);
  }

  private String status(String id) {
    return stores.jobs().rows(List.of(id)).get(0).status().wire();
  }

  @Test
  void passesAThousandJobsThatWaitAndCountsLikeOthers() {
    stores.jobs().submit(Collections.nCopies(1000, job("waits")));
    DirectClaim direct = direct(job("now").withPriority(JobPriority.LOW));
    ClaimedJob claimed = direct.claimed();
    assertThat(claimed).isNotNull();
    assertThat(claimed.epoch()).isEqualTo(1);
    assertThat(claimed.jobId()).isEqualTo(direct.jobId());
    assertThat(stores.jobs().counts().of(JobStatus.RUNNING)).isEqualTo(1);
    assertThat(stores.jobs().counts().of(JobStatus.QUEUED)).isEqualTo(1000);
    assertThat(database.ask("SELECT count(*) FROM job_queue")).isEqualTo("1000");

    stores.work().started(worker.session(), List.of(TestWorker.start(claimed)));
    assertThat(worker.complete(claimed)).hasSize(1);
    assertThat(status(direct.jobId())).isEqualTo("completed");
    assertThat(stores.jobs().counts().of(JobStatus.COMPLETED)).isEqualTo(1);
    assertThat(stores.jobs().events(direct.jobId()))
        .extracting(JobEvent::event)
        .containsExactly("submitted", "direct", "started", "completed");
    assertThat(stores.jobs().events(direct.jobId()))
        .anySatisfy(event -> assertThat(event.reason()).startsWith("Ran directly"));
    assertThat(stores.jobs().find(direct.jobId()).orElseThrow().attempts())
        .extracting(Attempt::outcome)
        .containsExactly("completed");
    assertThat(worker.claim(1).get(0).name()).isEqualTo("waits");
  }

  @Test
  void theSameKeyTwiceIsOneJobAlsoAtOneMoment() throws Exception {
    JobSubmission keyed = job("once").withIdempotencyKey("k");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<DirectClaim>> answers = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        answers.add(threads.submit(() -> direct(keyed)));
      }
      int claimed = 0;
      for (Future<DirectClaim> answer : answers) {
        assertThat(answer.get().jobId()).isEqualTo(answers.get(0).get().jobId());
        claimed += answer.get().claimed() == null ? 0 : 1;
      }
      assertThat(claimed).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
    assertThat(direct(keyed).reason()).isEqualTo("There was a job with this key already");
    assertThat(database.ask("SELECT count(*) FROM jobs")).isEqualTo("1");
    List<DirectClaim> twice =
        stores
            .work()
            .submitAndClaim(
                worker.session(),
                List.of(
                    job("a").withIdempotencyKey("l"), job("b"), job("c").withIdempotencyKey("l")),
                false);
    assertThat(twice.get(2).jobId()).isEqualTo(twice.get(0).jobId());
    assertThat(twice.stream().map(each -> each.claimed() != null))
        .containsExactly(true, true, false);
  }

  @Test
  void aRepetitionWithAnIdOfItsOwnIsTheOlderJobWhateverBecameOfIt() {
    String call =
        ("SELECT claimed || ' ' || coalesce(reason, '') || ' ' || job_id FROM submit_and_claim(%d,"
                + " %d, '[{\"job_id\": \"own-1\", \"name\": \"x\", \"type\": \"etl\","
                + " \"idempotency_key\": \"own\"}]', true)")
            .formatted(worker.session().workerNo(), worker.session().epoch());
    assertThat(database.ask(call)).isEqualTo("true  own-1");
    String repeated = "false There was a job with this key already own-1";
    assertThat(database.ask(call)).as("while it runs").isEqualTo(repeated);
    database.execute("UPDATE worker_leases SET expires_at = clock_timestamp() - interval '1 s'");
    stores.work().rescue(100);
    worker = TestWorker.register(stores.work(), "w2");
    assertThat(worker.complete(worker.claim(1).get(0))).hasSize(1);
    assertThat(
            database.ask(
                call.replaceFirst(
                    "\\(\\d+, \\d+",
                    "(" + worker.session().workerNo() + ", " + worker.session().epoch())))
        .as("when it has ended")
        .isEqualTo(repeated);
  }

  @Test
  void isAnOrdinaryJobOfTheQueueOnceItsWorkerDied() {
    DirectClaim direct = direct(job("survives"));
    ClaimedJob lost = direct.claimed();
    assertThat(lost).isNotNull();
    stores.work().started(worker.session(), List.of(TestWorker.start(lost)));
    database.execute("UPDATE worker_leases SET expires_at = clock_timestamp() - interval '1 s'");
    assertThat(stores.work().rescue(100)).isEqualTo(1);
    assertThat(status(direct.jobId())).isEqualTo("queued");

    TestWorker other = TestWorker.register(stores.work(), "w2");
    ClaimedJob again = other.claim(1).get(0);
    assertThat(again.jobId()).isEqualTo(direct.jobId());
    assertThat(again.epoch()).isEqualTo(2);
    assertThat(worker.complete(lost)).as("its first worker is fenced").isEmpty();
    assertThat(other.complete(again)).hasSize(1);
    assertThat(stores.jobs().events(direct.jobId()))
        .extracting(JobEvent::event)
        .containsExactly("submitted", "direct", "started", "worker_lost", "started", "completed");
  }

  @Test
  void whatTheWorkerCannotHaveWaitsInTheQueueOrIsRefused() {
    database.execute("SELECT submit_job('first', 'etl', p_queue => 'night')");
    database.execute("SELECT pause_queue('night')");
    DirectClaim held = direct(job("held").withQueue("night"));
    assertThat(held.claimed()).isNull();
    assertThat(held.reason()).isEqualTo("Queue night is paused");
    assertThat(status(held.jobId())).isEqualTo("queued");
    assertThat(direct(JobSubmission.of("x", "odd", JsonNodeFactory.instance.objectNode())).reason())
        .isEqualTo("This worker does not take such jobs");
    assertThat(direct(job("later").withRunAt(java.time.Instant.now().plusSeconds(3600))).reason())
        .isEqualTo("It waits for its time or for other jobs");

    String before = database.ask("SELECT count(*) FROM jobs");
    assertThatThrownBy(
            () ->
                stores
                    .work()
                    .submitAndClaim(
                        worker.session(),
                        List.of(job("good"), job("held").withQueue("night")),
                        true))
        .isInstanceOf(OrchestratorException.class)
        .hasMessageContaining("night is paused")
        .extracting(e -> ((OrchestratorException) e).code())
        .isEqualTo(ErrorCode.NOT_POSSIBLE_NOW);
    assertThat(database.ask("SELECT count(*) FROM jobs")).isEqualTo(before);
    assertThat(worker.claim(10)).extracting(ClaimedJob::name).isEmpty();

    database.execute("SELECT worker_command('w1', 'drain')");
    assertThat(direct(job("too late")).reason()).isEqualTo("This worker may take no jobs now");
  }
}
