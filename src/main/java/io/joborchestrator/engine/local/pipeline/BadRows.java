package io.joborchestrator.engine.local.pipeline;

import io.joborchestrator.engine.RunResult;
import io.joborchestrator.engine.output.OutputGroup;
import io.joborchestrator.engine.output.OutputPublisher;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.io.IOException;
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
  private final OutputGroup outputs;
  private final List<OutputPublisher> quarantines = new ArrayList<>();

  BadRows(DuckDbSession session, DuckDbInputs inputs, OutputGroup outputs) {
    this.session = session;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /** Checks the places of quarantine files before the work starts. */
  void open(List<CompiledPipeline.Input> read) {
    for (CompiledPipeline.Input input : read) {
      String path = input.spec().quarantinePath();
      if (path != null) {
        quarantines.add(outputs.open(new OutputSpec("csv", path, "replace", null)));
      }
    }
  }

  /**
   * Called after the query has run.
   *
   * @return bad rows of all inputs
   */
  long collect(List<CompiledPipeline.Input> read) throws SQLException, IOException {
    Map<String, Path> files = new HashMap<>();
    int quarantine = 0;
    for (CompiledPipeline.Input input : read) {
      if (input.spec().quarantinePath() != null) {
        files.put(input.name(), quarantines.get(quarantine++).firstFile());
      }
    }
    BadRowFiles writer = new BadRowFiles(session, files, true);
    long bad = 0;
    for (CompiledPipeline.Input input : read) {
      bad += writer.collect(input, inputs);
    }
    return bad;
  }

  /** What will be placed beside the output, as it will be seen. */
  List<RunResult.OutputFile> files() throws IOException {
    List<RunResult.OutputFile> files = new ArrayList<>();
    for (OutputPublisher quarantine : quarantines) {
      files.addAll(quarantine.written("csv", null));
    }
    return files;
  }
}
