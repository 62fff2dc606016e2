package io.joborchestrator.console.jobs.detail;

import io.joborchestrator.domain.error.ErrorType;

/** Whose fault a failure is, in words: the job's, its data's, or the system's. */
final class CauseWords {
  private CauseWords() {}

  static String sentence(ErrorType type) {
    return switch (type) {
      case USER -> "The job is wrong, not the system.";
      case DATA -> "The data is wrong, not the system.";
      case ENGINE -> "The engine failed, not the job.";
      case RESOURCE -> "Memory, disk or slots ran out; the job may be right.";
      case SYSTEM -> "The system failed, not the job.";
      case CANCELLED -> "Somebody ended it.";
    };
  }

  /** What a person can do now. */
  static String advice(ErrorType type) {
    return switch (type) {
      case USER -> "Change it with Rerun with changes; a retry would fail the same way.";
      case DATA -> "Mend the input or its bad-row policy, then rerun.";
      case ENGINE, SYSTEM -> "Retry puts it back into its queue.";
      case RESOURCE -> "Retry later, or rerun with less at once.";
      case CANCELLED -> "Retry puts it back into its queue.";
    };
  }
}
