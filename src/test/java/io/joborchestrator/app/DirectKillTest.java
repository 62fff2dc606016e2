package io.joborchestrator.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.testing.Await;
import io.joborchestrator.testing.InvariantChecker;
import io.joborchestrator.testing.TestDatabase;
import io.joborchestrator.testing.WorkerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A command that runs its job directly is killed: a worker takes the job over. */
@Tag("slow")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the scripts are for a POSIX shell")
class DirectKillTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @TempDir Path dir;

  @Test
  void aWorkerCompletesTheJobOfAProcessThatWasKilled() throws Exception {
    Process command =
        command("echo $EJO_ATTEMPT >> " + dir + "/ledger; test -e " + dir + "/go || sleep 60");
    try {
      Await.until("the script", LIMIT, () -> Files.exists(dir.resolve("ledger")));
      assertThat(database.ask("SELECT string_agg(event, ' ' ORDER BY at) FROM job_history"))
          .isEqualTo("submitted direct started");
    } finally {
      command.destroyForcibly();
      assertThat(command.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
    Files.writeString(dir.resolve("go"), "");
    Map<String, String> variables = WorkerProcess.variables(database.config());
    try (WorkerProcess worker = WorkerProcess.start(home("worker"), variables)) {
      assertThat(worker.isAlive()).isTrue();
      Await.until(
          "the end", LIMIT, () -> "completed".equals(database.ask("SELECT status FROM job_list")));
    }
    assertThat(database.ask("SELECT string_agg(outcome, ' ' ORDER BY epoch) FROM job_attempts"))
        .isEqualTo("lost completed");
    assertThat(Files.readAllLines(dir.resolve("ledger"))).hasSize(2);
    InvariantChecker.assertHolds(database);
  }

  private Process command(String script) throws Exception {
    List<String> words =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Main.class.getName(),
            "submit",
            "--type",
            "script",
            "--direct",
            "--",
            "sh",
            "-c",
            script);
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().putAll(WorkerProcess.variables(database.config()));
    builder.environment().put("ORCHESTRATOR_HOME", home("command").toString());
    builder.redirectErrorStream(true).redirectOutput(dir.resolve("command.log").toFile());
    return builder.start();
  }

  private Path home(String name) throws Exception {
    return Files.createDirectories(dir.resolve(name));
  }
}
