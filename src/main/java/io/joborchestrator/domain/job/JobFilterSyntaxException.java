package io.joborchestrator.domain.job;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import org.jspecify.annotations.Nullable;

/** A filter text that cannot be read; says where and, if it can be guessed, what was meant. */
public final class JobFilterSyntaxException extends OrchestratorException {
  private static final long serialVersionUID = 1L;

  private final int start;
  private final int end;
  private final @Nullable String suggestion;

  JobFilterSyntaxException(int start, int end, String message, @Nullable String suggestion) {
    super(ErrorCode.INVALID_SPECIFICATION, message);
    this.start = start;
    this.end = end;
    this.suggestion = suggestion;
  }

  /** First character of the wrong term, from 0. */
  public int start() {
    return start;
  }

  /** One behind its last character. */
  public int end() {
    return end;
  }

  /** A term to put in its place, or null. */
  public @Nullable String suggestion() {
    return suggestion;
  }
}
