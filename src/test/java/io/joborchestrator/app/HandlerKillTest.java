package io.joborchestrator.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.config.LaunchOptions;
import io.joborchestrator.domain.job.Attempt;
import io.joborchestrator.domain.job.ChunkCounts;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.testing.Await;
import io.joborchestrator.testing.InvariantChecker;
import io.joborchestrator.testing.PluginJar;
import io.joborchestrator.testing.TestDatabase;
import io.joborchestrator.testing.WorkerProcess;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The handler of the documentation in a worker that is killed: another goes on where it was. */
@Tag("slow")
class HandlerKillTest {
  private static final String LINE = "a b\n";
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Path EXAMPLE =
      Path.of(System.getProperty("project.dir", ".")).resolve("packaging/examples/word-count");

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @TempDir Path dir;
  private EnhancedJobManager jobs;

  @Test
  void goesOnBehindTheLastCheckpointOfTheWorkerThatWasKilled() throws Exception {
    Path text = dir.resolve("t.txt");
    assertThat(new ProcessBuilder("mkfifo", text.toString()).start().waitFor()).isZero();
    Map<String, String> env = new HashMap<>(System.getenv());
    env.putAll(WorkerProcess.variables(database.config()));
    // Open for both, so that neither side waits for the other; the reader waits for more lines.
    try (RandomAccessFile lines = new RandomAccessFile(text.toFile(), "rw");
        OrchestratorSession session =
            new Wiring(env, () -> false)
                .launch(LaunchOptions.inHome(home("here")), Purpose.COMMAND)) {
      jobs = session.orchestrator().jobs();
      WorkerProcess first = worker("first");
      String id = jobs.submit(JobSubmission.of("words", "custom", config()));
      lines.writeBytes(LINE.repeat(35));
      await(id, "three checkpoints", () -> chunks(id) == 3);
      first.kill();
      lines.writeBytes(LINE.repeat(400));
      try (WorkerProcess second = worker("second")) {
        assertThat(second.isAlive()).isTrue();
        await(id, "all checkpoints", () -> chunks(id) == 40);
        lines.close();
        await(id, "the end", () -> detail(id).row().status().isTerminal());
      }
      JobDetail detail = detail(id);
      assertThat(detail.row().status()).as("%s", detail.error()).isEqualTo(JobStatus.COMPLETED);
      assertThat(detail.attempts())
          .extracting(Attempt::outcome)
          .containsExactly("lost", "completed");
      assertThat(detail.result().path("resumedBehindLine").asInt()).isEqualTo(30);
      assertThat(dir.resolve("o.csv")).hasContent("word,count\na,400\nb,400\n");
      assertThat(jobs.events(id)).anyMatch(event -> event.event().equals("checkpoint_resumed"));
    }
    InvariantChecker.assertHolds(database);
  }

  private ObjectNode config() {
    ObjectNode job = new ObjectMapper().createObjectNode().put("handler", "word-count");
    job.putObject("config")
        .put("input", dir.resolve("t.txt").toString())
        .put("output", dir.resolve("o.csv").toString())
        .put("linesPerCheckpoint", 10);
    return job;
  }

  private void await(String id, String what, BooleanSupplier condition) {
    Await.until(what, LIMIT, condition, () -> detail(id).row().toString());
  }

  private JobDetail detail(String id) {
    return jobs.detail(id).orElseThrow();
  }

  private int chunks(String id) {
    ChunkCounts counts = detail(id).chunks();
    return counts == null ? 0 : counts.done();
  }

  private WorkerProcess worker(String name) throws IOException {
    return WorkerProcess.start(home(name), WorkerProcess.variables(database.config()));
  }

  private Path home(String name) throws IOException {
    Path home = Files.createDirectories(dir.resolve("homes").resolve(name));
    PluginJar.compiled(
        home.resolve("plugins/word-count.jar"), EXAMPLE, dir.resolve("classes-" + name));
    return home;
  }
}
