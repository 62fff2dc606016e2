package io.joborchestrator.console.jobs.action;

import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobPage;
import io.joborchestrator.domain.job.JobPageRequest;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All jobs that match a filter, walked in pages by their place in the order of submission, so that
 * page 1,000 costs what page 1 costs. Blocks; thread-safe; ends when its thread is interrupted.
 */
final class MatchingJobs {
  static final int PAGE = 1000;

  private final EnhancedJobManager jobs;

  MatchingJobs(EnhancedJobManager jobs) {
    this.jobs = jobs;
  }

  /** The filter without the states in which the command makes no sense; empty: none is left. */
  static Optional<JobFilter> restrictTo(JobFilter filter, Set<JobStatus> possibleIn) {
    Set<JobStatus> left = EnumSet.copyOf(possibleIn);
    if (!filter.statuses().isEmpty()) {
      left.retainAll(filter.statuses());
    }
    return left.isEmpty() ? Optional.empty() : Optional.of(filter.withStatuses(left));
  }

  /** Ids of the matching jobs, newest first, at most {@code limit}. */
  List<String> ids(JobFilter filter, int limit) {
    List<String> ids = new ArrayList<>();
    forEachPage(filter, limit, rows -> rows.forEach(row -> ids.add(row.jobId())));
    return ids;
  }

  void forEachPage(JobFilter filter, long limit, Consumer<List<JobRow>> consumer) {
    @Nullable Long before = null;
    long left = limit;
    while (left > 0) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("Stopped before all jobs were read");
      }
      int wanted = (int) Math.min(PAGE, left);
      JobPage page = jobs.page(new JobPageRequest(filter, before, 0, wanted, true));
      consumer.accept(page.rows());
      left -= page.rows().size();
      if (page.rows().size() < wanted) {
        return;
      }
      before = page.rows().get(page.rows().size() - 1).no() - 1;
    }
  }
}
