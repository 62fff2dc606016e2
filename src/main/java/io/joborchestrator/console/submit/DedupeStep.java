package io.joborchestrator.console.submit;

import io.joborchestrator.pipeline.spec.StepSpec;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** Keeps one row per key. */
final class DedupeStep extends StepViewModel {
  private final ObservableList<String> keys = watched(FXCollections.observableArrayList());
  private final ObservableList<SortRow> keep = editedRows();

  DedupeStep(StepScope scope) {
    super(StepKind.DEDUPE, scope);
    describe();
  }

  /** Empty: all columns. */
  ObservableList<String> keys() {
    return keys;
  }

  /** The order that decides which row stays. */
  ObservableList<SortRow> keep() {
    return keep;
  }

  void add() {
    keep.add(new SortRow());
  }

  @Override
  StepSpec spec() {
    return new StepSpec.Dedupe(
        keys.isEmpty() ? null : List.copyOf(keys),
        keep.isEmpty() ? null : keep.stream().map(SortRow::spec).toList());
  }

  @Override
  void load(StepSpec spec) {
    StepSpec.Dedupe dedupe = (StepSpec.Dedupe) spec;
    keys.setAll(dedupe.keys() == null ? List.of() : dedupe.keys());
    keep.setAll(
        dedupe.keep() == null ? List.of() : dedupe.keep().stream().map(SortRow::of).toList());
  }

  @Override
  String describeSettings() {
    return "by " + list(keys, "all columns");
  }
}
