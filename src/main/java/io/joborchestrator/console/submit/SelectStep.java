package io.joborchestrator.console.submit;

import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.StepSpec;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** Keeps columns, in the order of the list. */
final class SelectStep extends StepViewModel {
  private final ObservableList<String> columns = watched(FXCollections.observableArrayList());

  SelectStep(StepScope scope) {
    super(StepKind.SELECT, scope);
    describe();
  }

  ObservableList<String> columns() {
    return columns;
  }

  @Override
  StepSpec spec() {
    return new StepSpec.Select(List.copyOf(columns));
  }

  @Override
  void load(StepSpec spec) {
    columns.setAll(((StepSpec.Select) spec).columns());
  }

  @Override
  List<Problem> ownProblems() {
    return columns.isEmpty() ? List.of(wrong("/columns", "Choose the columns to keep")) : List.of();
  }

  @Override
  String describeSettings() {
    return list(columns, "no columns yet");
  }
}
