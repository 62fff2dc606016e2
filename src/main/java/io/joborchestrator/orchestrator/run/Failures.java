package io.joborchestrator.orchestrator.run;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.engine.RunOutcome;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/** Outcomes of runs for which no engine gave one. */
final class Failures {
  private Failures() {}

  static RunOutcome of(OrchestratorException e) {
    return of(e.code(), String.valueOf(e.getMessage()), e.getCause());
  }

  static RunOutcome of(ErrorCode code, String message, @Nullable Throwable cause) {
    return new RunOutcome.Failed(new JobError(code.wire(), code.type(), message, stack(cause)));
  }

  /** What the engine said, or that it said nothing. */
  static RunOutcome outcome(@Nullable RunOutcome outcome, @Nullable Throwable error) {
    if (outcome != null) {
      return outcome;
    }
    return of(ErrorCode.INTERNAL, "The engine lost the outcome of the run: " + error, error);
  }

  private static @Nullable String stack(@Nullable Throwable cause) {
    if (cause == null) {
      return null;
    }
    StringWriter text = new StringWriter();
    PrintWriter printer = new PrintWriter(text);
    for (Throwable e = cause; e != null; e = e.getCause()) {
      printer.println(e);
      for (StackTraceElement frame : e.getStackTrace()) {
        printer.println("\tat " + frame);
      }
    }
    return text.toString();
  }
}
