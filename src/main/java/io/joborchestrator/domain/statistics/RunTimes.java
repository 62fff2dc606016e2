package io.joborchestrator.domain.statistics;

import org.jspecify.annotations.Nullable;

/**
 * How long attempts ran and waited, in seconds.
 *
 * @param ranSeconds of the completed ones together
 * @param ran of the completed ones; null if there was none
 * @param waits first attempts of jobs that waited for no other job
 * @param waitedSeconds of these together, from submission or due time to start
 */
public record RunTimes(
    double ranSeconds,
    @Nullable Percentiles ran,
    long waits,
    double waitedSeconds,
    double longestWaitSeconds) {
  public static final RunTimes NONE = new RunTimes(0, null, 0, 0, 0);
}
