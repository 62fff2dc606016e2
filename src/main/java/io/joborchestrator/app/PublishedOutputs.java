package io.joborchestrator.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.connection.Connections;
import io.joborchestrator.connection.load.TableLoad;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.engine.output.OutputPublisher;
import io.joborchestrator.orchestrator.run.LostOutputs;
import io.joborchestrator.store.WorkStore.ClaimedJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** An attempt that died behind the gate had all of its output written: only names are missing. */
final class PublishedOutputs implements LostOutputs {
  private final Connections connections;

  /**
   * @param connections databases into which a dead attempt may have been loading
   */
  PublishedOutputs(Connections connections) {
    this.connections = connections;
  }

  @Override
  public Optional<RunOutcome.Completed> recover(ClaimedJob job, ObjectNode manifest) {
    boolean loads = TableLoad.isLoad(manifest);
    if (!loads && !manifest.has("staging")) {
      return Optional.empty();
    }
    if (loads && !TableLoad.recover(connections, manifest)) {
      return Optional.empty();
    }
    try {
      if (loads) {
        for (JsonNode other : manifest.path("also")) {
          OutputPublisher.recover(other);
        }
      } else {
        OutputPublisher.recover(manifest);
      }
    } catch (IOException e) {
      throw new OrchestratorException(
          ErrorCode.OUTPUT_NOT_WRITABLE,
          "The output of the lost attempt cannot be put in its place: " + e.getMessage(),
          e);
    }
    ObjectNode result =
        manifest.get("result") instanceof ObjectNode known
            ? known
            : JsonNodeFactory.instance.objectNode();
    if (!loads && !isComplete(manifest, result)) {
      return Optional.empty();
    }
    return Optional.of(new RunOutcome.Completed(result, result.path("rowsWritten").asLong()));
  }

  /** The worker that died may have written to a disk of its own machine. */
  private static boolean isComplete(ObjectNode manifest, ObjectNode result) {
    JsonNode outputs = result.path("outputs");
    if (outputs.isEmpty()) {
      return Files.exists(Path.of(manifest.path("target").asText()));
    }
    for (JsonNode output : outputs) {
      if (!isThere(Path.of(output.path("path").asText()), output.path("bytes").asLong())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isThere(Path file, long bytes) {
    try {
      return Files.isRegularFile(file) && Files.size(file) == bytes;
    } catch (IOException e) {
      return false;
    }
  }
}
