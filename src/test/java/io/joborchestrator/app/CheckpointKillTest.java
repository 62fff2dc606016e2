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
import io.joborchestrator.domain.job.LogLine;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.testing.Await;
import io.joborchestrator.testing.InvariantChecker;
import io.joborchestrator.testing.TestDatabase;
import io.joborchestrator.testing.WorkerProcess;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A job of ten million rows whose worker is killed three times, against one that is left alone. */
@Tag("slow")
class CheckpointKillTest {
  private static final int ROWS = Integer.getInteger("checkpoint.rows", 10_000_000);
  private static final int KILLS = 3;
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @TempDir Path dir;

  private final Random random = new Random(Long.getLong("checkpoint.seed", 20));
  private EnhancedJobManager jobs;
  private int workers;

  @Test
  void killedThreeTimesGivesTheBytesOfAnUndisturbedRunAndRedoesAChunkPerKillAtMost()
      throws Exception {
    writeInput();
    Map<String, String> env = new HashMap<>(System.getenv());
    env.putAll(WorkerProcess.variables(database.config()));
    try (OrchestratorSession session =
        new Wiring(env, () -> false).launch(LaunchOptions.inHome(home("here")), Purpose.COMMAND)) {
      jobs = session.orchestrator().jobs();
      WorkerProcess worker = worker();
      String alone = submit("alone.csv");
      awaitEnd(alone);

      String killed = submit("killed.csv");
      List<Integer> stored = new ArrayList<>();
      int seen = 0;
      for (int kill = 0; kill < KILLS; kill++) {
        int next = seen + 1 + random.nextInt(3);
        awaitChunks(killed, next);
        worker.kill();
        seen = chunks(killed);
        stored.add(seen);
        worker = worker();
      }
      awaitEnd(killed);
      worker.close();

      assertThat(dir.resolve("killed.csv")).hasSameBinaryContentAs(dir.resolve("alone.csv"));
      check(alone, killed, stored);
      assertThat(hidden()).isEmpty();
    }
    InvariantChecker.assertHolds(database);
  }

  private void check(String alone, String killed, List<Integer> stored) {
    JobDetail detail = jobs.detail(killed).orElseThrow();
    assertThat(detail.attempts())
        .extracting(Attempt::outcome)
        .containsExactly("lost", "lost", "lost", "completed");
    assertThat(jobs.events(killed))
        .filteredOn(event -> event.event().equals("checkpoint_resumed"))
        .extracting(event -> event.data().path("chunks_kept").asInt())
        .as("every chunk that was stored is kept: only the one that was being made is done again")
        .isEqualTo(stored);
    List<String> begun =
        jobs.log(killed, null, 0, 0, 10_000).stream()
            .map(LogLine::text)
            .filter(text -> text.matches("Chunk \\d+ of \\d+ done.*"))
            .map(text -> text.replaceAll(" done.*", ""))
            .toList();
    ChunkCounts chunks = detail.chunks();
    assertThat(chunks).isNotNull();
    assertThat(chunks.done()).isEqualTo(chunks.total());
    // A chunk whose log line was lost with its worker was stored: it is not done again.
    assertThat(begun).doesNotHaveDuplicates();
    long rows = jobs.detail(alone).orElseThrow().row().recordsProcessed();
    assertThat(rows).isEqualTo(ROWS);
    assertThat(detail.row().recordsProcessed()).isEqualTo(ROWS);
  }

  private void writeInput() throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(dir.resolve("t.csv"))) {
      out.write("id,name,amount\n");
      for (int i = 0; i < ROWS; i++) {
        String name = i % 1000 == 0 ? "\"two\nlines, \"\"" + i % 97 + "\"\"\"" : "name " + i % 997;
        out.write(i + "," + name + "," + i % 10_000 + "." + (10 + i % 90) + "\n");
      }
    }
  }

  private String submit(String output) throws IOException {
    ObjectNode config = JSON.createObjectNode();
    ObjectNode input = config.putObject("inputs").putObject("t");
    input.put("format", "csv").put("path", dir.resolve("t.csv").toString());
    input.set(
        "columns",
        JSON.readTree(
            "[{\"name\":\"id\",\"type\":\"bigint\"},{\"name\":\"name\",\"type\":\"string\"},"
                + "{\"name\":\"amount\",\"type\":\"decimal(12,2)\"}]"));
    config.set(
        "steps",
        JSON.readTree(
            "[{\"op\":\"filter\",\"where\":\"amount > 5\"},{\"op\":\"derive\",\"columns\":"
                + "[{\"name\":\"twice\",\"expression\":\"amount * 2\"}]}]"));
    config.putObject("output").put("format", "csv").put("path", dir.resolve(output).toString());
    long chunk = Files.size(dir.resolve("t.csv")) / 16;
    config.putObject("checkpoint").put("enabled", "always").put("chunkBytes", chunk);
    return jobs.submit(JobSubmission.of(output, "etl", config).withEngine("local"));
  }

  private int chunks(String id) {
    ChunkCounts counts = jobs.detail(id).orElseThrow().chunks();
    return counts == null ? 0 : counts.done();
  }

  private void awaitChunks(String id, int least) {
    Await.until(
        least + " chunks",
        LIMIT,
        () -> chunks(id) >= least,
        () -> jobs.detail(id).orElseThrow().row().toString());
  }

  private void awaitEnd(String id) {
    Await.until(
        "the end",
        LIMIT,
        () -> jobs.detail(id).orElseThrow().row().status().isTerminal(),
        () -> jobs.detail(id).orElseThrow().row().toString());
    JobDetail detail = jobs.detail(id).orElseThrow();
    assertThat(detail.row().status()).as("%s", detail.error()).isEqualTo(JobStatus.COMPLETED);
  }

  private WorkerProcess worker() throws IOException {
    return WorkerProcess.start(
        home("worker-" + ++workers), WorkerProcess.variables(database.config()));
  }

  private Path home(String name) throws IOException {
    return Files.createDirectories(dir.resolve("homes").resolve(name));
  }

  private List<String> hidden() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("."))
          .toList();
    }
  }
}
