package io.joborchestrator.testing;

import io.joborchestrator.domain.statistics.RunCounts;
import io.joborchestrator.domain.statistics.RunSeries;
import io.joborchestrator.domain.statistics.RunTimes;
import io.joborchestrator.domain.statistics.Statistics;
import io.joborchestrator.orchestrator.StatisticsManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Statistics as a test gives them; nothing ever happened until it does. */
public final class FakeStatistics implements StatisticsManager {
  private final FakeOrchestrator orchestrator;
  private final List<Duration> ranges = new CopyOnWriteArrayList<>();
  private Source source = FakeStatistics::nothing;

  /** Answers for a range. */
  @FunctionalInterface
  public interface Source {
    Statistics read(Instant from, Instant to);
  }

  FakeStatistics(FakeOrchestrator orchestrator) {
    this.orchestrator = orchestrator;
  }

  public void set(Source value) {
    source = value;
  }

  /** The lengths of the ranges that were asked for, in order. */
  public List<Duration> ranges() {
    return ranges;
  }

  @Override
  public Statistics read(Instant from, Instant to, int mostPoints) {
    orchestrator.mayFail();
    ranges.add(Duration.between(from, to));
    return source.read(from, to);
  }

  @Override
  public RunCounts counts(Instant from, Instant to) {
    orchestrator.mayFail();
    return source.read(from, to).all().counts();
  }

  @Override
  public Statistics readLast(Duration range, int mostPoints) {
    return read(JobRowBuilder.NOW.minus(range), JobRowBuilder.NOW, mostPoints);
  }

  private static Statistics nothing(Instant from, Instant to) {
    return new Statistics(
        from,
        to,
        Duration.ofSeconds(10),
        new TreeMap<>(),
        new RunSeries(List.of(), RunCounts.NONE, RunTimes.NONE),
        List.of(),
        List.of(),
        List.of());
  }
}
