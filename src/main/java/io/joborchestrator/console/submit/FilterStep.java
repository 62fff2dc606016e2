package io.joborchestrator.console.submit;

import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.ColumnType;
import io.joborchestrator.pipeline.spec.StepSpec;
import java.util.List;

/** Keeps rows for which an expression is true. */
final class FilterStep extends StepViewModel {
  private final ExpressionViewModel where;

  FilterStep(StepScope scope) {
    super(StepKind.FILTER, scope);
    where = scope.expression(ColumnType.BOOLEAN);
    where.onEdit(this::edited);
    describe();
  }

  ExpressionViewModel where() {
    return where;
  }

  @Override
  StepSpec spec() {
    return new StepSpec.Filter(where.text().get().strip());
  }

  @Override
  void load(StepSpec spec) {
    where.text().set(((StepSpec.Filter) spec).where());
  }

  @Override
  List<Problem> ownProblems() {
    return where.text().get().isBlank()
        ? List.of(wrong("/where", "Write a condition, for example: amount > 100"))
        : List.of();
  }

  @Override
  String describeSettings() {
    return where.text().get().isBlank() ? "no condition yet" : where.text().get().strip();
  }
}
