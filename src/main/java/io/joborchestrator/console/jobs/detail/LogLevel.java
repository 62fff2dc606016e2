package io.joborchestrator.console.jobs.detail;

import io.joborchestrator.domain.job.LogLine;

/** Which lines of a log are shown. */
enum LogLevel {
  ALL,
  WARNINGS,
  ERRORS;

  boolean shows(LogLine line) {
    return switch (this) {
      case ALL -> true;
      case WARNINGS -> line.level().equals("warn");
      case ERRORS -> isError(line);
    };
  }

  static boolean isError(LogLine line) {
    return line.level().equals("error") || line.level().equals("stderr");
  }
}
