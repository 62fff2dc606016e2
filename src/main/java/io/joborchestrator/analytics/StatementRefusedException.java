package io.joborchestrator.analytics;

import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.Problem;

/** A statement that is wrong or not allowed, with its place. */
public final class StatementRefusedException extends OrchestratorException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public StatementRefusedException(Problem problem) {
    super(problem.code(), problem.message());
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
