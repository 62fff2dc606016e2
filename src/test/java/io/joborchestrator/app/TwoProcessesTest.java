package io.joborchestrator.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.config.LaunchOptions;
import io.joborchestrator.domain.job.Attempt;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobEvent;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.testing.Await;
import io.joborchestrator.testing.InvariantChecker;
import io.joborchestrator.testing.TestDatabase;
import io.joborchestrator.testing.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** This process submits and watches; others, which may be killed, execute. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the scripts are for a POSIX shell")
class TwoProcessesTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @RegisterExtension static final TestDatabase database = new TestDatabase();
  @TempDir static Path homes;
  private static OrchestratorSession session;
  private static EnhancedJobManager jobs;

  /** The only worker that lives. A Java process takes long to start, so tests hand it on. */
  private static WorkerProcess alive;

  private static int started;

  @TempDir Path folder;

  @BeforeAll
  static void connect() throws IOException {
    Map<String, String> env = new HashMap<>(System.getenv());
    env.putAll(WorkerProcess.variables(database.config()));
    session =
        new Wiring(env, () -> false).launch(LaunchOptions.inHome(home("here")), Purpose.COMMAND);
    jobs = session.orchestrator().jobs();
  }

  @AfterAll
  static void disconnect() throws Exception {
    if (alive != null) {
      alive.close();
    }
    session.close();
    InvariantChecker.assertHolds(database);
  }

  @AfterEach
  void stop() throws IOException {
    // Scripts of killed workers are orphans: they end when they see this.
    Files.writeString(folder.resolve("all-stop"), "");
  }

  @Test
  void oneSubmitsAndTheOtherExecutes() throws Exception {
    WorkerProcess worker = worker();
    String id = jobs.submit(script("echo hello from $EJO_JOB_ID"));
    awaitStatus(id, JobStatus.COMPLETED);
    assertThat(jobs.log(id, null, 0, 0, 100))
        .anySatisfy(line -> assertThat(line.text()).isEqualTo("hello from " + id));
    assertThat(session.orchestrator().workers().workers())
        .anySatisfy(row -> assertThat(row.name()).contains(Long.toString(worker.pid())));
    assertThat(detail(id).routing().engine()).isEqualTo("local");
  }

  @Test
  void aJobWhoseWorkerIsKilledCompletesElsewhereOnce() throws Exception {
    String id = waitingJobOf(worker());
    alive.kill();
    alive = null;
    WorkerProcess second = worker();
    awaitFile("started-2");
    Files.writeString(folder.resolve("go-2"), "");
    awaitStatus(id, JobStatus.COMPLETED);
    assertThat(Files.readString(folder.resolve("ledger"))).isEqualTo("2\n");

    JobDetail detail = detail(id);
    assertThat(detail.row().epoch()).isEqualTo(2);
    assertThat(detail.row().worker()).contains(Long.toString(second.pid()));
    assertThat(detail.attempts()).extracting(Attempt::outcome).containsExactly("lost", "completed");
    assertThat(jobs.events(id))
        .extracting(JobEvent::event)
        .containsExactly("submitted", "started", "worker_lost", "started", "completed");
  }

  @Test
  void aWorkerThatStopsGivesItsJobBackUntouched() throws Exception {
    String id = waitingJobOf(worker());
    alive.close();
    alive = null;
    assertThat(row(id).status()).isEqualTo(JobStatus.QUEUED);
    assertThat(detail(id).attempts()).extracting(Attempt::outcome).containsExactly("released");
    WorkerProcess second = worker();
    awaitFile("started-2");
    Files.writeString(folder.resolve("go-2"), "");
    awaitStatus(id, JobStatus.COMPLETED);
    assertThat(row(id).retryCount()).isZero();
    assertThat(row(id).worker()).contains(Long.toString(second.pid()));
  }

  @Test
  void cancelReachesARunInAnotherProcess() throws Exception {
    WorkerProcess worker = worker();
    String id = waitingJobOf(worker);
    assertThat(jobs.cancel(id, false, "not needed").done()).isTrue();
    awaitStatus(id, JobStatus.CANCELLED);
    assertThat(detail(id).attempts()).extracting(Attempt::outcome).containsExactly("cancelled");
    assertThat(row(id).worker()).contains(Long.toString(worker.pid()));
  }

  @Test
  void theTimeLimitIsKeptByTheWorker() throws Exception {
    WorkerProcess worker = worker();
    String id =
        jobs.submit(
            script(waiting()).withTimeout(Duration.ofMillis(500)).withRetryPolicy("default"));
    Await.until("a retry", LIMIT, () -> row(id).retryCount() > 0, () -> row(id).toString());
    assertThat(detail(id).attempts().get(0).outcome()).isEqualTo("timeout");
    assertThat(row(id).worker()).contains(Long.toString(worker.pid()));
    jobs.cancel(id, false, "enough");
    awaitStatus(id, JobStatus.CANCELLED);
  }

  /** Says that it started, waits for its epoch's word, and writes one line. */
  private static String waiting() {
    return "touch $DIR/started-$EJO_EPOCH; "
        + "while [ ! -e $DIR/go-$EJO_EPOCH ]; do [ -e $DIR/all-stop ] && exit 9; sleep 0.05; done; "
        + "echo $EJO_EPOCH >> $DIR/ledger";
  }

  private JobSubmission script(String text) {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    config
        .putArray("argv")
        .addAll(List.of("/bin/sh", "-c", text).stream().map(config::textNode).toList());
    config.putObject("env").put("DIR", folder.toString());
    return JobSubmission.of("a script", "script", config);
  }

  private static WorkerProcess worker() throws IOException {
    if (alive == null) {
      alive =
          WorkerProcess.start(
              home("worker-" + ++started), WorkerProcess.variables(database.config()));
    }
    return alive;
  }

  private String waitingJobOf(WorkerProcess worker) {
    assertThat(worker.isAlive()).isTrue();
    String id = jobs.submit(script(waiting()));
    awaitFile("started-1");
    return id;
  }

  private static Path home(String name) throws IOException {
    return Files.createDirectories(homes.resolve(name));
  }

  private void awaitFile(String name) {
    Await.until(name, LIMIT, () -> Files.exists(folder.resolve(name)));
  }

  private void awaitStatus(String id, JobStatus status) {
    Await.until(
        id + " " + status, LIMIT, () -> row(id).status() == status, () -> row(id).toString());
  }

  private JobRow row(String id) {
    return jobs.status(id).orElseThrow();
  }

  private JobDetail detail(String id) {
    return jobs.detail(id).orElseThrow();
  }
}
