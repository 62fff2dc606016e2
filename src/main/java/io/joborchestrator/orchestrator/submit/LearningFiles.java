package io.joborchestrator.orchestrator.submit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.learning.LearningInput;
import io.joborchestrator.orchestrator.routing.RoutingRequest;
import io.joborchestrator.pipeline.PipelineWorkbench;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.InputSpec;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of trainings and scorings: looked into like those of pipelines. Thread-safe. */
final class LearningFiles {
  private static final Logger log = LoggerFactory.getLogger(LearningFiles.class);

  private final PipelineWorkbench workbench;
  private final AllowedPaths paths;
  private final ObjectMapper json;

  LearningFiles(PipelineWorkbench workbench, AllowedPaths paths, ObjectMapper json) {
    this.workbench = workbench;
    this.paths = paths;
    this.json = json;
  }

  /**
   * What was found.
   *
   * @param input with its columns, if there are no problems
   */
  record Found(InputSpec input, List<Problem> problems) {
    /** Empty if there are problems. */
    List<Column> columns() {
      List<Column> columns = input.columns();
      return columns == null || !problems.isEmpty() ? List.of() : columns;
    }
  }

  /**
   * Looks into the input and at the places of outputs.
   *
   * @param outputs by their JSON pointers
   */
  Found look(InputSpec input, Map<String, OutputSpec> outputs) {
    Map<String, InputSpec> named = LearningInput.named(input);
    List<Problem> problems = new ArrayList<>(paths.check(named, outputs));
    if (problems.isEmpty()) {
      PipelineWorkbench.ExaminedFiles files = workbench.examineFiles(named, outputs);
      InputSpec known = LearningInput.of(files.inputs());
      if (files.problems().isEmpty() && known.columns() != null) {
        return new Found(known, List.of());
      }
      problems.addAll(files.problems());
    }
    return new Found(input, problems.stream().map(LearningInput::placed).toList());
  }

  /** That a model is outside of the folders that jobs may use. */
  List<Problem> outside(String path, String pointer) {
    return paths.checkPath(path, pointer);
  }

  /** The configuration with what was found of its input written down. */
  ObjectNode complete(ObjectNode config, Found found) {
    ObjectNode complete = config.deepCopy();
    if (complete.path("input") instanceof ObjectNode input) {
      WrittenInputs.complete(input, found.input(), json);
    }
    return complete;
  }

  /** Bytes of the input, for routing. */
  long bytes(@Nullable InputSpec input) {
    if (input == null) {
      return RoutingRequest.UNKNOWN;
    }
    try {
      return workbench.inputBytes(LearningInput.pipeline(input, null));
    } catch (OrchestratorException e) {
      log.debug("The size of the input is not known: {}", e.getMessage());
      return RoutingRequest.UNKNOWN;
    }
  }
}
