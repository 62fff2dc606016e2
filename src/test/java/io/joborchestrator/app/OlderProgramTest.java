package io.joborchestrator.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.joborchestrator.config.LaunchOptions;
import io.joborchestrator.domain.deadletter.DeadLetterFilter;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.orchestrator.Orchestrator;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.testing.ProcessVariables;
import io.joborchestrator.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A program on a schema that a newer one has brought further. */
class OlderProgramTest {
  private static final JobSubmission SCRIPT =
      JobSubmission.of(
          "tidy",
          "script",
          JsonNodeFactory.instance
              .objectNode()
              .set("argv", JsonNodeFactory.instance.arrayNode().add("/bin/true")));

  @RegisterExtension final TestDatabase database = new TestDatabase();

  @TempDir Path folder;

  private Wiring wiring;

  @BeforeEach
  void aJobOfBefore() {
    wiring =
        new Wiring(ProcessVariables.of(database.config(), folder.resolve("home")), () -> false);
    OrchestratorSession session = wiring.launch(LaunchOptions.NONE, Purpose.COMMAND);
    session.orchestrator().jobs().submit(SCRIPT);
    session.stop(Duration.ofSeconds(5));
    database.execute(
        "INSERT INTO schema_history (installed_rank, version, description, type, script,"
            + " installed_by, execution_time, success)"
            + " SELECT max(installed_rank) + 1, '999', 'later', 'SQL', 'V999__later.sql',"
            + " 'somebody', 1, true FROM schema_history");
  }

  @AfterEach
  void asItWas() {
    database.execute("DELETE FROM schema_history WHERE version = '999'");
  }

  @Test
  void r38_anOlderProgramReadsANewerSchemaAndChangesNothing() {
    OrchestratorSession session = wiring.launch(LaunchOptions.NONE, Purpose.CONSOLE);
    try {
      Orchestrator orchestrator = session.orchestrator();
      assertThat(orchestrator.connection().readOnly()).contains("999", "Upgrade this program");
      assertThat(session.executes()).as("claims jobs").isFalse();

      String id = database.ask("SELECT job_id FROM jobs");
      assertThat(orchestrator.jobs().detail(id)).isPresent();
      assertThat(orchestrator.jobs().counts().total()).isEqualTo(1);
      assertThat(orchestrator.jobs().list(JobFilter.ALL, 10)).hasSize(1);
      assertThat(orchestrator.deadLetters().groups(DeadLetterFilter.UNRESOLVED)).isEmpty();
      assertThat(orchestrator.workers().workers()).isEmpty();

      isRefused(() -> orchestrator.jobs().submit(SCRIPT));
      isRefused(() -> orchestrator.jobs().cancel(id, false, "not needed"));
      isRefused(() -> orchestrator.queues().pause("default", "maintenance"));
    } finally {
      session.stop(Duration.ofSeconds(5));
    }
    assertThat(database.ask("SELECT count(*) FROM jobs WHERE status = 'queued'")).isEqualTo("1");
    assertThat(database.ask("SELECT count(*) FROM workers")).isEqualTo("0");
  }

  @Test
  void r38_anOlderWorkerDoesNotStartOnANewerSchema() {
    assertThatThrownBy(() -> wiring.launch(LaunchOptions.NONE, Purpose.WORKER))
        .isInstanceOfSatisfying(
            OrchestratorException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_VERSION))
        .hasMessageContaining("Upgrade this one");
    assertThat(database.ask("SELECT count(*) FROM workers")).isEqualTo("0");
  }

  private static void isRefused(ThrowingCallable write) {
    assertThatThrownBy(write)
        .isInstanceOfSatisfying(
            OrchestratorException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_VERSION))
        .hasMessageContaining("only reads");
  }
}
