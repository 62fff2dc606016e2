package io.joborchestrator.engine.local.script;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.local.script.ScriptConfig.Keep;
import io.joborchestrator.engine.output.OutputPublisher;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files in the folder of an attempt when its program has ended: listed in the result, and moved
 * to a folder of their own if they are to be kept. Links are neither followed nor kept.
 */
final class ProducedFiles {
  /** More are counted, not named. */
  static final int MOST_NAMED = 200;

  private final JobRun run;
  private final ScriptConfig config;
  private final Path keepIn;

  /** One file by its name in the attempt's folder. */
  private record Found(Path path, String name, long bytes) {}

  ProducedFiles(JobRun run, ScriptConfig config, Path keepIn) {
    this.run = run;
    this.config = config;
    this.keepIn = keepIn;
  }

  /**
   * Keeps what is to be kept and writes down what there was.
   *
   * @param result of a program that completed; gets {@code files} and, for those kept, {@code
   *     outputs}
   * @throws OrchestratorException FENCED if another attempt is the current one
   */
  void complete(ObjectNode result) throws IOException {
    List<Found> produced = find(config.keep() == Keep.ALL);
    if (produced.isEmpty()) {
      return;
    }
    boolean kept = config.keep() != Keep.NONE;
    ObjectNode files = result.putObject("files");
    files.put("count", produced.size());
    files.put("bytes", produced.stream().mapToLong(Found::bytes).sum());
    files.put("kept", kept);
    if (!kept) {
      name(produced, files);
      return;
    }
    OutputPublisher publisher = OutputPublisher.open(target(), run, List.of());
    Path folder = publisher.target();
    files.put("folder", folder.toString());
    for (Found file : produced.subList(0, Math.min(MOST_NAMED, produced.size()))) {
      result
          .withArray("outputs")
          .addObject()
          .put("path", folder.resolve(file.name()).toString())
          .put("format", "file")
          .put("bytes", file.bytes());
    }
    move(produced, publisher.staging());
    ObjectNode details = JsonNodeFactory.instance.objectNode();
    details.set("result", result);
    publisher.publish(details);
  }

  /**
   * After a program failed: keeps everything for people to look into, where the job says so.
   *
   * @return the folder, or empty if nothing is kept
   */
  Optional<Path> keepForInspection() throws IOException {
    if (config.keep() != Keep.ALL) {
      return Optional.empty();
    }
    List<Found> all = find(true);
    if (all.isEmpty()) {
      return Optional.empty();
    }
    Path folder = Path.of(target().path());
    move(all, folder);
    return Optional.of(folder);
  }

  private static void name(List<Found> produced, ObjectNode files) {
    for (Found file : produced.subList(0, Math.min(MOST_NAMED, produced.size()))) {
      files.withArray("names").addObject().put("name", file.name()).put("bytes", file.bytes());
    }
  }

  /** By name. What came with the job counts as produced once the program has changed it. */
  private List<Found> find(boolean alsoGiven) throws IOException {
    List<Found> found = new ArrayList<>();
    Path folder = run.workDir();
    if (!Files.isDirectory(folder)) {
      return found;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted().toList()) {
        String name = folder.relativize(path).toString().replace('\\', '/');
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
            && (alsoGiven || !isAsGiven(path, name))) {
          found.add(new Found(path, name, Files.size(path)));
        }
      }
    }
    return found;
  }

  private boolean isAsGiven(Path path, String name) throws IOException {
    for (Map.Entry<String, String> given : config.files().entrySet()) {
      if (Path.of(given.getKey()).normalize().equals(Path.of(name))) {
        byte[] text = given.getValue().getBytes(StandardCharsets.UTF_8);
        return Files.size(path) == text.length && Arrays.equals(Files.readAllBytes(path), text);
      }
    }
    return false;
  }

  /** A place nobody has used, told by job and attempt. */
  private OutputSpec target() {
    String id = run.jobId().replaceAll("[^A-Za-z0-9_-]", "_");
    String name = id.substring(0, Math.min(60, id.length())) + "-" + run.epoch();
    Path folder = keepIn.resolve(name);
    for (int i = 2; Files.exists(folder, LinkOption.NOFOLLOW_LINKS); i++) {
      folder = keepIn.resolve(name + "-" + i);
    }
    return OutputSpec.of("file", folder.toString());
  }

  private static void move(List<Found> files, Path to) throws IOException {
    try {
      for (Found file : files) {
        Path target = to.resolve(file.name());
        Files.createDirectories(target.getParent());
        Files.move(file.path(), target);
      }
    } catch (IOException e) {
      throw new OrchestratorException(
          ErrorCode.OUTPUT_NOT_WRITABLE,
          "The files that the script wrote cannot be kept in " + to + ": " + e.getMessage(),
          e);
    }
  }
}
