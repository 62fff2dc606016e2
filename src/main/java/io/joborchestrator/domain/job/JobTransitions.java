package io.joborchestrator.domain.job;

import static io.joborchestrator.domain.job.JobStatus.CANCELLED;
import static io.joborchestrator.domain.job.JobStatus.COMPLETED;
import static io.joborchestrator.domain.job.JobStatus.FAILED;
import static io.joborchestrator.domain.job.JobStatus.PAUSED;
import static io.joborchestrator.domain.job.JobStatus.PENDING;
import static io.joborchestrator.domain.job.JobStatus.QUEUED;
import static io.joborchestrator.domain.job.JobStatus.RETRYING;
import static io.joborchestrator.domain.job.JobStatus.RUNNING;
import static io.joborchestrator.domain.job.JobStatus.TIMEOUT;

import java.util.Map;
import java.util.Set;

/**
 * The one table of allowed state changes. The database holds the same table ({@code
 * job_transitions}); a test compares the two.
 */
public final class JobTransitions {
  private static final Map<JobStatus, Set<JobStatus>> ALLOWED =
      Map.of(
          PENDING, Set.of(QUEUED, PAUSED, CANCELLED, FAILED),
          // A short job never shows as running in its wide row: its lease is the truth.
          QUEUED, Set.of(RUNNING, PAUSED, CANCELLED, COMPLETED, FAILED, TIMEOUT, RETRYING),
          RUNNING, Set.of(QUEUED, COMPLETED, FAILED, TIMEOUT, CANCELLED, RETRYING),
          RETRYING, Set.of(QUEUED, PAUSED, CANCELLED, FAILED),
          PAUSED, Set.of(PENDING, QUEUED, RETRYING, CANCELLED),
          // Terminal states are left only by a person's retry.
          FAILED, Set.of(QUEUED),
          TIMEOUT, Set.of(QUEUED),
          CANCELLED, Set.of(QUEUED),
          COMPLETED, Set.of());

  private JobTransitions() {}

  public static boolean isAllowed(JobStatus from, JobStatus to) {
    return ALLOWED.getOrDefault(from, Set.of()).contains(to);
  }

  public static Set<JobStatus> from(JobStatus status) {
    return ALLOWED.getOrDefault(status, Set.of());
  }
}
