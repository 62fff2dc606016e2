package io.joborchestrator.engine.custom;

import io.joborchestrator.custom.HandlerFailure;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobError;

/**
 * What a handler threw, as an error of its job: the message first, the handler's own frames below.
 */
final class HandlerErrors {
  private static final String OURS = CustomRunner.class.getName();
  private static final int MOST_CAUSES = 10;

  private HandlerErrors() {}

  static JobError of(String handler, Throwable thrown) {
    if (thrown instanceof HandlerFailure known) {
      return new JobError(
          known.code(),
          CustomRunner.type(known.type()),
          String.valueOf(known.getMessage()),
          frames(known));
    }
    if (thrown instanceof OrchestratorException own) {
      return new JobError(own.code().wire(), own.type(), String.valueOf(own.getMessage()), null);
    }
    if (thrown instanceof NoClassDefFoundError || thrown instanceof ClassNotFoundException) {
      return error(
          ErrorCode.HANDLER_NOT_FOUND,
          "The handler '"
              + handler
              + "' needs the class "
              + String.valueOf(thrown.getMessage()).replace('/', '.')
              + ", which is not in its plug-in.",
          thrown);
    }
    if (thrown instanceof LinkageError) {
      return error(
          ErrorCode.HANDLER_VERSION,
          "The handler '" + handler + "' does not fit this version of the program: " + thrown,
          thrown);
    }
    // As a program that ends with an error: tried again only where a policy was named for it.
    return error(
        ErrorCode.PROGRAM_FAILED, "The handler '" + handler + "' failed: " + thrown, thrown);
  }

  private static JobError error(ErrorCode code, String message, Throwable thrown) {
    return new JobError(code.wire(), code.type(), message, frames(thrown));
  }

  /** What stands below the handler is how we called it and says nothing to its author. */
  private static String frames(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    Throwable each = thrown;
    for (int i = 0; each != null && i < MOST_CAUSES; i++) {
      text.append(text.isEmpty() ? "" : "Caused by: ").append(each).append('\n');
      for (StackTraceElement frame : each.getStackTrace()) {
        if (frame.getClassName().equals(OURS)) {
          break;
        }
        text.append("  at ").append(frame).append('\n');
      }
      each = each.getCause();
    }
    return text.toString();
  }
}
