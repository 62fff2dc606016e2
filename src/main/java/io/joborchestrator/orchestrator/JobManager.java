package io.joborchestrator.orchestrator;

import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobPage;
import io.joborchestrator.domain.job.JobPageRequest;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.store.JobStore.CommandResult;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Submit, status, list, cancel, progress: what every version offered. Blocks; thread-safe. */
public interface JobManager {
  /**
   * Checks and stores a job.
   *
   * @return its id
   * @throws io.joborchestrator.domain.error.OrchestratorException of type USER if it can never run,
   *     with the first problem as its message
   */
  String submit(JobSubmission submission);

  /** State, progress and times, or empty if there is no such job. */
  Optional<JobRow> status(String jobId);

  List<JobRow> list(JobFilter filter, int limit);

  JobPage page(JobPageRequest request);

  CommandResult cancel(String jobId, boolean force, @Nullable String reason);
}
