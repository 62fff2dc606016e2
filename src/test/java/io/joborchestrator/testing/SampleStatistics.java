package io.joborchestrator.testing;

import io.joborchestrator.domain.breaker.BreakerState;
import io.joborchestrator.domain.statistics.BreakerPeriod;
import io.joborchestrator.domain.statistics.FleetPoint;
import io.joborchestrator.domain.statistics.Percentiles;
import io.joborchestrator.domain.statistics.RunCounts;
import io.joborchestrator.domain.statistics.RunPoint;
import io.joborchestrator.domain.statistics.RunSeries;
import io.joborchestrator.domain.statistics.RunTimes;
import io.joborchestrator.domain.statistics.Statistics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A day of a busy fleet, the same every time. */
public final class SampleStatistics {
  private static final int STEPS = 60;

  private SampleStatistics() {}

  /** 60 steps over the range, in waves. */
  public static Statistics busy(Instant from, Instant to) {
    Duration step = Duration.between(from, to).dividedBy(STEPS);
    List<RunPoint> points = new ArrayList<>();
    List<FleetPoint> fleet = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      Instant at = from.plus(step.multipliedBy(i));
      double wave = Math.sin(i / 6.0);
      long completed = Math.round(72 + 18 * wave);
      points.add(new RunPoint(at, counts(completed, i % 9 == 0 ? 3 : 0), times()));
      fleet.add(fleet(at, wave, i));
    }
    RunSeries all = new RunSeries(points, counts(4318, 23), times());
    TreeMap<String, RunSeries> engines = new TreeMap<>();
    engines.put("local", new RunSeries(points, counts(2159, 3), times()));
    engines.put("spark", all);
    Instant open = from.plus(step.multipliedBy(30));
    Instant probe = from.plus(step.multipliedBy(38));
    Instant closed = from.plus(step.multipliedBy(41));
    List<BreakerPeriod> breakers =
        List.of(
            period("local", BreakerState.CLOSED, from, to, null),
            period("spark", BreakerState.CLOSED, from, open, null),
            period("spark", BreakerState.OPEN, open, probe, "5 of 8 runs failed within 60 s"),
            period("spark", BreakerState.HALF_OPEN, probe, closed, null),
            period("spark", BreakerState.CLOSED, closed, to, null));
    return new Statistics(from, to, step, engines, all, fleet, List.of(), breakers);
  }

  private static BreakerPeriod period(
      String engine, BreakerState state, Instant from, Instant to, @Nullable String reason) {
    return new BreakerPeriod(engine + "@here", null, engine, state, from, to, reason, null);
  }

  private static RunCounts counts(long completed, long failed) {
    return new RunCounts(
        completed + failed, completed, failed, 0, 0, 0, 0, completed * 16_500, completed << 22);
  }

  private static RunTimes times() {
    return new RunTimes(9000, new Percentiles(1.4, 14, 41), 4300, 800, 372);
  }

  private static FleetPoint fleet(Instant at, double wave, int i) {
    return new FleetPoint(
        at, 214 + 40 * wave, 260, 318, 1862 - 300 * wave, 2300, 372, 400 + 2 * i, 512);
  }
}
