package io.joborchestrator.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.store.JobStore;
import io.joborchestrator.testing.Await;
import io.joborchestrator.testing.InvariantChecker;
import io.joborchestrator.testing.TestDatabase;
import io.joborchestrator.testing.WorkerProcess;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker is killed while it writes, and its job is cancelled: nothing of it stays on the disk.
 */
@Tag("slow")
class LeftoverKillTest {
  private static final int ROWS = 4_000_000;
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @RegisterExtension static final TestDatabase database = new TestDatabase();
  @TempDir Path folder;

  @Test
  void temporaryOutputAndRunFolderOfAKilledWorkerAreRemovedByAnother() throws Exception {
    writeInput();
    JobStore jobs = database.stores().jobs();
    Path home = Files.createDirectories(folder.resolve("home"));
    String id;
    try (WorkerProcess victim =
        WorkerProcess.start(home, WorkerProcess.variables(database.config()))) {
      id = jobs.submit(List.of(sort())).get(0);
      Await.until("it writes", LIMIT, () -> !hidden().isEmpty());
      victim.kill();
    }
    assertThat(hidden()).isNotEmpty();
    assertThat(runFolders(home)).hasSize(1);
    jobs.cancel(List.of(id), false, "not needed");
    try (WorkerProcess other =
        WorkerProcess.start(home, WorkerProcess.variables(database.config()))) {
      Await.until(
          "cancelled", LIMIT, () -> jobs.rows(List.of(id)).get(0).status() == JobStatus.CANCELLED);
      Await.until("removed", LIMIT, () -> hidden().isEmpty(), () -> hidden().toString());
      Await.until(
          "forgotten", LIMIT, () -> "0".equals(database.ask("SELECT count(*) FROM job_leftovers")));
      assertThat(runFolders(home)).as("its own").hasSize(1);
      assertThat(other.isAlive()).isTrue();
    }
    assertThat(folder.resolve("out.csv")).doesNotExist();
    InvariantChecker.assertHolds(database);
  }

  private JobSubmission sort() throws IOException {
    String document =
        """
        {"inputs": {"rows": {"path": "%s", "format": "csv"}},
         "steps": [{"op": "sort", "by": [{"column": "value", "direction": "desc"}]}],
         "output": {"path": "%s", "format": "csv"}}
        """
            .formatted(folder.resolve("in.csv"), folder.resolve("out.csv"));
    return JobSubmission.of(
            "sort", "data_processing", new ObjectMapper().readValue(document, ObjectNode.class))
        .withEngine("local");
  }

  private void writeInput() throws IOException {
    Random random = new Random(7);
    try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("in.csv"))) {
      out.write("id,value,text\n");
      for (int i = 0; i < ROWS; i++) {
        out.write(i + "," + random.nextInt() + ",the text of line " + i + "\n");
      }
    }
  }

  private List<Path> hidden() {
    return entries(folder, ".out.csv.ejo-*");
  }

  private static List<Path> runFolders(Path home) {
    try (var found = Files.find(home, 6, (path, type) -> path.endsWith(".lock"))) {
      return found.map(Path::getParent).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> entries(Path folder, String pattern) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
      files.forEach(found::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }
}
