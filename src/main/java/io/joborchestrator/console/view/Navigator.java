package io.joborchestrator.console.view;

import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobSubmission;
import org.jspecify.annotations.Nullable;

/** Moves between pages, which do not know one another. FX thread only. */
public interface Navigator {
  /** Shows the list of jobs with this job's detail open. */
  void openJob(String jobId);

  void openJobs(JobFilter filter);

  /** Shows the dead letters with this entry open. */
  void openDeadLetter(long entryNo);

  /** Shows the unresolved dead letters. */
  void openDeadLetters();

  /**
   * @param prefill what the form starts with (a rerun, a sample), or null for an empty one
   */
  void openSubmit(@Nullable JobSubmission prefill);
}
