package io.joborchestrator.pipeline.expression;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.Problem;
import org.jspecify.annotations.Nullable;

/** An expression is wrong at certain characters. */
public final class ExpressionException extends OrchestratorException {
  private static final long serialVersionUID = 1L;

  private final int start;
  private final int end;
  private final @Nullable String suggestion;

  ExpressionException(
      ErrorCode code, int start, int end, String message, @Nullable String suggestion) {
    super(code, message);
    this.start = start;
    this.end = end;
    this.suggestion = suggestion;
  }

  static ExpressionException syntax(int start, int end, String message) {
    return new ExpressionException(ErrorCode.INVALID_EXPRESSION, start, end, message, null);
  }

  static ExpressionException type(Node at, String message) {
    return new ExpressionException(ErrorCode.TYPE_MISMATCH, at.start(), at.end(), message, null);
  }

  /** The same as a problem of the field the expression is in. */
  public Problem toProblem(String pointer) {
    return new Problem(code(), pointer, start, end, String.valueOf(getMessage()), suggestion);
  }
}
