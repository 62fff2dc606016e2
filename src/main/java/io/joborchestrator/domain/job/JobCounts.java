package io.joborchestrator.domain.job;

import java.util.Map;

/** How many jobs there are in each state, from maintained counters: cheap at any size. */
public record JobCounts(Map<JobStatus, Long> byStatus) {
  public JobCounts {
    byStatus = Map.copyOf(byStatus);
  }

  public long of(JobStatus status) {
    return byStatus.getOrDefault(status, 0L);
  }

  public long total() {
    return byStatus.values().stream().mapToLong(Long::longValue).sum();
  }
}
