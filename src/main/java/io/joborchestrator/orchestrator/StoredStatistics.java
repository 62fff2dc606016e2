package io.joborchestrator.orchestrator;

import io.joborchestrator.domain.statistics.RunCounts;
import io.joborchestrator.domain.statistics.Statistics;
import io.joborchestrator.store.StatisticsStore;
import java.time.Duration;
import java.time.Instant;

/** The statistics of the shared database. */
record StoredStatistics(StatisticsStore store) implements StatisticsManager {
  @Override
  public Statistics read(Instant from, Instant to, int mostPoints) {
    return store.read(from, to, mostPoints);
  }

  @Override
  public RunCounts counts(Instant from, Instant to) {
    return store.counts(from, to);
  }

  @Override
  public Statistics readLast(Duration range, int mostPoints) {
    return store.readLast(range, mostPoints);
  }
}
