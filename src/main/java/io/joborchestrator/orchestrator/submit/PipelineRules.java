package io.joborchestrator.orchestrator.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.orchestrator.routing.RoutingRequest;
import io.joborchestrator.pipeline.PipelineWorkbench;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.PipelineSpec;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Declarative pipelines: checked by the workbench, with their inferred schemas written down. */
public final class PipelineRules implements KindRules {
  private static final Logger log = LoggerFactory.getLogger(PipelineRules.class);

  private final PipelineWorkbench workbench;
  private final PipelineReader reader;
  private final AllowedPaths paths;
  private final ObjectMapper json;

  public PipelineRules(
      PipelineWorkbench workbench, PipelineReader reader, AllowedPaths paths, ObjectMapper json) {
    this.workbench = workbench;
    this.reader = reader;
    this.paths = paths;
    this.json = json;
  }

  @Override
  public List<Problem> check(ObjectNode config) {
    return examine(config).problems();
  }

  @Override
  public Examined examine(ObjectNode config) {
    PipelineReader.Reading reading = reader.read(config);
    PipelineSpec spec = reading.spec();
    if (spec == null || !reading.problems().isEmpty()) {
      return new Examined(config, reading.problems());
    }
    List<Problem> outside = paths.check(spec);
    if (!outside.isEmpty()) {
      return new Examined(config, outside);
    }
    PipelineWorkbench.Examined examined = workbench.examine(spec);
    return examined.problems().isEmpty()
        ? new Examined(complete(config, spec, examined.spec()), List.of())
        : new Examined(config, examined.problems());
  }

  /** Only what was inferred is added; everything else stays as it was written. */
  private ObjectNode complete(ObjectNode config, PipelineSpec written, PipelineSpec known) {
    if (written.inputs().values().stream().allMatch(in -> in.columns() != null)) {
      return config;
    }
    JsonNode inputs = json.valueToTree(known.inputs());
    ObjectNode complete = config.deepCopy();
    for (Map.Entry<String, JsonNode> input : complete.path("inputs").properties()) {
      JsonNode columns = inputs.path(input.getKey()).path("columns");
      if (input.getValue() instanceof ObjectNode object && columns.isArray()) {
        object.set("columns", columns);
      }
    }
    return complete;
  }

  @Override
  public long inputBytes(ObjectNode config) {
    PipelineSpec spec = reader.read(config).spec();
    if (spec == null) {
      return RoutingRequest.UNKNOWN;
    }
    try {
      return workbench.inputBytes(spec);
    } catch (OrchestratorException e) {
      log.debug("The size of the inputs is not known: {}", e.getMessage());
      return RoutingRequest.UNKNOWN;
    }
  }
}
