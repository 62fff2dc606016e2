package io.joborchestrator.orchestrator.submit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.learning.LearningDocument;
import io.joborchestrator.learning.ModelCard;
import io.joborchestrator.learning.TrainingCheck;
import io.joborchestrator.learning.TrainingSpec;
import io.joborchestrator.pipeline.PipelineWorkbench;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Trainings: checked against the columns of their input. Thread-safe; reads files. */
public final class TrainingRules implements KindRules {
  private final LearningFiles files;

  public TrainingRules(PipelineWorkbench workbench, AllowedPaths paths, ObjectMapper json) {
    this.files = new LearningFiles(workbench, paths, json);
  }

  @Override
  public List<Problem> check(ObjectNode config) {
    return examine(config).problems();
  }

  @Override
  public Examined examine(ObjectNode config) {
    LearningDocument.Reading<TrainingSpec> reading = LearningDocument.training(config);
    TrainingSpec spec = reading.spec();
    if (spec == null || !reading.problems().isEmpty()) {
      return new Examined(config, reading.problems());
    }
    OutputSpec predictions = spec.predictions();
    LearningFiles.Found found =
        files.look(
            spec.input(), predictions == null ? Map.of() : Map.of("/predictions", predictions));
    List<Problem> problems = new ArrayList<>(found.problems());
    problems.addAll(files.outside(spec.model().path(), "/model/path"));
    if (problems.isEmpty()) {
      problems.addAll(TrainingCheck.check(spec, found.columns()));
      problems.addAll(place(spec.model()));
    }
    return problems.isEmpty()
        ? new Examined(files.complete(config, found), List.of())
        : new Examined(config, problems);
  }

  private static List<Problem> place(TrainingSpec.Model model) {
    String pointer = "/model/path";
    try {
      Path folder = Path.of(model.path()).toAbsolutePath().normalize();
      if (!Files.exists(folder)) {
        return List.of();
      }
      if (!"replace".equals(model.ifExists())) {
        String words = folder + " exists already: choose replace, or another place";
        return List.of(Problem.at(ErrorCode.OUTPUT_EXISTS, pointer, words));
      }
      String words = folder + " is no model and is not replaced: choose another place";
      return ModelCard.isIn(folder)
          ? List.of()
          : List.of(Problem.at(ErrorCode.OUTPUT_NOT_WRITABLE, pointer, words));
    } catch (InvalidPathException e) {
      return List.of(Problem.at(ErrorCode.OUTPUT_NOT_WRITABLE, pointer, "This is no path here"));
    }
  }

  @Override
  public long inputBytes(ObjectNode config) {
    TrainingSpec spec = LearningDocument.training(config).spec();
    return files.bytes(spec == null ? null : spec.input());
  }
}
