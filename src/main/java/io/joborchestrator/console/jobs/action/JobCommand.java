package io.joborchestrator.console.jobs.action;

import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a person can tell a job to do, and in which states it makes sense. */
public enum JobCommand {
  CANCEL(
      "Cancel",
      EnumSet.of(
          JobStatus.PENDING,
          JobStatus.QUEUED,
          JobStatus.RUNNING,
          JobStatus.RETRYING,
          JobStatus.PAUSED)),
  FORCE_STOP("Force stop", EnumSet.of(JobStatus.RUNNING)),
  RETRY("Retry", EnumSet.of(JobStatus.FAILED, JobStatus.TIMEOUT, JobStatus.CANCELLED)),
  RERUN("Rerun with changes", EnumSet.allOf(JobStatus.class)),
  PAUSE("Pause", EnumSet.of(JobStatus.PENDING, JobStatus.QUEUED, JobStatus.RETRYING)),
  RESUME("Resume", EnumSet.of(JobStatus.PAUSED)),
  PRIORITY(
      "Priority",
      EnumSet.of(JobStatus.PENDING, JobStatus.QUEUED, JobStatus.RETRYING, JobStatus.PAUSED)),
  TAGS("Tags", EnumSet.allOf(JobStatus.class)),
  NOTE("Note", EnumSet.allOf(JobStatus.class));

  /** Why nothing can be commanded while the database is away. */
  public static final String NOT_CONNECTED =
      "Needs the database. It waits until the connection is back";

  private final String verb;
  private final Set<JobStatus> possibleIn;

  JobCommand(String verb, Set<JobStatus> possibleIn) {
    this.verb = verb;
    this.possibleIn = possibleIn;
  }

  public String verb() {
    return verb;
  }

  public Set<JobStatus> possibleIn() {
    return EnumSet.copyOf(possibleIn);
  }

  public boolean isPossible(JobRow row) {
    return whyNot(row) == null;
  }

  /** What is missing for this command, in a sentence for a tooltip; null: it can be given. */
  public @Nullable String whyNot(JobRow row) {
    if (this == CANCEL && row.cancelRequested() && !row.status().isTerminal()) {
      return "Cancel is requested already. Force stop ends it without waiting for the engine";
    }
    if (possibleIn.contains(row.status())) {
      return null;
    }
    String now = "This one is " + word(row.status());
    return switch (this) {
      case CANCEL -> "Cancel needs a job that has not ended. " + now;
      case FORCE_STOP -> "Force stop needs a running job. " + now;
      case RETRY -> "Retry needs a failed, timed-out or cancelled job. " + now;
      case PAUSE -> "Pause needs a waiting job. " + now;
      case RESUME -> "Resume needs a paused job. " + now;
      case PRIORITY -> "Priority matters only while a job waits. " + now;
      case RERUN, TAGS, NOTE -> null;
    };
  }

  /** As {@link #whyNot(JobRow)} for several jobs: it is enough that one of them can do it. */
  public @Nullable String whyNot(Collection<JobRow> rows, boolean connected) {
    if (rows.isEmpty()) {
      return "Choose a job first";
    }
    if (!connected) {
      return NOT_CONNECTED;
    }
    String first = null;
    for (JobRow row : rows) {
      String missing = whyNot(row);
      if (missing == null) {
        return null;
      }
      first = first == null ? missing : first;
    }
    if (rows.size() == 1) {
      return first;
    }
    return "None of the " + rows.size() + " chosen jobs can do this now";
  }

  private static String word(JobStatus status) {
    return status == JobStatus.TIMEOUT ? "timed out" : status.wire();
  }
}
