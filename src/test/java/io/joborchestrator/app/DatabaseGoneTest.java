package io.joborchestrator.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.config.LaunchOptions;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.orchestrator.Orchestrator;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.testing.Await;
import io.joborchestrator.testing.CuttableProxy;
import io.joborchestrator.testing.TestDatabase;
import io.joborchestrator.testing.WorkerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The network to the database breaks while somebody works. */
class DatabaseGoneTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @RegisterExtension final TestDatabase database = new TestDatabase();
  @TempDir Path folder;
  private CuttableProxy network;
  private OrchestratorSession session;
  private Orchestrator orchestrator;

  @BeforeEach
  void connect() throws IOException {
    network = new CuttableProxy(database.config().port());
    Map<String, String> env = new HashMap<>(System.getenv());
    env.putAll(WorkerProcess.variables(database.config()));
    env.put("ORCHESTRATOR_DATABASE_PORT", Integer.toString(network.port()));
    env.put("ORCHESTRATOR_DATABASE_WAIT", "1s");
    session = new Wiring(env, () -> false).launch(LaunchOptions.inHome(folder), Purpose.COMMAND);
    orchestrator = session.orchestrator();
  }

  @AfterEach
  void stop() throws IOException {
    session.stop(Duration.ofSeconds(5));
    network.close();
  }

  @Test
  void aSubmissionWhoseAnswerWasLostMakesOneJobWhenItIsRepeated() throws Exception {
    JobSubmission job = script();
    network.dropRepliesAfter("submit_jobs");
    CompletableFuture<String> first =
        CompletableFuture.supplyAsync(() -> orchestrator.jobs().submit(job));
    Await.until("the job is stored", LIMIT, () -> count() == 1);
    network.cut();
    assertThatThrownBy(() -> first.get(60, TimeUnit.SECONDS))
        .hasCauseInstanceOf(OrchestratorException.class)
        .satisfies(e -> assertThat(code(e.getCause())).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE));

    network.mend();
    String id = orchestrator.jobs().submit(job);
    assertThat(count()).isEqualTo(1);
    assertThat(orchestrator.jobs().status(id)).isPresent();
  }

  @Test
  void aSubmissionWithoutADatabaseSaysSoAndStoresNothing() {
    network.cut();
    JobSubmission job = script();
    assertThatThrownBy(() -> orchestrator.jobs().submit(job))
        .isInstanceOf(OrchestratorException.class)
        .satisfies(e -> assertThat(code(e)).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE))
        .hasMessageContaining("database");
    assertThat(count()).isZero();
    network.mend();
    orchestrator.jobs().submit(job);
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void theConnectionSaysWhenItIsLostAndWhenItIsBack() {
    Await.until("connected", LIMIT, () -> orchestrator.connection().connected());
    network.cut();
    Await.until("lost", LIMIT, () -> !orchestrator.connection().connected());
    assertThat(orchestrator.connection().problem()).isNotBlank();
    assertThat(orchestrator.connection().lastContact()).isNotNull();
    network.mend();
    Await.until("back", LIMIT, () -> orchestrator.connection().connected());
    assertThat(orchestrator.connection().problem()).isNull();
  }

  private long count() {
    return Long.parseLong(database.ask("SELECT count(*) FROM jobs"));
  }

  private static ErrorCode code(Throwable e) {
    return ((OrchestratorException) e).code();
  }

  private static JobSubmission script() {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    config.putArray("argv").add("true");
    return JobSubmission.of("a script", "script", config);
  }
}
