package io.joborchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.joborchestrator.config.LaunchOptions;
import io.joborchestrator.domain.deadletter.BulkOperation;
import io.joborchestrator.domain.deadletter.DeadLetterFilter;
import io.joborchestrator.orchestrator.OrchestratorLauncher;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.testing.InvariantChecker;
import io.joborchestrator.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The verbs of the dead-letter queue against a real database. */
class CliDlqTest {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  @TempDir Path folder;

  private OrchestratorLauncher launcher;
  private CliFixture cli;

  @BeforeEach
  void connect() {
    launcher = CliDatabase.launcher(database, folder.resolve("home"));
    cli = new CliFixture(launcher, folder);
  }

  @AfterEach
  void invariantsHold() {
    InvariantChecker.assertHolds(database);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void deadScriptIsFoundMendedAndReplayed() throws Exception {
    Files.writeString(folder.resolve("mended.json"), "{\"argv\": [\"true\"]}");
    try (OrchestratorSession worker = launcher.launch(LaunchOptions.NONE, Purpose.WORKER)) {
      assertThat(worker.executes()).isTrue();
      cli.run("submit", "--type", "script", "--wait", "--", "sh", "-c", "echo bad >&2; exit 3");
      String job = cli.out().substring(0, cli.out().indexOf(' '));

      assertThat(cli.run("dlq", "list")).isZero();
      assertThat(cli.out()).contains("open", "NON_RETRYABLE", job, "exit code 3: bad");
      assertThat(cli.run("dlq", "show", job)).isZero();
      assertThat(cli.out()).contains("Entry 1", "PROGRAM_FAILED", "exit 3", "Attempt    1 failed");

      assertThat(cli.run("dlq", "replay", "1", "--wait")).as(cli.err()).isEqualTo(2);
      assertThat(cli.out()).contains("completed: 0 done, 1 failed", "Entry 1", "exit code 3");
      assertThat(cli.run("dlq", "replay", "1", "--edit", "mended.json", "--wait"))
          .as(cli.err())
          .isZero();
      assertThat(cli.out()).contains("Operation 2, replay, completed: 1 done, 0 failed");

      assertThat(cli.run("dlq", "show", "1", "--json")).isZero();
      JsonNode entry = new ObjectMapper().readTree(cli.out());
      assertThat(entry.get("state").asText()).isEqualTo("replayed");
      assertThat(entry.at("/replayJobs/1/editedPayload/argv/0").asText()).endsWith("true");
      assertThat(entry.at("/payload/argv/2").asText()).contains("exit 3");
      assertThat(cli.run("dlq", "list")).isZero();
      assertThat(cli.err()).contains("There are no unresolved dead letters.");
    }
  }

  @Test
  void groupsFiltersAndDryRunsCountTheSame() throws Exception {
    bury(3, "File /in/%d.csv is gone");
    bury(2, "Port 80%d refused");
    assertThat(cli.run("dlq", "list", "--groups")).isZero();
    assertThat(cli.out()).contains("3", "File <path> is gone", "Port # refused");
    assertThat(cli.run("dlq", "list", "--json", "group:1")).isZero();
    assertThat(new ObjectMapper().readTree(cli.out())).hasSize(3);
    assertThat(cli.run("dlq", "list", "refused", "--limit", "1")).isZero();
    assertThat(cli.err()).contains("1 of 2 shown");

    assertThat(cli.run("dlq", "replay", "--group", "1", "--dry-run", "--json")).isZero();
    assertThat(new ObjectMapper().readTree(cli.out()).get("eligible").asInt()).isEqualTo(3);
    assertThat(cli.run("dlq", "replay", "--filter", "state:discarded", "--dry-run")).isEqualTo(2);
    assertThat(cli.run("dlq", "list", "staet:open")).isEqualTo(2);
    assertThat(cli.err()).contains("There is no field 'staet'", "state:open");
  }

  @Test
  void replayWithoutAWorkerSaysSoAndCanBePausedAndCancelled() {
    bury(2, "Broken %d");
    assertThat(cli.run("dlq", "replay", "--all", "--rate", "1")).isZero();
    assertThat(cli.out()).contains("Operation 1, replay, running", "2 waiting of 2");
    assertThat(cli.err()).contains("No running process carries it out");
    assertThat(cli.run("dlq", "replay", "--all")).isEqualTo(2);
    assertThat(cli.out()).contains("A replay of it is pending");
    assertThat(cli.run("dlq", "operation", "1", "--wait", "--timeout", "1s")).isEqualTo(124);
    assertThat(cli.run("dlq", "operation", "1", "--rate", "0.5", "--stop-after", "3")).isZero();
    assertThat(cli.run("dlq", "operation", "1", "--stop-after", "none")).isZero();
    assertThat(operation(1).options().perSecond()).isEqualTo(0.5);
    assertThat(operation(1).options().stopAfter()).isNull();
    assertThat(cli.run("dlq", "operation", "1", "--rate", "0")).isEqualTo(2);
    assertThat(cli.err()).contains("the rate is more than 0");
    assertThat(cli.run("dlq", "operation", "1", "--rate", "fast")).isEqualTo(64);
    assertThat(cli.run("dlq", "operation", "1", "--rate", "5", "--pause")).isEqualTo(64);
    assertThat(cli.run("dlq", "operation", "--rate", "5")).isEqualTo(64);
    assertThat(cli.run("dlq", "operation", "1", "--pause", "--reason", "month end")).isZero();
    assertThat(cli.run("dlq", "operation", "1", "--pause")).isEqualTo(2);
    assertThat(cli.run("dlq", "operation", "1", "--cancel")).isZero();
    assertThat(cli.run("dlq", "operation", "1", "--rate", "5")).isEqualTo(2);
    assertThat(cli.run("dlq", "operation", "1")).isEqualTo(7);
    assertThat(cli.out()).contains("cancelled", "0 done, 0 failed, 2 left out");
    assertThat(cli.run("dlq", "operation", "--json")).isZero();
    assertThat(letters()).isEqualTo(2);
  }

  @Test
  void discardIsUndoneByItsOperation() {
    bury(2, "Broken %d");
    assertThat(cli.run("dlq", "discard", "--all")).isEqualTo(64);
    assertThat(cli.run("dlq", "discard", "--all", "--reason", "rehearsal")).isZero();
    assertThat(cli.out()).contains("Operation 1, discard, completed: 2 done");
    assertThat(letters()).isZero();
    assertThat(cli.run("dlq", "restore", "--operation", "1")).isZero();
    assertThat(letters()).isEqualTo(2);
    assertThat(cli.run("dlq", "restore", "--all")).isEqualTo(2);
  }

  @Test
  void listsRetryPoliciesWithTheirKinds() throws Exception {
    database.execute("SELECT set_kind_policy('etl', 'critical_job')");
    assertThat(cli.run("policies")).isZero();
    assertThat(cli.out()).contains("critical_job", "engine, resource, system", "etl");
    assertThat(cli.run("policies", "--json")).isZero();
    assertThat(new ObjectMapper().readTree(cli.out())).hasSize(5);
  }

  @Test
  void saysWhatIsMissing() {
    assertThat(cli.run("dlq")).isEqualTo(64);
    assertThat(cli.run("dlq", "replay")).isEqualTo(64);
    assertThat(cli.err()).contains("Say which");
    assertThat(cli.run("dlq", "replay", "1", "--all")).isEqualTo(64);
    assertThat(cli.run("dlq", "show", "1")).isEqualTo(2);
    assertThat(cli.err()).contains("There is no dead letter '1'");
    assertThat(cli.run("dlq", "operation", "9")).isEqualTo(2);
    assertThat(cli.run("dlq", "replay", "--all")).isEqualTo(2);
    assertThat(cli.err()).contains("no dead letter matches");
  }

  private void bury(int count, String message) {
    for (int i = 0; i < count; i++) {
      database.execute(
          "SELECT submit_job('load', 'etl', jsonb_build_object('day', "
              + i
              + ")); UPDATE jobs SET status = 'failed', error_message = '"
              + message.formatted(i)
              + "' WHERE status = 'queued'");
    }
  }

  private BulkOperation operation(long number) {
    return database.stores().deadLetters().operation(number).orElseThrow();
  }

  private long letters() {
    return database.stores().deadLetters().page(DeadLetterFilter.UNRESOLVED, 0, 1).total();
  }
}
