package io.joborchestrator.domain.job;

import java.util.List;

/**
 * A window of a list of jobs. Lists are anchored: {@code anchorNo} is the newest job the list
 * knows, so that rows keep their index while new jobs arrive; {@code newer} counts those.
 *
 * @param total jobs that match up to the anchor
 * @param totalExact false if the total is an estimate
 */
public record JobPage(
    List<JobRow> rows, long anchorNo, long offset, long total, boolean totalExact, long newer) {
  public JobPage {
    rows = List.copyOf(rows);
  }
}
