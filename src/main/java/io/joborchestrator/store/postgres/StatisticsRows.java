package io.joborchestrator.store.postgres;

import io.joborchestrator.domain.breaker.BreakerState;
import io.joborchestrator.domain.statistics.BreakerPeriod;
import io.joborchestrator.domain.statistics.FleetPoint;
import io.joborchestrator.domain.statistics.Percentiles;
import io.joborchestrator.domain.statistics.RunCounts;
import io.joborchestrator.domain.statistics.RunPoint;
import io.joborchestrator.domain.statistics.RunSeries;
import io.joborchestrator.domain.statistics.RunTimes;
import io.joborchestrator.domain.statistics.WorkerSeries;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes series without gaps of the rows that the reading functions answer. */
record StatisticsRows(Instant from, Instant to, Duration step, List<RunRow> rows) {
  /**
   * @param engine null: all
   * @param at null: the whole range
   */
  record RunRow(@Nullable String engine, @Nullable Instant at, RunCounts counts, RunTimes times) {}

  /** One step of one worker. */
  record WorkerRow(long no, @Nullable String id, @Nullable String name, WorkerSeries.Point point) {}

  SortedMap<String, RunSeries> engines() {
    SortedMap<String, List<RunRow>> byEngine = new TreeMap<>();
    for (RunRow row : rows) {
      if (row.engine() != null) {
        byEngine.computeIfAbsent(row.engine(), engine -> new ArrayList<>()).add(row);
      }
    }
    SortedMap<String, RunSeries> series = new TreeMap<>();
    byEngine.forEach((engine, of) -> series.put(engine, series(of)));
    return series;
  }

  RunSeries all() {
    return series(rows.stream().filter(row -> row.engine() == null).toList());
  }

  private RunSeries series(List<RunRow> of) {
    Map<Instant, RunRow> byTime = new LinkedHashMap<>();
    RunCounts counts = RunCounts.NONE;
    RunTimes times = RunTimes.NONE;
    for (RunRow row : of) {
      if (row.at() == null) {
        counts = row.counts();
        times = row.times();
      } else {
        byTime.put(row.at(), row);
      }
    }
    List<RunPoint> points = new ArrayList<>();
    for (Instant at = firstStep(); at.isBefore(to); at = at.plus(step)) {
      RunRow row = byTime.get(at);
      points.add(
          row == null
              ? new RunPoint(at, RunCounts.NONE, RunTimes.NONE)
              : new RunPoint(at, row.counts(), row.times()));
    }
    return new RunSeries(points, counts, times);
  }

  /** Steps are counted from the beginning of 2000, as date_bin does in the functions. */
  private Instant firstStep() {
    long origin = Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();
    long since = Math.floorDiv(from.getEpochSecond() - origin, step.toSeconds());
    return Instant.ofEpochSecond(origin + since * step.toSeconds());
  }

  static RunRow run(ResultSet row) throws SQLException {
    Double p50 = Rows.doubleOrNull(row, "p50");
    return new RunRow(
        row.getString("engine"),
        Rows.instantOrNull(row, "at"),
        new RunCounts(
            row.getLong("started"),
            row.getLong("completed"),
            row.getLong("failed"),
            row.getLong("timed_out"),
            row.getLong("cancelled"),
            row.getLong("retried"),
            row.getLong("lost"),
            row.getLong("records"),
            row.getLong("bytes")),
        new RunTimes(
            row.getDouble("ran_seconds"),
            p50 == null ? null : new Percentiles(p50, row.getDouble("p95"), row.getDouble("p99")),
            row.getLong("waits"),
            row.getDouble("waited_seconds"),
            row.getDouble("longest_wait")));
  }

  static FleetPoint fleet(ResultSet row) throws SQLException {
    return new FleetPoint(
        Rows.instant(row, "at"),
        row.getDouble("running"),
        row.getLong("most_running"),
        row.getDouble("slots"),
        row.getDouble("queued"),
        row.getLong("most_queued"),
        row.getDouble("longest_wait"),
        row.getDouble("dead_letters"),
        row.getLong("most_dead_letters"));
  }

  static WorkerRow worker(ResultSet row) throws SQLException {
    return new WorkerRow(
        row.getLong("worker_no"),
        row.getString("worker_id"),
        row.getString("worker"),
        new WorkerSeries.Point(
            Rows.instant(row, "at"),
            row.getDouble("running"),
            row.getDouble("slots"),
            Rows.doubleOrNull(row, "cpu_percent"),
            Rows.doubleOrNull(row, "most_cpu_percent"),
            Rows.doubleOrNull(row, "memory_percent"),
            Rows.doubleOrNull(row, "most_memory_percent")));
  }

  static List<WorkerSeries> workers(List<WorkerRow> rows) {
    Map<Long, List<WorkerRow>> byWorker = new LinkedHashMap<>();
    rows.forEach(row -> byWorker.computeIfAbsent(row.no(), no -> new ArrayList<>()).add(row));
    return byWorker.values().stream()
        .map(
            of ->
                new WorkerSeries(
                    of.get(0).no(),
                    of.get(0).id(),
                    of.get(0).name(),
                    of.stream().map(WorkerRow::point).toList()))
        .toList();
  }

  static BreakerPeriod breaker(ResultSet row) throws SQLException {
    return new BreakerPeriod(
        Objects.requireNonNull(row.getString("name")),
        row.getString("worker"),
        row.getString("engine"),
        BreakerState.parse(Objects.requireNonNull(row.getString("state"))),
        Rows.instant(row, "began_at"),
        Rows.instant(row, "ended_at"),
        row.getString("reason"),
        row.getString("actor"));
  }
}
