package io.joborchestrator.store.postgres;

import io.joborchestrator.domain.statistics.RunCounts;
import io.joborchestrator.domain.statistics.Statistics;
import io.joborchestrator.store.StatisticsStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** Calls the functions of migration V020. */
final class PostgresStatisticsStore implements StatisticsStore {
  private static final String NOW = "SELECT clock_timestamp() AS now";
  private static final String STEP = "SELECT step_seconds FROM statistics_step(?, ?, ?)";
  private static final String RUNS = "SELECT * FROM read_engine_statistics(?, ?, ?)";
  private static final String FLEET = "SELECT * FROM read_fleet_statistics(?, ?, ?)";
  private static final String WORKERS = "SELECT * FROM read_worker_statistics(?, ?, ?)";
  private static final String BREAKERS = "SELECT * FROM read_breaker_periods(?, ?)";
  private static final String COLLECT = "SELECT collect_statistics(?)";
  private static final int FEWEST_POINTS = 2;

  private final Database database;

  PostgresStatisticsStore(Database database) {
    this.database = database;
  }

  @Override
  public Statistics read(Instant from, Instant to, int mostPoints) {
    return database.call(
        PoolKind.VIEW, "read the statistics", connection -> read(connection, from, to, mostPoints));
  }

  @Override
  public Statistics readLast(Duration range, int mostPoints) {
    return database.call(
        PoolKind.VIEW,
        "read the statistics",
        connection -> {
          Instant now = Statements.one(connection, NOW, row -> Rows.instant(row, "now"));
          return read(connection, now.minus(range), now, mostPoints);
        });
  }

  @Override
  public RunCounts counts(Instant from, Instant to) {
    return database.call(
        PoolKind.VIEW,
        "count what ended",
        connection ->
            Statements.list(connection, RUNS, StatisticsRows::run, from, to, FEWEST_POINTS).stream()
                .filter(row -> row.engine() == null && row.at() == null)
                .findFirst()
                .map(StatisticsRows.RunRow::counts)
                .orElse(RunCounts.NONE));
  }

  private static Statistics read(Connection connection, Instant from, Instant to, int mostPoints)
      throws SQLException {
    long seconds =
        Statements.one(connection, STEP, row -> row.getLong("step_seconds"), from, to, mostPoints);
    Duration step = Duration.ofSeconds(seconds);
    StatisticsRows runs =
        new StatisticsRows(
            from,
            to,
            step,
            Statements.list(connection, RUNS, StatisticsRows::run, from, to, mostPoints));
    return new Statistics(
        from,
        to,
        step,
        runs.engines(),
        runs.all(),
        Statements.list(connection, FLEET, StatisticsRows::fleet, from, to, mostPoints),
        StatisticsRows.workers(
            Statements.list(connection, WORKERS, StatisticsRows::worker, from, to, mostPoints)),
        Statements.list(connection, BREAKERS, StatisticsRows::breaker, from, to));
  }

  @Override
  public int collect(int most) {
    return database.callOnce(
        PoolKind.DUTY,
        "collect statistics",
        connection -> Statements.one(connection, COLLECT, row -> row.getInt(1), most));
  }
}
