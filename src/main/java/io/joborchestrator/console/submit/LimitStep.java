package io.joborchestrator.console.submit;

import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.StepSpec;
import java.util.List;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** Keeps the first rows. */
final class LimitStep extends StepViewModel {
  private final StringProperty rows = new SimpleStringProperty("1000");

  LimitStep(StepScope scope) {
    super(StepKind.LIMIT, scope);
    watch(rows);
    describe();
  }

  /** A whole number; anything else is sent as -1 and refused by the check. */
  StringProperty rows() {
    return rows;
  }

  @Override
  StepSpec spec() {
    return new StepSpec.Limit(number());
  }

  @Override
  void load(StepSpec spec) {
    rows.set(Long.toString(((StepSpec.Limit) spec).rows()));
  }

  @Override
  List<Problem> ownProblems() {
    return number() < 0
        ? List.of(wrong("/rows", "Write a whole number of rows, 0 or more"))
        : List.of();
  }

  @Override
  String describeSettings() {
    return rows.get().strip() + " rows";
  }

  private long number() {
    try {
      return Long.parseLong(rows.get().strip().replace(",", ""));
    } catch (NumberFormatException notANumber) {
      return -1;
    }
  }
}
