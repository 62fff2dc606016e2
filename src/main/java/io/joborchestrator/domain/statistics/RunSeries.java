package io.joborchestrator.domain.statistics;

import java.util.List;

/**
 * Runs over time.
 *
 * @param points one per step, without gaps, oldest first
 * @param counts over the whole range
 * @param times over the whole range
 */
public record RunSeries(List<RunPoint> points, RunCounts counts, RunTimes times) {
  public RunSeries {
    points = List.copyOf(points);
  }
}
