package io.joborchestrator.engine.equality;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.engine.Checkpoints;
import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.PublishGate;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.engine.RunResult;
import io.joborchestrator.testing.MemoryCheckpoints;
import io.joborchestrator.testing.RecordingRunListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an engine made of a case.
 *
 * @param error code, or null if it completed
 * @param message of the error
 * @param types of the columns in the files
 * @param rows of the files as canonical text, in their order
 * @param quarantined rows of the quarantine file, sorted
 * @param left files in the folder of the case that are neither input nor output
 */
record EngineAnswer(
    @Nullable String error,
    @Nullable String message,
    @Nullable RunResult result,
    List<String> types,
    List<List<@Nullable String>> rows,
    List<List<@Nullable String>> quarantined,
    List<String> left) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicLong NUMBERS = new AtomicLong(1);

  static EngineAnswer of(ExecutionEngine engine, PipelineCase one, Path folder) throws Exception {
    return of(engine, one, folder, one.prepare(folder), Checkpoints.NONE);
  }

  /** As one of the case's runs, in about so many chunks if that can be done. */
  static EngineAnswer inChunks(ExecutionEngine engine, PipelineCase one, Path folder, int chunks)
      throws Exception {
    ObjectNode config = one.prepare(folder);
    long largest = 1;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        largest = Math.max(largest, Files.size(file));
      }
    }
    config
        .putObject("checkpoint")
        .put("enabled", "always")
        .put("chunkBytes", Math.max(1, largest / chunks));
    return of(engine, one, folder, config, new MemoryCheckpoints());
  }

  private static EngineAnswer of(
      ExecutionEngine engine,
      PipelineCase one,
      Path folder,
      ObjectNode config,
      Checkpoints checkpoints)
      throws Exception {
    List<String> before = names(folder);
    long no = NUMBERS.incrementAndGet();
    var run =
        new JobRun(
            no,
            "job-" + no,
            1,
            one.toString(),
            "data_processing",
            config,
            null,
            folder.resolveSibling(folder.getFileName() + "-work"),
            PublishGate.OPEN,
            checkpoints);
    var listener = new RecordingRunListener();
    RunOutcome end =
        engine.start(run, listener).outcome().toCompletableFuture().get(2, TimeUnit.MINUTES);
    List<String> left = names(folder);
    left.removeAll(before);
    if (end instanceof RunOutcome.Failed failed) {
      return new EngineAnswer(
          failed.error().code(),
          failed.error().message() + "\n" + failed.error().detail(),
          null,
          List.of(),
          List.of(),
          List.of(),
          left);
    }
    RunResult result = result((RunOutcome.Completed) end);
    left.removeIf(name -> name.startsWith("out") || name.equals("bad.csv"));
    var files = new OutputFiles(result, config);
    return new EngineAnswer(
        null, null, result, files.types(), files.rows(), quarantined(folder, files), left);
  }

  private static List<List<@Nullable String>> quarantined(Path folder, OutputFiles files)
      throws IOException {
    Path bad = folder.resolve("bad.csv");
    return Files.exists(bad) ? OutputFiles.sorted(files.csv(bad)) : List.of();
  }

  private static RunResult result(RunOutcome.Completed completed) throws JsonProcessingException {
    return JSON.treeToValue(completed.result(), RunResult.class);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return new java.util.ArrayList<>(
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }
}
