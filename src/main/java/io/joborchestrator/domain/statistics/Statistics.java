package io.joborchestrator.domain.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What happened in a range of time, by steps of one length. The first step begins at or shortly
 * before {@code from}; the last one may not be over.
 *
 * @param step the length of every step
 * @param engines runs by the name of the engine, for those with any
 * @param all runs of all engines together
 * @param fleet oldest first; steps in which nobody took a sample are missing
 * @param workers by name
 * @param breakers by name, then process, oldest first, without gaps within the range
 */
public record Statistics(
    Instant from,
    Instant to,
    Duration step,
    SortedMap<String, RunSeries> engines,
    RunSeries all,
    List<FleetPoint> fleet,
    List<WorkerSeries> workers,
    List<BreakerPeriod> breakers) {
  public Statistics {
    engines = Collections.unmodifiableSortedMap(new TreeMap<>(engines));
    fleet = List.copyOf(fleet);
    workers = List.copyOf(workers);
    breakers = List.copyOf(breakers);
  }
}
