package io.joborchestrator.domain.job;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import org.jspecify.annotations.Nullable;

/** A job file cannot be read; says where. */
public final class JobFileException extends OrchestratorException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  JobFileException(String message, int line, int column, @Nullable Throwable cause) {
    super(ErrorCode.INVALID_SPECIFICATION, message, cause);
    this.line = line;
    this.column = column;
  }

  /** Line of the mistake from 1, or -1 if it has no place in the text. */
  public int line() {
    return line;
  }

  /** Character in the line from 1, or -1. */
  public int column() {
    return column;
  }
}
