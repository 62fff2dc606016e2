package io.joborchestrator.engine.custom;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.output.OutputGroup;
import io.joborchestrator.engine.output.OutputPublisher;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a handler writes, hidden until its run has completed. One thread. */
final class HandlerOutputs {
  private final JobRun run;
  private final Map<Path, OutputPublisher> publishers = new LinkedHashMap<>();

  HandlerOutputs(JobRun run) {
    this.run = run;
  }

  /**
   * Where to write; the same place when asked again.
   *
   * @throws OrchestratorException OUTPUT_EXISTS, OUTPUT_NOT_WRITABLE
   */
  Path open(Path target) {
    if (!target.isAbsolute()) {
      throw new OrchestratorException(
          ErrorCode.OUTPUT_NOT_WRITABLE, "The output " + target + " must be a full path.");
    }
    return publishers
        .computeIfAbsent(
            target.normalize(),
            path -> OutputPublisher.open(OutputSpec.of("file", path.toString()), run, List.of()))
        .staging();
  }

  /** Asks the gate once for all; then they appear one after the other. */
  void publish(ObjectNode result) throws IOException {
    List<OutputPublisher> written =
        publishers.values().stream().filter(each -> Files.exists(each.staging())).toList();
    ArrayNode listed = result.putArray("outputs");
    for (OutputPublisher each : written) {
      list(each, listed);
    }
    OutputGroup.publish(written, result);
  }

  private static void list(OutputPublisher publisher, ArrayNode into) throws IOException {
    Path staging = publisher.staging();
    try (Stream<Path> files = Files.walk(staging)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        Path target =
            file.equals(staging)
                ? publisher.target()
                : publisher.target().resolve(staging.relativize(file).toString());
        into.addObject()
            .put("path", target.toString())
            .put("format", "file")
            .put("bytes", Files.size(file));
      }
    }
  }

  /** Idempotent; what is visible stays. */
  void discard() throws IOException {
    for (OutputPublisher each : publishers.values()) {
      each.discard();
    }
  }
}
