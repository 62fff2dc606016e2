package io.joborchestrator.console.jobs;

import io.joborchestrator.domain.job.JobCounts;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One tab of the Jobs page: all jobs, or those in one state.
 *
 * @param status null for all
 */
record StateTab(@Nullable JobStatus status) {
  static final StateTab ALL = new StateTab(null);

  /** In the order people look for them: what moves, what waits, what rests, what went wrong. */
  static final List<StateTab> TABS =
      Stream.concat(
              Stream.of(ALL),
              Stream.of(
                      JobStatus.RUNNING,
                      JobStatus.QUEUED,
                      JobStatus.PENDING,
                      JobStatus.RETRYING,
                      JobStatus.PAUSED,
                      JobStatus.COMPLETED,
                      JobStatus.FAILED,
                      JobStatus.TIMEOUT,
                      JobStatus.CANCELLED)
                  .map(StateTab::new))
          .toList();

  long count(JobCounts counts) {
    return status == null ? counts.total() : counts.of(status);
  }

  /** The filter with the state of this tab; the tab wins over states in the filter bar. */
  JobFilter applyTo(JobFilter filter) {
    return status == null ? filter : filter.withStatuses(Set.of(status));
  }

  /** The tab that shows these states, if there is one. */
  static Optional<StateTab> of(Set<JobStatus> statuses) {
    return statuses.size() == 1
        ? Optional.of(new StateTab(statuses.iterator().next()))
        : Optional.empty();
  }
}
