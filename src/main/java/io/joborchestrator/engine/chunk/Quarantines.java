package io.joborchestrator.engine.chunk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.RunResult;
import io.joborchestrator.engine.output.OutputPublisher;
import io.joborchestrator.pipeline.spec.InputSpec;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The quarantine files of a run in chunks, put together of those of the chunks. One per run. */
final class Quarantines {
  private final Map<String, OutputPublisher> publishers = new LinkedHashMap<>();

  private Quarantines() {}

  /** Checks the places before the work starts. */
  static Quarantines open(ChunkPlan plan, JobRun run) {
    Quarantines quarantines = new Quarantines();
    for (Map.Entry<String, InputSpec> input : plan.inputs().entrySet()) {
      String path = input.getValue().quarantinePath();
      if (path != null) {
        OutputSpec spec = new OutputSpec("csv", path, "replace", null);
        quarantines.publishers.put(
            input.getKey(), OutputPublisher.open(spec, run, plan.allFiles()));
      }
    }
    return quarantines;
  }

  boolean has(String input) {
    return publishers.containsKey(input);
  }

  /** Writes what will be published. */
  void join(List<FinishedChunk> chunks, Map<String, Path> last) throws IOException {
    for (Map.Entry<String, OutputPublisher> entry : publishers.entrySet()) {
      List<Path> files = new ArrayList<>();
      for (FinishedChunk chunk : chunks) {
        Path file = chunk.quarantines().get(entry.getKey());
        if (file != null) {
          files.add(file);
        }
      }
      if (last.containsKey(entry.getKey())) {
        files.add(last.get(entry.getKey()));
      }
      Path target = staged(entry.getValue());
      OutputJoiner.concatenate(files, target);
    }
  }

  private static Path staged(OutputPublisher publisher) throws IOException {
    if (!publisher.isFolder()) {
      return publisher.staging();
    }
    Files.createDirectories(publisher.staging());
    return publisher.staging().resolve(publisher.partName(0));
  }

  /** What will be placed beside the output, as it will be seen. */
  List<RunResult.OutputFile> files() throws IOException {
    List<RunResult.OutputFile> files = new ArrayList<>();
    for (OutputPublisher publisher : publishers.values()) {
      String name = publisher.partName(0);
      Path target = publisher.isFolder() ? publisher.target().resolve(name) : publisher.target();
      long bytes = Files.size(staged(publisher));
      files.add(new RunResult.OutputFile(target.toString(), "csv", bytes, null));
    }
    return files;
  }

  ArrayNode manifests() {
    ArrayNode manifests = JsonNodeFactory.instance.arrayNode();
    publishers.values().forEach(publisher -> manifests.add(publisher.manifest()));
    return manifests;
  }

  /** Asks no gate of its own: called when the result has passed it. */
  void publish() throws IOException {
    for (OutputPublisher publisher : publishers.values()) {
      OutputPublisher.recover(publisher.manifest());
    }
  }

  void discard() throws IOException {
    for (OutputPublisher publisher : publishers.values()) {
      publisher.discard();
    }
  }
}
