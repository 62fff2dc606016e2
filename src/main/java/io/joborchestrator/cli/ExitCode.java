package io.joborchestrator.cli;

import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.JobStatus;
import org.jspecify.annotations.Nullable;

/** What a command ends with; the codes of errors are those of {@link ErrorType}. */
final class ExitCode {
  static final int OK = 0;

  /** The command line itself is wrong, as {@code EX_USAGE}. */
  static final int USAGE = 64;

  /** {@code wait} ran out of time before the jobs ended, as {@code timeout(1)}. */
  static final int STILL_RUNNING = 124;

  private ExitCode() {}

  /** For a job that has ended. */
  static int of(JobStatus status, @Nullable JobError error) {
    return switch (status) {
      case COMPLETED -> OK;
      case CANCELLED -> ErrorType.CANCELLED.exitCode();
      case FAILED, TIMEOUT -> error == null ? ErrorType.SYSTEM.exitCode() : error.type().exitCode();
      case PENDING, QUEUED, RUNNING, RETRYING, PAUSED -> STILL_RUNNING;
    };
  }
}
