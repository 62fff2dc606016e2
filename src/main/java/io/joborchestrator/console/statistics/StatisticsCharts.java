package io.joborchestrator.console.statistics;

import io.joborchestrator.console.chart.ChartPick;
import io.joborchestrator.console.chart.ChartSeries;
import io.joborchestrator.console.chart.ChartUnit;
import io.joborchestrator.console.chart.SeriesContent;
import io.joborchestrator.console.chart.SeriesContent.Kind;
import io.joborchestrator.console.chart.TimelineContent;
import io.joborchestrator.console.view.EngineLabel;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.TimeRange;
import io.joborchestrator.domain.statistics.Percentiles;
import io.joborchestrator.domain.statistics.RunPoint;
import io.joborchestrator.domain.statistics.RunSeries;
import io.joborchestrator.domain.statistics.Statistics;
import io.joborchestrator.domain.statistics.WorkerSeries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What charts show of statistics. */
public record StatisticsCharts(Texts texts) {
  private static final Map<String, String> COLOURS =
      Map.of(
          "local", "-ejo-chart-local",
          "spark", "-ejo-chart-spark",
          "airflow", "-ejo-chart-airflow");
  private static final String OTHER = "-ejo-chart-axis";

  /** Records a second or jobs a minute, by engine. */
  public SeriesContent throughput(Statistics statistics, boolean records) {
    double seconds = Math.max(1, statistics.step().toMillis() / 1000.0);
    ToDoubleFunction<RunPoint> value =
        records
            ? point -> point.counts().records() / seconds
            : point -> point.counts().completed() * 60 / seconds;
    return new SeriesContent(
        Kind.STACKED_AREAS,
        records ? ChartUnit.RECORDS_PER_SECOND : ChartUnit.JOBS_PER_MINUTE,
        statistics.step(),
        times(statistics.all()),
        byEngine(statistics, value),
        BreakerTimes.marks(statistics));
  }

  /** Runs that failed for good, by engine. */
  public SeriesContent failures(Statistics statistics) {
    return new SeriesContent(
        Kind.STACKED_BARS,
        ChartUnit.COUNT,
        statistics.step(),
        times(statistics.all()),
        byEngine(statistics, point -> point.counts().deadLettered()),
        List.of());
  }

  /** How long completed runs took; where none completed there is a gap. */
  public SeriesContent durations(Statistics statistics) {
    return new SeriesContent(
        Kind.LINES,
        ChartUnit.SECONDS,
        statistics.step(),
        times(statistics.all()),
        List.of(
            percentile(statistics.all(), "p50", Percentiles::p50),
            percentile(statistics.all(), "p95", Percentiles::p95),
            percentile(statistics.all(), "p99", Percentiles::p99)),
        List.of());
  }

  private static ChartSeries percentile(
      RunSeries runs, String name, ToDoubleFunction<Percentiles> of) {
    double[] values =
        runs.points().stream()
            .mapToDouble(
                point -> {
                  Percentiles ran = point.times().ran();
                  return ran == null ? Double.NaN : of.applyAsDouble(ran);
                })
            .toArray();
    return new ChartSeries(name, name, "-ejo-chart-" + name, values);
  }

  /** Means over the workers that lived: slots in use, processors and memory, in per cent. */
  public SeriesContent resources(Statistics statistics) {
    TreeMap<Instant, double[]> sums = new TreeMap<>();
    for (WorkerSeries worker : statistics.workers()) {
      for (WorkerSeries.Point point : worker.points()) {
        double[] sum = sums.computeIfAbsent(point.at(), at -> new double[6]);
        sum[0] += point.running();
        sum[1] += point.slots();
        add(sum, 2, point.cpuPercent());
        add(sum, 4, point.memoryPercent());
      }
    }
    List<double[]> points = List.copyOf(sums.values());
    return new SeriesContent(
        Kind.LINES,
        ChartUnit.PERCENT,
        statistics.step(),
        List.copyOf(sums.keySet()),
        List.of(
            load("slots", texts.get("statistics.slots"), "-ejo-chart-p50", points, 0, 100),
            load("cpu", texts.get("statistics.cpu"), "-ejo-chart-p95", points, 2, 1),
            load("memory", texts.get("statistics.memory"), "-ejo-chart-p99", points, 4, 1)),
        List.of());
  }

  private static void add(double[] sums, int at, @Nullable Double value) {
    if (value != null) {
      sums[at] += value;
      sums[at + 1]++;
    }
  }

  private static ChartSeries load(
      String id, String name, String colour, List<double[]> points, int at, double factor) {
    double[] values =
        points.stream()
            .mapToDouble(sums -> sums[at + 1] > 0 ? sums[at] / sums[at + 1] * factor : Double.NaN)
            .toArray();
    return new ChartSeries(id, name, colour, values);
  }

  /** A row for each breaker of an engine, and for each process that lost the database. */
  public TimelineContent breakers(Statistics statistics) {
    return BreakerTimes.rows(statistics, texts.get("statistics.database"));
  }

  /** The jobs behind what was picked: of one engine, or of all where the part is none. */
  public static JobFilter jobs(Statistics statistics, ChartPick pick) {
    String engine = engine(statistics, pick.series());
    return JobFilter.ALL
        .withEngines(engine == null ? Set.of() : Set.of(engine))
        .withEnded(new TimeRange(pick.from(), pick.to()));
  }

  private static @Nullable String engine(Statistics statistics, @Nullable String part) {
    return part == null || statistics.engines().containsKey(part)
        ? part
        : BreakerTimes.engine(statistics, part);
  }

  private static List<Instant> times(RunSeries runs) {
    return runs.points().stream().map(RunPoint::at).toList();
  }

  /** A value for each step, also for engines that did nothing in it. */
  private static List<ChartSeries> byEngine(
      Statistics statistics, ToDoubleFunction<RunPoint> value) {
    List<ChartSeries> series = new ArrayList<>();
    statistics
        .engines()
        .forEach(
            (engine, runs) -> {
              Map<Instant, RunPoint> points = new LinkedHashMap<>();
              runs.points().forEach(point -> points.put(point.at(), point));
              double[] values =
                  statistics.all().points().stream()
                      .mapToDouble(
                          step -> {
                            RunPoint point = points.get(step.at());
                            return point == null ? 0 : value.applyAsDouble(point);
                          })
                      .toArray();
              String colour = COLOURS.getOrDefault(engine, OTHER);
              series.add(new ChartSeries(engine, EngineLabel.nameOf(engine), colour, values));
            });
    return series;
  }
}
