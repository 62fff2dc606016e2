package io.joborchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.joborchestrator.config.LaunchOptions;
import io.joborchestrator.orchestrator.OrchestratorLauncher;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class CliEndToEndTest {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  @TempDir Path folder;

  private OrchestratorLauncher launcher;
  private CliFixture cli;

  @BeforeEach
  void connect() {
    launcher = CliDatabase.launcher(database, folder.resolve("home"));
    cli = new CliFixture(launcher, folder);
  }

  @Test
  void submitsWaitsAndShowsAScript() throws Exception {
    Files.writeString(
        folder.resolve("job.json"),
        """
        {"name": "greeting", "type": "script", "tags": ["e2e"],
         "config": {"argv": ["sh", "-c", "echo hello; echo oops >&2"]}}
        """);
    try (OrchestratorSession worker = launcher.launch(LaunchOptions.NONE, Purpose.WORKER)) {
      assertThat(worker.executes()).isTrue();
      assertThat(cli.run("submit", "job.json", "--tag", "cli")).isZero();
      String id = cli.out().strip();
      assertThat(cli.err()).isEmpty();

      assertThat(cli.run("wait", id, "--timeout", "30s")).isZero();
      assertThat(cli.out()).contains("greeting", "completed on local", "Exit code  0");

      assertThat(cli.run("status", id.substring(0, 8))).isZero();
      assertThat(cli.out()).contains("greeting  " + id, "completed", "local: ");

      assertThat(cli.run("logs", id, "-f")).isZero();
      assertThat(cli.out()).contains("stdout  hello", "stderr  oops");

      assertThat(cli.run("list", "--json", "owner:me", "tag:e2e", "status:completed")).isZero();
      JsonNode row = new ObjectMapper().readTree(cli.out()).get(0);
      assertThat(row.get("id").asText()).isEqualTo(id);
      assertThat(row.get("engine").asText()).isEqualTo("local");
      assertThat(row.get("tags")).hasSize(2);

      assertThat(cli.run("workers")).isZero();
      assertThat(cli.out()).contains("script");
    }
  }

  @Test
  void runsAJobDirectlyPastAThousandThatWaitAndTakesNoneOfThem() throws Exception {
    database.execute(
        "SELECT submit_job('waits ' || g, 'script', '{\"argv\": [\"true\"]}') FROM"
            + " generate_series(1, 1000) g");
    int exitCode =
        cli.run("submit", "--type", "script", "--direct", "--key", "d", "--", "sh", "-c", "echo 1");
    assertThat(exitCode).as(cli.err()).isZero();
    assertThat(cli.out()).contains("completed on local");
    assertThat(cli.err()).contains("which runs here");
    String id = database.ask("SELECT job_id FROM jobs WHERE idempotency_key = 'd'");
    assertThat(database.ask("SELECT reason FROM job_history WHERE event = 'direct'"))
        .isEqualTo("Ran directly, without waiting in the queue");
    assertThat(database.ask("SELECT count(*) FROM job_queue")).isEqualTo("1000");
    assertThat(database.ask("SELECT count(*) FROM job_attempts")).isEqualTo("1");

    exitCode =
        cli.run("submit", "--type", "script", "--direct", "--key", "d", "--", "sh", "-c", "echo 1");
    assertThat(exitCode).isZero();
    assertThat(cli.err()).contains("There was a job with this key already");
    assertThat(cli.out()).contains(id);
    assertThat(database.ask("SELECT count(*) FROM job_attempts")).isEqualTo("1");

    database.execute("SELECT pause_queue('default')");
    exitCode =
        cli.run("submit", "--type", "script", "--direct", "--if-busy", "refuse", "--", "true");
    assertThat(exitCode).isNotZero();
    assertThat(cli.err()).contains("Queue default is paused");
    assertThat(database.ask("SELECT count(*) FROM jobs")).isEqualTo("1001");
    database.execute("SELECT resume_queue('default'); DELETE FROM jobs");
  }

  @Test
  void endsWithTheCodeOfAJobThatFailed() throws Exception {
    try (OrchestratorSession worker = launcher.launch(LaunchOptions.NONE, Purpose.WORKER)) {
      assertThat(worker.executes()).isTrue();
      int exitCode =
          cli.run("submit", "--type", "script", "--wait", "--", "sh", "-c", "echo bad >&2; exit 3");

      assertThat(exitCode).isEqualTo(2);
      assertThat(cli.out()).contains("PROGRAM_FAILED: The program ended with exit code 3: bad");

      String id = cli.out().substring(0, cli.out().indexOf(' '));
      assertThat(cli.run("retry", id)).isZero();
      assertThat(cli.run("wait", id, "--json")).isEqualTo(2);
      JsonNode job = new ObjectMapper().readTree(cli.out()).get(0);
      assertThat(job.at("/error/code").asText()).isEqualTo("PROGRAM_FAILED");
      assertThat(job.get("attempt").asInt()).isEqualTo(2);
    }
  }

  @Test
  void cancelsARunningScript() throws Exception {
    try (OrchestratorSession worker = launcher.launch(LaunchOptions.NONE, Purpose.WORKER)) {
      cli.run("submit", "--type", "script", "--", "sh", "-c", "echo up; sleep 300");
      String id = cli.out().strip();
      try (JobWatch watch = new JobWatch(worker.orchestrator(), List.of(id))) {
        while (watch.next().get(0).startedAt() == null) {
          assertThat(watch.first().get(0).status().isTerminal()).isFalse();
        }
      }

      assertThat(cli.run("cancel", id, "--reason", "no longer needed")).isZero();
      assertThat(cli.run("wait", id, "--timeout", "30s")).isEqualTo(7);
      assertThat(cli.out()).contains("cancelled");
    }
  }

  @Test
  void saysThatNobodyWouldTakeAJob() {
    assertThat(cli.run("submit", "--type", "script", "--", "true")).isZero();
    assertThat(cli.err()).contains("No running worker takes jobs of type script");

    String id = cli.out().strip();
    assertThat(cli.run("wait", id, "--timeout", "1s")).isEqualTo(124);
    assertThat(cli.run("cancel", id)).isZero();
    assertThat(cli.run("wait", id)).isEqualTo(7);
  }

  @Test
  void givesTheSameJobForTheSameKey() {
    cli.run("submit", "--type", "script", "--key", "k1", "--", "true");
    String first = cli.out();
    cli.run("submit", "--type", "script", "--key", "k1", "--", "true");

    assertThat(cli.out()).isEqualTo(first);
  }

  @Test
  void refusesWhatCanNeverRunAndStoresNothing() throws Exception {
    refused("PROGRAM_NOT_FOUND at /argv/0", "submit", "--type", "script", "--", "/no/such/program");
    refused("UNKNOWN_ENGINE", "submit", "--type", "script", "--engine", "sprak", "--", "true");
    refused("INVALID_SCHEDULE", "submit", "--type", "script", "--at", "noonish", "--", "true");
    refused("INVALID_SCHEDULE", "submit", "--type", "script", "--cron", "61 * * * *", "--", "true");
    refused("INPUT_NOT_FOUND", "submit", "no-such-file.json");
    Files.writeString(folder.resolve("broken.json"), "{\"name\": \"x\",\n \"type\": etl}");
    refused("Line 2, column", "submit", "broken.json");
    Files.writeString(folder.resolve("odd.json"), "{\"nmae\": \"x\"}");
    refused("Unknown field 'nmae'", "submit", "odd.json");
    assertThat(database.ask("SELECT count(*) FROM jobs")).isEqualTo("0");
  }

  private void refused(String message, String... words) {
    assertThat(cli.run(words)).as(cli.err()).isEqualTo(2);
    assertThat(cli.err()).contains(message);
  }
}
