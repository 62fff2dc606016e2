package io.joborchestrator.orchestrator.submit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.orchestrator.routing.RoutingRequest;
import io.joborchestrator.pipeline.PipelineWorkbench;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.PipelineSpec;
import java.util.List;
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
        ? new Examined(WrittenInputs.complete(config, examined.spec().inputs(), json), List.of())
        : new Examined(config, examined.problems());
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
