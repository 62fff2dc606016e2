package io.joborchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.testing.FakeOrchestrator;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CliMainTest {
  @TempDir Path folder;

  private final FakeOrchestrator orchestrator = FakeOrchestrator.busy();
  private FakeLauncher launcher;
  private CliFixture cli;

  @BeforeEach
  void open() {
    launcher = new FakeLauncher(orchestrator, folder);
    cli = new CliFixture(launcher, folder);
  }

  @Test
  void opensTheConsoleWithoutAVerb() {
    assertThat(cli.run()).isEqualTo(42);
    assertThat(cli.run("--profile", "x")).isEqualTo(42);
    assertThat(launcher.opened()).isEmpty();
  }

  @Test
  void showsHelpAndVersionWithoutConnecting() {
    assertThat(cli.run("--help")).isZero();
    assertThat(cli.out()).contains("submit", "worker", "Exit codes");
    assertThat(cli.run("submit", "--help")).isZero();
    assertThat(cli.out()).contains("--idempot".substring(0, 2), "--input", "--cron");
    assertThat(cli.run("version")).isZero();
    assertThat(launcher.opened()).isEmpty();
  }

  @Test
  void suggestsTheVerbThatWasMeant() {
    assertThat(cli.run("sumbit")).isEqualTo(64);
    assertThat(cli.err()).contains("Unmatched argument", "submit");
  }

  @Test
  void refusesUnknownOptionsWithTheUsageCode() {
    assertThat(cli.run("list", "--limt", "3")).isEqualTo(64);
    assertThat(cli.run("list", "--limit", "none")).isEqualTo(64);
    assertThat(cli.run("status")).isEqualTo(64);
    assertThat(cli.run("worker")).isEqualTo(64);
  }

  @Test
  void listsJobsAsATableAndAsJson() throws Exception {
    assertThat(cli.run("list", "status:failed")).isZero();
    assertThat(cli.out()).startsWith("ID").contains("failed").doesNotContain("completed");

    assertThat(cli.run("list", "--json", "--limit", "2")).isZero();
    JsonNode rows = new ObjectMapper().readTree(cli.out());
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).fieldNames())
        .toIterable()
        .containsExactly(
            "id",
            "no",
            "name",
            "type",
            "status",
            "priority",
            "queue",
            "engine",
            "owner",
            "submittedAt",
            "runAt",
            "startedAt",
            "finishedAt",
            "percent",
            "recordsProcessed",
            "recordsTotal",
            "ranMillis",
            "attempt",
            "retries",
            "cancelRequested",
            "reason",
            "worker",
            "tags");
    assertThat(launcher.allClosed()).isTrue();
    assertThat(launcher.opened()).containsOnly(Purpose.COMMAND);
  }

  @Test
  void leavesNamesOutOfAList() {
    assertThat(cli.run("list", "-name:zzz")).isZero();
    assertThat(cli.out()).startsWith("ID");
  }

  @Test
  void pointsAtAWrongFilter() {
    assertThat(cli.run("list", "stauts:failed")).isEqualTo(2);
    assertThat(cli.err()).contains("There is no field 'stauts'", "Did you mean 'status:failed'?");
  }

  @Test
  void saysThatAJobDoesNotExist() throws Exception {
    assertThat(cli.run("status", "no-such-job")).isEqualTo(2);
    assertThat(cli.err()).startsWith("Error JOB_NOT_FOUND: There is no job 'no-such-job'.");

    assertThat(cli.run("status", "no-such-job", "--json")).isEqualTo(2);
    JsonNode error = new ObjectMapper().readTree(cli.err()).get("error");
    assertThat(error.get("code").asText()).isEqualTo("JOB_NOT_FOUND");
    assertThat(error.get("type").asText()).isEqualTo("user");
  }

  @Test
  void printsAStackOnlyWhenAsked() {
    orchestrator.failWith("The database does not answer.");

    assertThat(cli.run("list")).isEqualTo(6);
    assertThat(cli.err())
        .isEqualTo(
            "Error DATABASE_UNAVAILABLE: The database does not answer." + System.lineSeparator());
    assertThat(cli.run("list", "--verbose")).isEqualTo(6);
    assertThat(cli.err()).contains("  at ");
    assertThat(launcher.allClosed()).isTrue();
  }

  @Test
  void listsWorkersAndEngines() throws Exception {
    assertThat(cli.run("workers")).isZero();
    assertThat(cli.out()).contains("HEARTBEAT");
    assertThat(cli.run("engines", "--json")).isZero();
    assertThat(new ObjectMapper().readTree(cli.out()).findValuesAsText("name"))
        .containsExactly("local", "spark");
  }

  @Test
  void keepsCronApartFromWaiting() {
    assertThat(cli.run("submit", "--type", "etl", "--cron", "0 6 * * *", "--wait")).isEqualTo(64);
    assertThat(cli.err()).contains("--cron stores a schedule");
  }
}
