package io.joborchestrator.learning;

import com.fasterxml.jackson.databind.JsonNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.expression.Suggestion;
import io.joborchestrator.pipeline.spec.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be wrong with a training before any row is read. One per check. */
public final class TrainingCheck {
  private static final int MOST_CANDIDATES = 200;

  private final TrainingSpec spec;
  private final List<Problem> problems = new ArrayList<>();

  private TrainingCheck(TrainingSpec spec) {
    this.spec = spec;
  }

  /** Everything that is wrong with regard to these columns of the input, in written order. */
  public static List<Problem> check(TrainingSpec spec, List<Column> columns) {
    var check = new TrainingCheck(spec);
    var names = new ColumnNames(columns);
    check.label(names);
    check.problems.addAll(new FeatureCheck(spec.label(), names).check(spec.features()));
    check.algorithm();
    check.split();
    check.crossValidation();
    check.outputs();
    return List.copyOf(check.problems);
  }

  private void label(ColumnNames names) {
    String label = spec.label();
    if (!spec.task().hasLabel()) {
      if (label != null) {
        invalid("/label", "Clustering has no label: leave it out, or choose another task");
      }
      return;
    }
    if (label == null) {
      invalid("/label", "Say which column is predicted");
      return;
    }
    Optional<Column> column = names.find(label);
    if (column.isEmpty()) {
      problems.add(names.unknown(label, "/label"));
    } else if (spec.task() == LearningTask.REGRESSION && !column.get().type().isNumeric()) {
      problems.add(
          Problem.at(
              ErrorCode.TYPE_MISMATCH,
              "/label",
              "Regression predicts numbers, but '"
                  + label
                  + "' is "
                  + column.get().type()
                  + ": choose another column, or classification"));
    }
  }

  private void algorithm() {
    String name = spec.algorithmName();
    Optional<Algorithm> algorithm = Algorithm.of(name);
    if (algorithm.isEmpty() || !algorithm.get().does(spec.task())) {
      List<String> able = Algorithm.forTask(spec.task()).stream().map(Algorithm::wire).toList();
      problems.add(
          new Problem(
              ErrorCode.INVALID_SPECIFICATION,
              "/algorithm/name",
              -1,
              -1,
              "'"
                  + name
                  + "' does not do "
                  + spec.task().wire()
                  + ". These do: "
                  + String.join(", ", able),
              Suggestion.near(name, able)));
      return;
    }
    spec.parameters().forEach((key, value) -> parameter(algorithm.get(), key, value, "/algorithm"));
  }

  private void parameter(Algorithm algorithm, String key, JsonNode value, String at) {
    String pointer = at + "/" + key;
    Optional<Parameter> parameter = algorithm.parameter(key);
    if (parameter.isEmpty()) {
      List<String> known = algorithm.parameters().stream().map(Parameter::name).toList();
      String near = Suggestion.near(key, known);
      problems.add(
          new Problem(
              ErrorCode.INVALID_SPECIFICATION,
              pointer,
              -1,
              -1,
              "'"
                  + algorithm.wire()
                  + "' has no parameter '"
                  + key
                  + "'. It has: "
                  + (known.isEmpty() ? "none" : String.join(", ", known)),
              near));
      return;
    }
    String wrong = parameter.get().problem(value);
    if (wrong != null) {
      invalid(pointer, wrong);
    }
  }

  private void split() {
    if (spec.task().hasLabel() && spec.testShare() <= 0) {
      invalid(
          "/split/testShare",
          "Hold some rows out, or nobody knows how good the model is: a share above 0");
    }
  }

  private void crossValidation() {
    TrainingSpec.CrossValidation choice = spec.crossValidation();
    if (choice == null) {
      return;
    }
    Algorithm.of(spec.algorithmName())
        .ifPresent(
            algorithm ->
                choice
                    .grid()
                    .forEach(
                        (key, values) ->
                            values.forEach(
                                value ->
                                    parameter(algorithm, key, value, "/crossValidation/grid"))));
    String metric = choice.metric();
    if (metric != null && !spec.task().metrics().contains(metric)) {
      invalid(
          "/crossValidation/metric",
          "'"
              + metric
              + "' does not measure "
              + spec.task().wire()
              + ". These do: "
              + String.join(", ", spec.task().metrics()));
    }
    long candidates = 1;
    for (Map.Entry<String, List<JsonNode>> values : choice.grid().entrySet()) {
      candidates *= values.getValue().size();
    }
    if (candidates > MOST_CANDIDATES) {
      invalid(
          "/crossValidation/grid",
          "These are "
              + candidates
              + " combinations; "
              + MOST_CANDIDATES
              + " can be tried: take fewer values");
    }
  }

  private void outputs() {
    String path = spec.model().path();
    if (path.matches("(?i).*[.](csv|json|parquet)")) {
      invalid("/model/path", "A model is a folder: give it a name without .csv, .json, .parquet");
    }
    if (path.indexOf('\0') >= 0) {
      invalid("/model/path", "The path contains a zero character");
    }
    if (spec.predictions() != null && spec.predictions().path().startsWith(path)) {
      String rest = spec.predictions().path().substring(path.length());
      if (rest.isEmpty() || rest.startsWith("/") || rest.startsWith("\\")) {
        invalid("/predictions/path", "Predictions cannot go into the folder of the model");
      }
    }
  }

  private void invalid(String pointer, String message) {
    problems.add(Problem.at(ErrorCode.INVALID_SPECIFICATION, pointer, message));
  }
}
