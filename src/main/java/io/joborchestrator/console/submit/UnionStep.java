package io.joborchestrator.console.submit;

import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.StepSpec;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** Appends the rows of other inputs. */
final class UnionStep extends StepViewModel {
  private final ObservableList<String> with = watched(FXCollections.observableArrayList());

  UnionStep(StepScope scope) {
    super(StepKind.UNION, scope);
    describe();
  }

  ObservableList<String> with() {
    return with;
  }

  @Override
  StepSpec spec() {
    return new StepSpec.Union(List.copyOf(with));
  }

  @Override
  void load(StepSpec spec) {
    with.setAll(((StepSpec.Union) spec).with());
  }

  @Override
  List<Problem> ownProblems() {
    return with.isEmpty()
        ? List.of(wrong("/with", "Choose the file whose rows are added"))
        : List.of();
  }

  @Override
  String describeSettings() {
    return list(with, "no second file yet");
  }
}
