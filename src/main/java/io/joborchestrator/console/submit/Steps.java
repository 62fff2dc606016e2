package io.joborchestrator.console.submit;

import io.joborchestrator.pipeline.spec.StepSpec;

/** Makes the part of the form for a step. */
final class Steps {
  private Steps() {}

  static StepViewModel empty(StepKind kind, StepScope scope) {
    return switch (kind) {
      case FILTER -> new FilterStep(scope);
      case SELECT -> new SelectStep(scope);
      case DERIVE -> new DeriveStep(scope);
      case RENAME -> new RenameStep(scope);
      case CAST -> new CastStep(scope);
      case JOIN -> new JoinStep(scope);
      case GROUP_BY -> new GroupByStep(scope);
      case SORT -> new SortStep(scope);
      case DEDUPE -> new DedupeStep(scope);
      case UNION -> new UnionStep(scope);
      case LIMIT -> new LimitStep(scope);
      case MATCH -> new MatchStep(scope);
    };
  }

  static StepViewModel of(StepSpec spec, StepScope scope) {
    StepViewModel step = empty(kindOf(spec), scope);
    step.quietly(() -> step.load(spec));
    step.describe();
    return step;
  }

  static StepKind kindOf(StepSpec spec) {
    for (StepKind kind : StepKind.values()) {
      if (kind.op().equals(spec.op())) {
        return kind;
      }
    }
    throw new IllegalArgumentException("No editor for a step of kind " + spec.op());
  }
}
