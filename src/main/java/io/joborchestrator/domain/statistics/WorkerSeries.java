package io.joborchestrator.domain.statistics;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The load of one worker over time.
 *
 * @param workerId null: it was removed since
 * @param name null: it was removed since
 * @param points oldest first; steps in which it did not live are missing
 */
public record WorkerSeries(
    long workerNo, @Nullable String workerId, @Nullable String name, List<Point> points) {
  public WorkerSeries {
    points = List.copyOf(points);
  }

  /** Means and the largest of one step. Nulls: the worker did not say. */
  public record Point(
      Instant at,
      double running,
      double slots,
      @Nullable Double cpuPercent,
      @Nullable Double mostCpuPercent,
      @Nullable Double memoryPercent,
      @Nullable Double mostMemoryPercent) {}
}
