package io.joborchestrator.domain.job;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Completed runs of one job on one engine, the last eleven at most.
 *
 * @param runs newest last
 */
public record PastRuns(String engine, List<Run> runs) {
  /** Inputs of a fourth to four times the size tell something about this one. */
  private static final int COMPARABLE = 4;

  public PastRuns {
    runs = List.copyOf(runs);
  }

  /**
   * One run.
   *
   * @param bytes of its inputs, or negative if they were not known
   */
  public record Run(double seconds, long bytes) {}

  /** Those whose inputs were about as large; all of them if either size is not known. */
  public PastRuns comparableWith(long bytes) {
    return bytes < 0
        ? this
        : new PastRuns(engine, runs.stream().filter(run -> isComparable(run, bytes)).toList());
  }

  private static boolean isComparable(Run run, long bytes) {
    return run.bytes < 0
        || (run.bytes <= bytes * COMPARABLE && bytes <= run.bytes * (double) COMPARABLE);
  }

  /** The median time, or empty without runs. */
  public OptionalDouble medianSeconds() {
    List<Double> sorted = runs.stream().map(Run::seconds).sorted().toList();
    int size = sorted.size();
    return size == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2);
  }
}
