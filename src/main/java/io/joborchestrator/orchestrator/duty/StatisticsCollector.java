package io.joborchestrator.orchestrator.duty;

import io.joborchestrator.store.StatisticsStore;
import java.time.Duration;

/** Counts what has ended into the statistics of the fleet; one process at a time does. */
public final class StatisticsCollector implements Duty {
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final int MOST = 20_000;

  private final StatisticsStore statistics;

  public StatisticsCollector(StatisticsStore statistics) {
    this.statistics = statistics;
  }

  @Override
  public String name() {
    return "statistics";
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public boolean runOnce() {
    return statistics.collect(MOST) >= MOST;
  }
}
