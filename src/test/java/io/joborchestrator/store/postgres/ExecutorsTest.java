package io.joborchestrator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.joborchestrator.domain.job.JobEvent;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.job.RunEvent;
import io.joborchestrator.domain.worker.EngineExecutor;
import io.joborchestrator.domain.worker.ExecutorFacts;
import io.joborchestrator.domain.worker.WorkerRow;
import io.joborchestrator.store.WorkStore.ClaimedJob;
import io.joborchestrator.testing.InvariantChecker;
import io.joborchestrator.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Executors hang on the lease of their process; what an engine tells of a run on its claim. */
class ExecutorsTest {
  private static final Instant ADDED = Instant.parse("2026-11-23T12:00:00Z");

  @RegisterExtension final TestDatabase database = new TestDatabase();

  private PostgresStores stores;
  private TestWorker worker;

  @BeforeEach
  void worker() {
    stores = database.stores();
    worker = TestWorker.register(stores.work(), "w1");
  }

  @AfterEach
  void invariantsHold() throws SQLException {
    try (Connection connection = database.connect()) {
      assertThat(InvariantChecker.violations(connection)).isEmpty();
    }
  }

  private static EngineExecutor executor(String id, int active, @Nullable String loss) {
    return new EngineExecutor(
        "app-1", id, "4.1.0", "node-" + id, 4, 1_000, 250, active, 7, 2, ADDED, loss);
  }

  private boolean report(EngineExecutor... executors) {
    return stores.work().executors(worker.session(), List.of(executors));
  }

  private List<WorkerRow> executors() {
    return stores.fleet().workers().stream().filter(row -> row.executor() != null).toList();
  }

  @Test
  void areListedBehindTheirProcess() {
    TestWorker.register(stores.work(), "w2");
    assertThat(report(executor("0", 1, null), executor("1", 4, null))).isTrue();
    assertThat(stores.fleet().workers())
        .extracting(WorkerRow::name, WorkerRow::kind, WorkerRow::status, WorkerRow::runningJobs)
        .containsExactly(
            tuple("node-w1", "worker", "online", 0),
            tuple("Executor 0", "spark_executor", "online", 1),
            tuple("Executor 1", "spark_executor", "busy", 4),
            tuple("node-w2", "worker", "online", 0));
    WorkerRow row = executors().get(0);
    assertThat(row.host()).isEqualTo("node-0");
    assertThat(row.version()).isEqualTo("4.1.0");
    assertThat(row.slots()).isEqualTo(4);
    assertThat(row.memoryPercent()).isEqualTo(25);
    assertThat(row.executor())
        .isEqualTo(new ExecutorFacts("node-w1", "app-1", "0", 1_000, 7, 2, ADDED, null));
  }

  @Test
  void aReportReplacesTheOneBefore() {
    report(executor("0", 1, null), executor("1", 1, null));
    report(executor("1", 3, null), executor("2", 0, null));
    assertThat(executors())
        .extracting(WorkerRow::name, WorkerRow::runningJobs)
        .containsExactly(tuple("Executor 1", 3), tuple("Executor 2", 0));
    report();
    assertThat(executors()).isEmpty();
  }

  @Test
  void aLostOneSaysWhyAndStaysLost() {
    report(executor("0", 1, null));
    report(executor("0", 0, "Command exited with code 137"));
    assertThat(executors())
        .singleElement()
        .satisfies(row -> assertThat(row.status()).isEqualTo("lost"))
        .satisfies(
            row -> assertThat(row.executor().loss()).isEqualTo("Command exited with code 137"));
  }

  @Test
  void goWithTheProcessThatLeaves() {
    report(executor("0", 1, null));
    stores.work().deregister(worker.session());
    assertThat(executors()).isEmpty();
    assertThat(report(executor("0", 1, null))).as("it is no longer a member").isFalse();
    assertThat(executors()).isEmpty();
  }

  @Test
  void goWithTheProcessThatIsDeclaredDead() throws SQLException {
    report(executor("0", 1, null));
    database.execute("UPDATE worker_leases SET expires_at = clock_timestamp() - interval '1 s'");
    stores.work().rescue(10);
    assertThat(executors()).isEmpty();
  }

  @Test
  void goWhenTheProcessRegistersAgain() {
    report(executor("0", 1, null));
    TestWorker again = TestWorker.register(stores.work(), "w1");
    assertThat(again.session().workerNo()).isEqualTo(worker.session().workerNo());
    assertThat(executors()).isEmpty();
    assertThat(report(executor("0", 1, null))).as("an older life of it").isFalse();
  }

  @Test
  void whatAnEngineTellsIsAnEventOfTheJob() {
    ClaimedJob job = claimed();
    RunEvent lost = new RunEvent("executor_lost", "Executor 0 on node-0 was lost");
    assertThat(stores.work().events(worker.session(), TestWorker.claim(job), List.of(lost)))
        .isTrue();
    assertThat(stores.jobs().events(job.jobId()))
        .filteredOn(event -> event.event().equals("executor_lost"))
        .singleElement()
        .satisfies(event -> assertThat(event.reason()).isEqualTo("Executor 0 on node-0 was lost"))
        .satisfies(event -> assertThat(event.actor()).isEqualTo("node-w1"))
        .satisfies(event -> assertThat(event.epoch()).isEqualTo(1));
  }

  @Test
  void aFencedRunTellsNothing() {
    ClaimedJob job = claimed();
    TestWorker other = TestWorker.register(stores.work(), "w2");
    RunEvent lost = new RunEvent("executor_lost", "Executor 0 on node-0 was lost");
    assertThat(stores.work().events(other.session(), TestWorker.claim(job), List.of(lost)))
        .isFalse();
    assertThat(stores.jobs().events(job.jobId()))
        .extracting(JobEvent::event)
        .doesNotContain("executor_lost");
  }

  private ClaimedJob claimed() {
    stores
        .jobs()
        .submit(List.of(JobSubmission.of("long", "etl", JsonNodeFactory.instance.objectNode())));
    return worker.claim(1).get(0);
  }
}
