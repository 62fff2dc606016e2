package io.joborchestrator.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.PublishGate;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.testing.LocalForTests;
import io.joborchestrator.testing.RecordingRunListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The disk that a job writes to is full. */
@Tag("slow")
@DisabledOnOs(OS.WINDOWS)
class WorkerDiskTest {
  @TempDir Path folder;

  @Test
  void r33_aFullDiskIsAClearReasonLeavesNothingBehindAndTheEngineGoesOn() throws Exception {
    Path input = folder.resolve("in.csv");
    StringBuilder text = new StringBuilder("no,word\n");
    for (int i = 0; i < 300_000; i++) {
      text.append(i).append(",word ").append(i * 7919L).append('\n');
    }
    Files.writeString(input, text);
    try (DatabaseFaultTest.Tmpfs disk = DatabaseFaultTest.Tmpfs.mount(folder.resolve("disk"), 2)) {
      RunOutcome full = run(input, disk.path().resolve("out.csv"), 1);
      assertThat(full).isInstanceOf(RunOutcome.Failed.class);
      assertThat(((RunOutcome.Failed) full).error().code()).isEqualTo("DISK_FULL");
      assertThat(names(disk.path())).as("no half-written output").isEmpty();
    }
    RunOutcome next = run(input, folder.resolve("out.csv"), 2);
    assertThat(next).isInstanceOf(RunOutcome.Completed.class);
  }

  private RunOutcome run(Path input, Path output, long no) throws Exception {
    ObjectNode config =
        (ObjectNode)
            new ObjectMapper()
                .readTree(
                    """
                    {"inputs": {"in": {"format": "csv", "path": "%s"}},
                     "output": {"format": "csv", "path": "%s"}}
                    """
                        .formatted(input, output));
    JobRun job =
        new JobRun(
            no,
            "job-" + no,
            1,
            "copy",
            "etl",
            config,
            null,
            folder.resolve("work"),
            PublishGate.OPEN);
    return LocalForTests.engine()
        .start(job, new RecordingRunListener())
        .outcome()
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
