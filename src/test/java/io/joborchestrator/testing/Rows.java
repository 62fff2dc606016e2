package io.joborchestrator.testing;

import io.joborchestrator.domain.job.JobPriority;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import java.util.List;

/** Copies of rows with one thing changed. */
public final class Rows {
  private Rows() {}

  public static JobRow in(JobRow row, JobStatus status) {
    return copy(row, status, row.priority(), row.percent(), row.cancelRequested(), row.tags());
  }

  public static JobRow priority(JobRow row, JobPriority priority) {
    return copy(row, row.status(), priority, row.percent(), row.cancelRequested(), row.tags());
  }

  public static JobRow cancelRequested(JobRow row) {
    return copy(row, row.status(), row.priority(), row.percent(), true, row.tags());
  }

  public static JobRow percent(JobRow row, double percent) {
    return copy(row, row.status(), row.priority(), percent, row.cancelRequested(), row.tags());
  }

  public static JobRow tags(JobRow row, List<String> tags) {
    return copy(row, row.status(), row.priority(), row.percent(), row.cancelRequested(), tags);
  }

  private static JobRow copy(
      JobRow row,
      JobStatus status,
      JobPriority priority,
      @org.jspecify.annotations.Nullable Double percent,
      boolean cancelRequested,
      List<String> tags) {
    return new JobRow(
        row.no(),
        row.jobId(),
        row.name(),
        row.type(),
        status,
        priority,
        row.queue(),
        row.engine(),
        row.owner(),
        row.submittedAt(),
        row.runAt(),
        row.startedAt(),
        row.finishedAt(),
        percent,
        row.recordsProcessed(),
        row.recordsTotal(),
        row.ran(),
        row.epoch(),
        row.retryCount(),
        cancelRequested,
        row.reason(),
        row.worker(),
        tags,
        row.updatedAt().plusMillis(1));
  }
}
