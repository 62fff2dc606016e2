package io.joborchestrator.console.jobs;

import io.joborchestrator.domain.job.JobPriority;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import java.time.Instant;
import java.util.List;

/** The row that stands for one not loaded yet, and copies of rows. */
final class JobRows {
  /** Shown as grey bars. Compare with {@code ==}. */
  static final JobRow LOADING =
      new JobRow(
          -1,
          "",
          "",
          "",
          JobStatus.PENDING,
          JobPriority.NORMAL,
          "",
          null,
          "",
          Instant.EPOCH,
          null,
          null,
          null,
          null,
          0,
          0,
          null,
          0,
          0,
          false,
          null,
          null,
          List.of(),
          Instant.EPOCH);

  private JobRows() {}

  static boolean isLoaded(JobRow row) {
    return row.no() >= 0;
  }

  /** The row as it will be once the server knows of the cancel request. */
  static JobRow cancelRequested(JobRow row) {
    return new JobRow(
        row.no(),
        row.jobId(),
        row.name(),
        row.type(),
        row.status(),
        row.priority(),
        row.queue(),
        row.engine(),
        row.owner(),
        row.submittedAt(),
        row.runAt(),
        row.startedAt(),
        row.finishedAt(),
        row.percent(),
        row.recordsProcessed(),
        row.recordsTotal(),
        row.ran(),
        row.epoch(),
        row.retryCount(),
        true,
        row.reason(),
        row.worker(),
        row.tags(),
        row.updatedAt());
  }
}
