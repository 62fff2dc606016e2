package io.joborchestrator.testing;

import io.joborchestrator.domain.breaker.BreakerState;
import io.joborchestrator.domain.statistics.BreakerPeriod;
import io.joborchestrator.domain.statistics.Percentiles;
import io.joborchestrator.domain.statistics.RunCounts;
import io.joborchestrator.domain.statistics.RunPoint;
import io.joborchestrator.domain.statistics.RunSeries;
import io.joborchestrator.domain.statistics.RunTimes;
import io.joborchestrator.domain.statistics.Statistics;
import io.joborchestrator.domain.statistics.WorkerSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * An hour-like story in 60 steps of any range: Spark's breaker opens at 55 % and closes at 70 %.
 */
public final class StatisticsStory {
  private static final int STEPS = 60;

  private StatisticsStory() {}

  /** The story stretched over a range. */
  public static Statistics of(Instant from, Instant to) {
    Duration step = Duration.between(from, to).dividedBy(STEPS);
    TreeMap<String, RunSeries> engines = new TreeMap<>();
    engines.put("local", series(from, step, 180_000, 12, 0));
    engines.put("spark", series(from, step, 560_000, 5, 9));
    engines.put("airflow", series(from, step, 70_000, 1, 0));
    return new Statistics(
        from,
        to,
        step,
        engines,
        series(from, step, 810_000, 18, 9),
        List.of(),
        List.of(worker(from, step)),
        breakers(from, to, step));
  }

  private static RunSeries series(Instant from, Duration step, long rate, long jobs, long failing) {
    List<RunPoint> points = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      boolean open = failing > 0 && i >= 33 && i < 42;
      double wave = 1 + 0.12 * Math.sin(i / 2.0 + jobs);
      long records = Math.round(rate * wave * (open ? 0.15 : 1) * step.toSeconds());
      long failed = failing > 0 && i >= 29 && i < 33 ? failing : i % 13 == 0 ? 1 : 0;
      RunCounts counts = new RunCounts(jobs, jobs, failed, 0, 0, 0, 0, records, 0);
      Percentiles ran = new Percentiles(8 * wave, 41 * wave, 96 * wave);
      points.add(
          new RunPoint(from.plus(step.multipliedBy(i)), counts, new RunTimes(80, ran, jobs, 1, 1)));
    }
    return new RunSeries(points, RunCounts.NONE, RunTimes.NONE);
  }

  private static WorkerSeries worker(Instant from, Duration step) {
    List<WorkerSeries.Point> points = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      double wave = Math.sin(i / 4.0);
      points.add(
          new WorkerSeries.Point(
              from.plus(step.multipliedBy(i)), 5 + wave, 8, 52 + 20 * wave, 90.0, 44.0, 47.0));
    }
    return new WorkerSeries(1, "w1", "etl-fra-01", points);
  }

  private static List<BreakerPeriod> breakers(Instant from, Instant to, Duration step) {
    Instant opened = from.plus(step.multipliedBy(33));
    Instant probed = from.plus(step.multipliedBy(39));
    Instant closed = from.plus(step.multipliedBy(42));
    return List.of(
        period("airflow", BreakerState.CLOSED, from, to),
        period("local", BreakerState.CLOSED, from, to),
        period("spark", BreakerState.CLOSED, from, opened),
        period("spark", BreakerState.OPEN, opened, probed),
        period("spark", BreakerState.HALF_OPEN, probed, closed),
        period("spark", BreakerState.CLOSED, closed, to));
  }

  private static BreakerPeriod period(String engine, BreakerState state, Instant from, Instant to) {
    return new BreakerPeriod(engine + "@here", null, engine, state, from, to, null, null);
  }
}
