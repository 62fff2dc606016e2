package io.joborchestrator.console.submit;

import io.joborchestrator.domain.job.JobFile;
import io.joborchestrator.domain.job.JobSubmission;

/** The command that submits a job, for a POSIX shell. */
final class CommandText {
  private static final String END = "JOB";

  private CommandText() {}

  /** The job file is part of the command; nothing in it is read by the shell. */
  static String of(JobSubmission job, StartViewModel start) {
    String text = JobFile.format(job);
    String end = END;
    while (text.lines().anyMatch(end::equals)) {
      end += "_";
    }
    String when =
        start.mode().get() == StartViewModel.Mode.CRON
            ? "--cron " + quoted(start.cron().get().strip()) + " --timezone " + start.zoneId() + " "
            : "";
    return "orchestrator submit " + when + "- <<'" + end + "'\n" + text + "\n" + end + "\n";
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
