package io.joborchestrator.engine.output;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Several outputs of one attempt that become visible together: one look at the gate for all of
 * them, then one rename each, which another process finishes if this one dies. Not thread-safe.
 */
public final class OutputGroup {
  private final List<OutputPublisher> outputs = new ArrayList<>();
  private final Set<Path> targets = new HashSet<>();

  /**
   * Adds an output that is not written yet.
   *
   * @throws OrchestratorException OUTPUT_EQUALS_INPUT if another output of the group goes there
   */
  public OutputPublisher add(OutputPublisher output) {
    if (!targets.add(output.target())) {
      throw new OrchestratorException(
          ErrorCode.OUTPUT_EQUALS_INPUT,
          "Two outputs of the job go to " + output.target() + ": choose another place for one.");
    }
    outputs.add(output);
    return output;
  }

  /**
   * Asks the gate, then makes all outputs visible; nothing happens if there are none.
   *
   * @param details kept with the manifest: {@code result}, the result of the job
   * @throws OrchestratorException FENCED, OUTPUT_EXISTS; nothing is left then
   */
  public void publish(ObjectNode details) throws IOException {
    if (outputs.isEmpty()) {
      return;
    }
    for (OutputPublisher output : outputs) {
      output.requireStillFree();
    }
    ObjectNode all = details.deepCopy();
    ArrayNode also = all.putArray("also");
    List<OutputPublisher> others = outputs.subList(1, outputs.size());
    others.forEach(output -> also.add(output.manifest()));
    outputs.get(0).publish(all);
    for (OutputPublisher other : others) {
      if (!OutputPublisher.recover(other.manifest())) {
        throw new OrchestratorException(
            ErrorCode.INTERNAL, "The output " + other.target() + " was not written.");
      }
    }
  }

  /** Where the outputs are written before they become visible. */
  public List<Path> stagings() {
    return outputs.stream().map(OutputPublisher::staging).toList();
  }

  /** Removes what was written and not published. Idempotent. */
  public void discard() throws IOException {
    for (OutputPublisher output : outputs) {
      output.discard();
    }
  }
}
