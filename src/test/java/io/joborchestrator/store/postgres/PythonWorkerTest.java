package io.joborchestrator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.testing.Await;
import io.joborchestrator.testing.InvariantChecker;
import io.joborchestrator.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The example worker in Python against the real schema: it works, dies, is fenced and leaves. */
@Tag("slow")
class PythonWorkerTest {
  private static final String DRIVER = "pg8000==1.31.6";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Path PROJECT = Path.of(System.getProperty("project.dir", "."));
  private static final Path VENV = PROJECT.resolve("target/python-worker").toAbsolutePath();

  @RegisterExtension final TestDatabase database = new TestDatabase();

  @TempDir Path dir;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void worksDiesIsRescuedAndLeaves() throws Exception {
    Path python = python();
    Path text = Files.writeString(dir.resolve("big.txt"), "0123456789abcde\n".repeat(64 * 1024));
    Process first = worker(python, "py-1");
    await("registered", "SELECT 1 FROM orchestrator.worker_list WHERE worker_id = 'py-1'");
    assertThat(ask("SELECT kind || ' ' || capabilities::text FROM orchestrator.worker_list"))
        .isEqualTo("traditional {count_lines}");

    submit("quick", text, 0);
    submit("wrong", dir.resolve("absent"), 0);
    awaitStatus("quick", "completed");
    awaitStatus("wrong", "failed");
    assertThat(ask("SELECT result ->> 'lines' FROM orchestrator.jobs WHERE job_id = 'quick'"))
        .isEqualTo("65536");
    assertThat(
            ask(
                "SELECT error_type || ' ' || error_code FROM orchestrator.jobs WHERE job_id = 'wrong'"))
        .as("%s", logs())
        .isEqualTo("user BAD_REQUEST");

    submit("cancelled", text, 0.5);
    await(
        "runs",
        "SELECT 1 FROM orchestrator.job_list WHERE job_id = 'cancelled' AND percent > 0"
            + " AND worker = 'py-1' AND engine = 'python'");
    ask("SELECT message FROM orchestrator.request_cancel('{cancelled}', p_reason => 'enough')");
    awaitStatus("cancelled", "cancelled");

    submit("killed", text, 0.3);
    awaitChunk("killed", 2);
    first.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    await("rescued", "SELECT nullif(orchestrator.rescue_dead_workers(), 0)");
    Process second = worker(python, "py-2");
    awaitStatus("killed", "completed");
    assertThat(ask("SELECT result ->> 'lines' FROM orchestrator.jobs WHERE job_id = 'killed'"))
        .isEqualTo("65536");
    assertThat(
            Integer.parseInt(
                ask(
                    "SELECT result ->> 'resumed_behind_block' FROM orchestrator.jobs WHERE job_id = 'killed'")))
        .isGreaterThanOrEqualTo(3);
    assertThat(
            ask(
                "SELECT string_agg(outcome, ' ' ORDER BY a.epoch) FROM orchestrator.job_attempts a"
                    + " JOIN orchestrator.jobs j USING (no) WHERE job_id = 'killed'"))
        .isEqualTo("lost completed");

    second.destroy();
    assertThat(second.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(ask("SELECT status FROM orchestrator.worker_list WHERE worker_id = 'py-2'"))
        .isEqualTo("offline");
    try (Connection connection = database.connect()) {
      assertThat(InvariantChecker.violations(connection)).isEmpty();
    }
  }

  @Test
  void aWorkerThatWasDeclaredDeadReportsNothingAndRegistersAgain() throws Exception {
    Path python = python();
    Path text = Files.writeString(dir.resolve("big.txt"), "0123456789abcde\n".repeat(64 * 1024));
    worker(python, "py-1");
    submit("fenced", text, 0.4);
    awaitChunk("fenced", 0);
    // As after a long sleep: everybody else believes that it is dead.
    ask(
        "SELECT orchestrator.rescue_dead_workers(p_now => clock_timestamp() + interval '1 minute')");
    awaitStatus("fenced", "completed");
    assertThat(ask("SELECT epoch FROM orchestrator.jobs WHERE job_id = 'fenced'")).isEqualTo("2");
    assertThat(Files.readString(dir.resolve("py-1.log")))
        .contains("fenced was given to another worker: nothing is reported")
        .contains("registered as worker 1, epoch 3");
  }

  private void submit(String id, Path file, double delay) {
    database.execute(
        ("SELECT orchestrator.submit_jobs(jsonb_build_array(jsonb_build_object('job_id', '%s', 'name',"
                + " '%s', 'type', 'count_lines', 'config', jsonb_build_object('path', '%s',"
                + " 'delay_seconds', %s))))")
            .formatted(id, id, file, delay));
  }

  private void awaitChunk(String id, int chunk) {
    await(
        "chunk " + chunk,
        "SELECT 1 FROM orchestrator.job_checkpoints JOIN orchestrator.jobs USING (no)"
            + " WHERE job_id = '"
            + id
            + "' AND chunk_no >= "
            + chunk);
  }

  private void awaitStatus(String id, String status) {
    await(
        id + " is " + status,
        "SELECT 1 FROM orchestrator.jobs WHERE job_id = '"
            + id
            + "' AND status = '"
            + status
            + "'");
  }

  private void await(String what, String sql) {
    Await.until(what, LIMIT, () -> ask(sql) != null, this::logs);
  }

  private String ask(String sql) {
    return database.ask(sql);
  }

  private String logs() {
    StringBuilder text = new StringBuilder();
    try (var files = Files.list(dir)) {
      for (Path log : files.filter(file -> file.toString().endsWith(".log")).toList()) {
        text.append(Files.readString(log));
      }
    } catch (IOException e) {
      text.append(e);
    }
    return text.toString();
  }

  private Process worker(Path python, String id) throws IOException {
    Path script = PROJECT.resolve("packaging/examples/worker.py").toAbsolutePath();
    ProcessBuilder builder =
        new ProcessBuilder(python.toString(), script.toString(), "--id", id, "--lease", "2");
    builder.environment().put("PGHOST", database.config().host());
    builder.environment().put("PGPORT", Integer.toString(database.config().port()));
    builder.environment().put("PGDATABASE", database.config().database());
    builder.environment().put("PGUSER", database.config().user());
    builder.environment().put("PGPASSWORD", database.config().password());
    builder.redirectErrorStream(true).redirectOutput(dir.resolve(id + ".log").toFile());
    Process process = builder.start();
    started.add(process);
    return process;
  }

  /** An own environment with the driver; without Python or a network there is nothing to try. */
  private Path python() throws Exception {
    Path python = VENV.resolve("bin/python");
    Path done = VENV.resolve("installed-" + DRIVER);
    if (!Files.exists(done)) {
      run("Python 3 with venv is needed", "python3", "-m", "venv", VENV.toString());
      run("pip could not fetch " + DRIVER, python.toString(), "-m", "pip", "install", "-q", DRIVER);
      Files.createFile(done);
    }
    return python;
  }

  private void run(String otherwise, String... command) throws Exception {
    Path log = dir.resolve("setup.txt");
    int exit;
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      exit = process.waitFor(180, TimeUnit.SECONDS) ? process.exitValue() : -1;
    } catch (IOException e) {
      exit = -2;
    }
    if (exit != 0) {
      String said = Files.exists(log) ? Files.readString(log) : "";
      Assumptions.abort("NOT TRIED: " + otherwise + ". " + said);
    }
  }
}
