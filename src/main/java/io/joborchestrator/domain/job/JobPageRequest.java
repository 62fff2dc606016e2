package io.joborchestrator.domain.job;

import org.jspecify.annotations.Nullable;

/**
 * Asks for a window of a list of jobs.
 *
 * @param anchorNo the anchor of an earlier page, or null to anchor at the newest job
 * @param offset index of the first row, from 0
 * @param limit at most this many rows, up to 1000
 * @param newestFirst order by submission
 */
public record JobPageRequest(
    JobFilter filter, @Nullable Long anchorNo, long offset, int limit, boolean newestFirst) {
  public JobPageRequest {
    if (offset < 0 || limit < 1 || limit > 1000) {
      throw new IllegalArgumentException("offset must be ≥ 0 and limit between 1 and 1000");
    }
  }

  public static JobPageRequest first(JobFilter filter, int limit) {
    return new JobPageRequest(filter, null, 0, limit, true);
  }
}
