package io.joborchestrator.console.submit;

import io.joborchestrator.pipeline.spec.StepSpec;
import java.util.stream.Collectors;
import javafx.collections.ObservableList;

/** Orders rows. */
final class SortStep extends StepViewModel {
  private final ObservableList<SortRow> rows = editedRows();

  SortStep(StepScope scope) {
    super(StepKind.SORT, scope);
    rows.add(new SortRow());
    describe();
  }

  ObservableList<SortRow> rows() {
    return rows;
  }

  void add() {
    rows.add(new SortRow());
  }

  @Override
  StepSpec spec() {
    return new StepSpec.Sort(rows.stream().map(SortRow::spec).toList());
  }

  @Override
  void load(StepSpec spec) {
    rows.setAll(((StepSpec.Sort) spec).by().stream().map(SortRow::of).toList());
  }

  @Override
  String describeSettings() {
    return rows.stream().map(SortRow::describe).collect(Collectors.joining(", "));
  }
}
