package io.joborchestrator.learning;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What can be wrong with a scoring before any row is read. */
public final class ScoringCheck {
  private ScoringCheck() {}

  /** Everything that is wrong with regard to this model and these columns of the input. */
  public static List<Problem> check(ScoringSpec spec, ModelCard card, List<Column> columns) {
    List<Problem> problems =
        new ArrayList<>(card.differences(columns, "/input/" + spec.input().placeKey()));
    var names = new ColumnNames(columns);
    List<String> keep = spec.keep() == null ? List.of() : spec.keep();
    for (int i = 0; i < keep.size(); i++) {
      if (names.find(keep.get(i)).isEmpty()) {
        problems.add(names.unknown(keep.get(i), "/keep/" + i));
      }
    }
    String prediction = spec.predictionColumn();
    if (prediction.startsWith("__") || prediction.isBlank() || prediction.contains("\n")) {
      problems.add(
          Problem.at(
              ErrorCode.INVALID_SPECIFICATION,
              "/prediction",
              "'" + prediction + "' cannot be a column name"));
    }
    Optional<String> clash = added(spec, card).clash(kept(spec, columns));
    clash.ifPresent(
        name ->
            problems.add(
                Problem.at(
                    ErrorCode.INVALID_SPECIFICATION,
                    name.equals(prediction) ? "/prediction" : "/keep",
                    "The output would have two columns '"
                        + name
                        + "': choose another name, or keep fewer columns")));
    return problems;
  }

  /** The columns of the input that go to the output. */
  public static List<Column> kept(ScoringSpec spec, List<Column> columns) {
    List<String> keep = spec.keep();
    return keep == null
        ? columns
        : keep.stream().flatMap(name -> new ColumnNames(columns).find(name).stream()).toList();
  }

  /** The columns that the model adds. */
  public static PredictionColumns added(ScoringSpec spec, ModelCard card) {
    return PredictionColumns.of(
        card.task(),
        card.algorithm(),
        card.label(),
        card.labelValues(),
        spec.predictionColumn(),
        spec.withProbabilities());
  }
}
