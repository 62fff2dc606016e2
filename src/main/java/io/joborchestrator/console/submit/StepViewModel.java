package io.joborchestrator.console.submit;

import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.StepSpec;
import java.util.List;
import javafx.beans.property.ObjectProperty;

/** One step of the chain. FX thread only. */
abstract class StepViewModel extends PipelinePart {
  private final StepKind kind;
  private final StepScope scope;

  StepViewModel(StepKind kind, StepScope scope) {
    this.kind = kind;
    this.scope = scope;
  }

  final StepKind kind() {
    return kind;
  }

  final StepScope scope() {
    return scope;
  }

  /** The step as it stands, whether right or wrong. */
  abstract StepSpec spec();

  /** Takes the values of a step of the same kind. */
  abstract void load(StepSpec spec);

  /** Columns that reach the step, as far as known. */
  final ObjectProperty<List<Column>> columnsBefore() {
    return scope.columns();
  }

  @Override
  String title() {
    return kind.title();
  }

  @Override
  final String icon() {
    return kind.icon();
  }
}
