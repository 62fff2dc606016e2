package io.joborchestrator.engine.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.pipeline.spec.OutputSpec;
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
  private final JobRun run;
  private final List<Path> inputs;
  private final List<OutputPublisher> outputs = new ArrayList<>();
  private final Set<Path> targets = new HashSet<>();

  /**
   * @param inputs files that are read
   */
  public OutputGroup(JobRun run, List<Path> inputs) {
    this.run = run;
    this.inputs = List.copyOf(inputs);
  }

  /**
   * Checks that an output can be placed, before any work is done, and adds it.
   *
   * @throws OrchestratorException as {@link OutputPublisher#open}; OUTPUT_EQUALS_INPUT also if
   *     another output of the group goes there
   */
  public OutputPublisher open(OutputSpec spec) {
    OutputPublisher output = OutputPublisher.open(spec, run, inputs);
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
   * @param result of the job, kept with the manifest
   * @throws OrchestratorException FENCED, OUTPUT_EXISTS; nothing is left then
   */
  public void publish(JsonNode result) throws IOException {
    publish(outputs, result);
  }

  /** As {@link #publish(JsonNode)}, for those outputs that were written. */
  public static void publish(List<OutputPublisher> outputs, JsonNode result) throws IOException {
    if (outputs.isEmpty()) {
      return;
    }
    for (OutputPublisher output : outputs) {
      output.requireStillFree();
    }
    List<OutputPublisher> others = outputs.subList(1, outputs.size());
    outputs.get(0).publish(details(result, others));
    place(others);
  }

  /** The result of a job whose publication asks the gate itself, with what it is to take along. */
  public ObjectNode details(JsonNode result) {
    return details(result, outputs);
  }

  private static ObjectNode details(JsonNode result, List<OutputPublisher> outputs) {
    ObjectNode details = JsonNodeFactory.instance.objectNode();
    details.set("result", result);
    ArrayNode also = details.putArray("also");
    outputs.forEach(output -> also.add(output.manifest()));
    return details;
  }

  /** Makes all visible; asks no gate: called when the {@link #details} have passed it. */
  public void place() throws IOException {
    place(outputs);
  }

  private static void place(List<OutputPublisher> outputs) throws IOException {
    for (OutputPublisher output : outputs) {
      if (!OutputPublisher.recover(output.manifest())) {
        throw new OrchestratorException(
            ErrorCode.INTERNAL, "The output " + output.target() + " was not written.");
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
