package io.joborchestrator.orchestrator.submit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.learning.LearningDocument;
import io.joborchestrator.learning.ModelCard;
import io.joborchestrator.learning.ScoringCheck;
import io.joborchestrator.learning.ScoringSpec;
import io.joborchestrator.pipeline.PipelineWorkbench;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.util.List;
import java.util.Map;

/** Scorings: checked against the model and the columns of their input. Thread-safe; reads files. */
public final class ScoringRules implements KindRules {
  private final LearningFiles files;

  public ScoringRules(PipelineWorkbench workbench, AllowedPaths paths, ObjectMapper json) {
    this.files = new LearningFiles(workbench, paths, json);
  }

  @Override
  public List<Problem> check(ObjectNode config) {
    return examine(config).problems();
  }

  @Override
  public Examined examine(ObjectNode config) {
    LearningDocument.Reading<ScoringSpec> reading = LearningDocument.scoring(config);
    ScoringSpec spec = reading.spec();
    if (spec == null || !reading.problems().isEmpty()) {
      return new Examined(config, reading.problems());
    }
    List<Problem> outside = files.outside(spec.model(), "/model");
    if (!outside.isEmpty()) {
      return new Examined(config, outside);
    }
    ModelCard card;
    try {
      card = ModelCard.read(spec.model());
    } catch (OrchestratorException e) {
      String words = String.valueOf(e.getMessage());
      return new Examined(config, List.of(Problem.at(e.code(), "/model", words)));
    }
    Map<String, OutputSpec> output = Map.of("/output", spec.output());
    LearningFiles.Found found = files.look(spec.input(), output);
    List<Problem> problems =
        found.problems().isEmpty()
            ? ScoringCheck.check(spec, card, found.columns())
            : found.problems();
    return problems.isEmpty()
        ? new Examined(files.complete(config, found), List.of())
        : new Examined(config, problems);
  }

  @Override
  public long inputBytes(ObjectNode config) {
    ScoringSpec spec = LearningDocument.scoring(config).spec();
    return files.bytes(spec == null ? null : spec.input());
  }
}
