package io.joborchestrator.domain.error;

import org.jspecify.annotations.Nullable;

/**
 * The one unchecked root of everything this program throws on purpose. The message is a plain
 * sentence that says what to do next; the code decides what the program does.
 */
public class OrchestratorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  public OrchestratorException(ErrorCode code, String message) {
    this(code, message, null);
  }

  public OrchestratorException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }

  public ErrorType type() {
    return code.type();
  }
}
