package io.joborchestrator.engine.local.pipeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.RunResult;
import io.joborchestrator.engine.output.OutputPublisher;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts the rows that were left out and puts them into quarantine files. One per run. */
final class BadRows {
  private final DuckDbSession session;
  private final DuckDbInputs inputs;
  private final JobRun run;
  private final List<OutputPublisher> quarantines = new ArrayList<>();

  BadRows(DuckDbSession session, DuckDbInputs inputs, JobRun run) {
    this.session = session;
    this.inputs = inputs;
    this.run = run;
  }

  /** Checks the places of quarantine files before the work starts. */
  void open(CompiledPipeline pipeline, List<Path> files) {
    for (CompiledPipeline.Input input : pipeline.inputs()) {
      String path = input.spec().quarantinePath();
      if (path != null) {
        quarantines.add(
            OutputPublisher.open(new OutputSpec("csv", path, "replace", null), run, files));
      }
    }
  }

  /**
   * Called after the query has run.
   *
   * @return bad rows of all inputs
   */
  long collect(CompiledPipeline pipeline) throws SQLException, IOException {
    Map<String, Path> files = new HashMap<>();
    int quarantine = 0;
    for (CompiledPipeline.Input input : pipeline.inputs()) {
      if (input.spec().quarantinePath() != null) {
        files.put(input.name(), file(quarantines.get(quarantine++)));
      }
    }
    BadRowFiles writer = new BadRowFiles(session, files, true);
    long bad = 0;
    for (CompiledPipeline.Input input : pipeline.inputs()) {
      bad += writer.collect(input, inputs);
    }
    return bad;
  }

  private static Path file(OutputPublisher publisher) throws IOException {
    Path file = publisher.staging();
    if (publisher.isFolder()) {
      Files.createDirectory(file);
      file = file.resolve(publisher.partName(0));
    }
    return file;
  }

  /** What will be placed beside the output, as it will be seen. */
  List<RunResult.OutputFile> files() throws IOException {
    List<RunResult.OutputFile> files = new ArrayList<>();
    for (OutputPublisher quarantine : quarantines) {
      String name = quarantine.partName(0);
      Path staged = quarantine.staging();
      Path file = quarantine.isFolder() ? staged.resolve(name) : staged;
      Path target = quarantine.isFolder() ? quarantine.target().resolve(name) : quarantine.target();
      files.add(new RunResult.OutputFile(target.toString(), "csv", Files.size(file), null));
    }
    return files;
  }

  /** Those of the quarantine files. */
  List<OutputPublisher> publishers() {
    return List.copyOf(quarantines);
  }

  ArrayNode manifests() {
    ArrayNode manifests = JsonNodeFactory.instance.arrayNode();
    quarantines.forEach(quarantine -> manifests.add(quarantine.manifest()));
    return manifests;
  }

  /** Asks no gate of its own: called when the result has passed it. */
  void publish() throws IOException {
    for (OutputPublisher quarantine : quarantines) {
      OutputPublisher.recover(quarantine.manifest());
    }
  }

  void discard() throws IOException {
    for (OutputPublisher quarantine : quarantines) {
      quarantine.discard();
    }
  }
}
