package io.joborchestrator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.joborchestrator.domain.breaker.BreakerState;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.statistics.BreakerPeriod;
import io.joborchestrator.domain.statistics.FleetPoint;
import io.joborchestrator.domain.statistics.Percentiles;
import io.joborchestrator.domain.statistics.RunCounts;
import io.joborchestrator.domain.statistics.RunPoint;
import io.joborchestrator.domain.statistics.Statistics;
import io.joborchestrator.domain.statistics.WorkerSeries;
import io.joborchestrator.store.StatisticsStore;
import io.joborchestrator.store.WorkStore.ClaimedJob;
import io.joborchestrator.store.WorkStore.WorkerLoad;
import io.joborchestrator.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From known attempts to known numbers, at every level. */
class StatisticsTest {
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.HOURS);
  private static final JobError DATA = new JobError("BAD_ROW", ErrorType.DATA, "Line 3", null);

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final StatisticsStore statistics = database.stores().statistics();

  @BeforeEach
  void startAnew() {
    database.execute(
        """
        TRUNCATE jobs, job_attempts, job_events, job_queue, job_leases, job_runs, engine_statistics,
            engine_durations, fleet_statistics, worker_statistics, circuit_breaker_events,
            circuit_breakers, workers, worker_leases, job_dependencies, job_counts, job_count_deltas,
            dead_letter_queue, dead_letter_counts, dead_letter_count_deltas CASCADE;
        UPDATE statistics_mark SET counted_until = '-infinity', sampled_at = '-infinity'
        """);
  }

  @Test
  void countsWhatCameOfRealRuns() {
    TestWorker worker = TestWorker.register(database.stores().work(), "counter");
    for (int i = 0; i < 5; i++) {
      database.execute("SELECT orchestrator.submit_job('job', 'etl')");
    }
    List<ClaimedJob> jobs = worker.claim(5);
    worker.complete(jobs.subList(0, 2));
    worker.fail(jobs.get(2), DATA, null);
    worker.fail(jobs.get(3), DATA, Duration.ofHours(1));
    database.execute(
        "SELECT orchestrator.request_cancel(ARRAY['"
            + jobs.get(4).jobId()
            + "']); SELECT orchestrator.cancel_jobs_confirmed("
            + worker.session().workerNo()
            + ", ARRAY["
            + jobs.get(4).no()
            + "], ARRAY[1], ARRAY[clock_timestamp()], '{local}', '{t}', '{stopped}')");

    collect("clock_timestamp() + interval '1 minute'");

    Statistics read = statistics.readLast(Duration.ofHours(1), 100);
    RunCounts counts = read.all().counts();
    assertThat(counts).isEqualTo(new RunCounts(5, 2, 1, 0, 1, 1, 0, 2, 0));
    assertThat(statistics.counts(read.from(), read.to())).isEqualTo(counts);
    assertThat(statistics.counts(read.from().minusSeconds(9000), read.from().minusSeconds(7200)))
        .isEqualTo(RunCounts.NONE);
    assertThat(counts.deadLettered()).isEqualTo(1);
    assertThat(read.engines().get("local").counts()).isEqualTo(counts);
    assertThat(read.all().times().waits()).isEqualTo(4);
    assertThat(read.all().times().longestWaitSeconds()).isBetween(0.0, 60.0);
    assertThat(
            database.ask(
                "SELECT collect_statistics(1000, clock_timestamp() + interval '2 minutes')"))
        .isEqualTo("0");
    assertThat(statistics.readLast(Duration.ofHours(1), 100).all().counts()).isEqualTo(counts);
  }

  @Test
  void jobsOfADeadWorkerAreLostAndBytesAreThoseOfOutputs() {
    attempt("local", "completed", NOW.minusSeconds(30), 1, 7);
    database.execute(
        "UPDATE jobs SET result = '{\"outputs\": [{\"bytes\": 40}, {\"bytes\": \"?\"}, {\"bytes\": 2}]}'");
    attempt("spark", "lost", NOW.minusSeconds(30), 1, 5);

    collectAt(NOW);

    Statistics read = statistics.read(NOW.minusSeconds(60), NOW, 100);
    assertThat(read.engines().get("local").counts().bytes()).isEqualTo(42);
    assertThat(read.engines().get("spark").counts())
        .isEqualTo(new RunCounts(1, 0, 0, 0, 0, 0, 1, 5, 0));
    assertThat(read.all().counts().records()).isEqualTo(12);
  }

  @Test
  void mergedPercentilesAreWithinFivePercentOfTheExactOnes() throws SQLException {
    Random random = new Random(5);
    double[] seconds = new double[2000];
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < seconds.length; i++) {
        seconds[i] = Math.rint(1000 * Math.exp(random.nextGaussian() * 2)) / 1000 + 0.001;
        statement.addBatch(
            insert(
                i % 3 == 0 ? "spark" : "local",
                "completed",
                NOW.minusSeconds(random.nextInt(3000)),
                seconds[i],
                0));
      }
      statement.executeBatch();
    }
    assertThat(collectAt(NOW.plusSeconds(10), 5000)).isEqualTo(2000);

    Arrays.sort(seconds);
    Percentiles ran =
        statistics.read(NOW.minusSeconds(3600), NOW.plusSeconds(1), 50).all().times().ran();
    assertThat(ran).isNotNull();
    assertThat(ran.p50()).isCloseTo(seconds[999], within(0.05 * seconds[999]));
    assertThat(ran.p95()).isCloseTo(seconds[1899], within(0.05 * seconds[1899]));
    assertThat(ran.p99()).isCloseTo(seconds[1979], within(0.05 * seconds[1979]));
    double mean = Arrays.stream(seconds).average().orElseThrow();
    assertThat(statistics.read(NOW.minusSeconds(3600), NOW, 50).all().times().ranSeconds())
        .isCloseTo(mean * seconds.length, within(0.001 * mean * seconds.length));
  }

  @Test
  void everyLevelHasTheSameSumsHoweverManyCallsCountedThem() {
    for (int i = 0; i < 90; i++) {
      attempt(i % 2 == 0 ? "local" : "spark", "completed", NOW.minusSeconds(60L * i), 2, 3);
    }
    int calls = 0;
    while (collectAt(NOW, 25) >= 25) {
      calls++;
    }
    assertThat(calls).isGreaterThanOrEqualTo(3);

    for (int level : List.of(10, 60, 300, 3600, 21600)) {
      assertThat(
              database.ask(
                  "SELECT sum(completed) || ' ' || sum(started) || ' ' || sum(records) || ' '"
                      + " || sum(ran_seconds) || ' ' || (SELECT sum(attempts) FROM engine_durations"
                      + " WHERE seconds = "
                      + level
                      + ") FROM engine_statistics WHERE seconds = "
                      + level))
          .as("level of " + level + " s")
          .isEqualTo("89 89 267 178 89");
    }
  }

  @Test
  void anAttemptOfALongTransactionIsWaitedForAndCountedOnce() throws SQLException {
    try (Connection slow = database.connect();
        Statement statement = slow.createStatement()) {
      slow.setAutoCommit(false);
      statement.execute(
          "INSERT INTO jobs (job_id, job_name, job_type, lane_id) VALUES ('slow', 'slow', 'x', 0)");
      database.execute(insert("local", "completed", Instant.now(), 0.001, 0));
      statement.execute(
          "INSERT INTO job_attempts (no, epoch, engine, started_at, ended_at, outcome)"
              + " VALUES (-1, 1, 'local', clock_timestamp(), clock_timestamp(), 'completed')");

      assertThat(collect("clock_timestamp() + interval '1 minute'")).isZero();
      slow.commit();
    }
    assertThat(collect("clock_timestamp() + interval '1 minute'")).isEqualTo(2);
    assertThat(collect("clock_timestamp() + interval '2 minutes'")).isZero();
  }

  @Test
  void whileOneProcessCountsAnotherHasNothingToDo() throws SQLException {
    attempt("local", "completed", NOW.minusSeconds(30), 1, 1);
    try (Connection other = database.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("SELECT collect_statistics(100, '" + NOW + "')");
      assertThat(collectAt(NOW)).isZero();
      other.rollback();
    }
    // The first one died before it was done: nothing is missing, nothing is counted twice.
    assertThat(collectAt(NOW)).isEqualTo(1);
    assertThat(statistics.read(NOW.minusSeconds(60), NOW, 10).all().counts().completed())
        .isEqualTo(1);
  }

  @Test
  void keepsEachLevelAsLongAsItsPolicySays() {
    attempt("local", "completed", NOW.minusSeconds(20), 1, 1);
    collectAt(NOW);
    assertThat(levels()).isEqualTo("10,60,300,3600,21600");
    collectAt(NOW.plus(Duration.ofHours(4)));
    assertThat(levels()).isEqualTo("60,300,3600,21600");
    collectAt(NOW.plus(Duration.ofDays(9)));
    assertThat(levels()).isEqualTo("3600,21600");
    database.execute("SELECT orchestrator.set_statistics_retention(3600, '9 days')");
    collectAt(NOW.plus(Duration.ofDays(9)).plusSeconds(4000));
    assertThat(levels()).isEqualTo("21600");
    assertThat(database.ask("SELECT keep FROM statistics_levels WHERE seconds = 3600"))
        .isEqualTo("9 days");
    database.execute("SELECT orchestrator.set_statistics_retention(3600, '60 days')");
    assertThatThrownBy(
            () -> database.execute("SELECT orchestrator.set_statistics_retention(7, '1 day')"))
        .hasStackTraceContaining("There are no statistics by 7 seconds, but by 10, 60, 300");
  }

  @Test
  void readsTheLevelAndStepThatFitTheRange() {
    assertThat(steps("15 minutes")).isEqualTo("10 10");
    assertThat(steps("1 hour")).isEqualTo("10 20");
    assertThat(steps("6 hours")).isEqualTo("60 120");
    assertThat(steps("24 hours")).isEqualTo("300 300");
    assertThat(steps("7 days")).isEqualTo("3600 3600");
    assertThat(steps("30 days")).isEqualTo("3600 10800");
    assertThat(steps("400 days")).isEqualTo("21600 129600");
    Statistics read = statistics.readLast(Duration.ofDays(1), 300);
    assertThat(read.step()).isEqualTo(Duration.ofMinutes(5));
    assertThat(read.all().points()).hasSizeBetween(288, 289);
    assertThatThrownBy(() -> statistics.read(NOW, NOW, 300))
        .isInstanceOf(OrchestratorException.class)
        .hasMessageContaining("a later end");
  }

  @Test
  void stepsWithoutRunsAreZeroAndLieWhereTheDatabasePutsThem() {
    attempt("local", "completed", NOW.minusSeconds(65), 1, 10);
    collectAt(NOW);

    Statistics read = statistics.read(NOW.minusSeconds(117), NOW, 100);

    assertThat(read.all().points()).hasSize(12);
    assertThat(read.all().points().get(0).at()).isEqualTo(NOW.minusSeconds(120));
    assertThat(read.all().points())
        .filteredOn(point -> point.counts().completed() > 0)
        .extracting(RunPoint::at)
        .containsExactly(NOW.minusSeconds(70));
  }

  @Test
  void samplesTheFleetOnceInTenSeconds() {
    TestWorker worker = TestWorker.register(database.stores().work(), "w1");
    database.execute(
        "SELECT orchestrator.submit_job('a', 'etl'), orchestrator.submit_job('b', 'etl')");
    worker.claim(1);
    worker.work().heartbeat(worker.session(), new WorkerLoad(1, 40.0, null, Instant.now()));
    Instant now = database.stores().fleet().serverTime();
    Instant bucket = Instant.ofEpochSecond(now.getEpochSecond() / 10 * 10 + 10);
    collectAt(bucket);
    collectAt(bucket.plusSeconds(3));
    collectAt(bucket.plusSeconds(9));

    Statistics read = statistics.read(bucket.minusSeconds(600), bucket.plusSeconds(10), 100);

    assertThat(read.fleet()).hasSize(1);
    FleetPoint point = read.fleet().get(0);
    assertThat(point.running()).isEqualTo(1);
    assertThat(point.queued()).isEqualTo(1);
    assertThat(point.slots()).isEqualTo(8);
    assertThat(point.longestWaitSeconds()).isBetween(0.0, 30.0);
    WorkerSeries series = read.workers().get(0);
    assertThat(series.name()).isEqualTo("node-w1");
    assertThat(series.points()).hasSize(1);
    assertThat(series.points().get(0).cpuPercent()).isEqualTo(40.0);
    assertThat(series.points().get(0).memoryPercent()).isNull();
  }

  @Test
  void periodsOfBreakersBeginWithTheStateBeforeTheRange() {
    database.execute(
        """
        INSERT INTO circuit_breakers (name, engine, resource) VALUES ('spark@c', 'spark', 'c'),
            ('local@l', 'local', 'l');
        INSERT INTO circuit_breaker_events (name, at, from_state, to_state, reason, worker) VALUES
            ('spark@c', %1$s - interval '2 h', 'closed', 'open', 'It fails', NULL),
            ('spark@c', %1$s - interval '30 min', 'open', 'half_open', NULL, NULL),
            ('spark@c', %1$s - interval '29 min', 'half_open', 'closed', NULL, NULL),
            ('database', %1$s - interval '20 min', 'closed', 'open', 'No answer', 'laptop'),
            ('database', %1$s - interval '19 min', 'open', 'closed', NULL, 'laptop')
        """
            .formatted("timestamptz '" + NOW + "'"));

    List<BreakerPeriod> periods = statistics.read(NOW.minusSeconds(3600), NOW, 100).breakers();

    assertThat(periods)
        .extracting(
            p -> p.name() + " " + p.state() + " " + Duration.between(p.beganAt(), p.endedAt()))
        .containsExactly(
            "database CLOSED PT40M",
            "database OPEN PT1M",
            "database CLOSED PT19M",
            "local@l CLOSED PT1H",
            "spark@c OPEN PT30M",
            "spark@c HALF_OPEN PT1M",
            "spark@c CLOSED PT29M");
    assertThat(periods.get(4).reason()).isEqualTo("It fails");
    assertThat(periods.get(1).worker()).isEqualTo("laptop");
    assertThat(periods.get(1).engine()).isNull();
    assertThat(periods.get(1).state()).isEqualTo(BreakerState.OPEN);
  }

  @Test
  void readingThirtyDaysOfThreeEnginesIsCheap() {
    database.execute(
        """
        INSERT INTO engine_statistics (seconds, at, engine, started, completed, records)
        SELECT l.seconds, at, engine, 15, 15, 1000
        FROM statistics_levels l
        CROSS JOIN LATERAL generate_series(
            date_bin(make_interval(secs => l.seconds), now(), '2000-01-01Z')
            - least(l.keep, interval '30 days'), now(), make_interval(secs => l.seconds)) at
        CROSS JOIN unnest('{local,spark,airflow}'::text[]) engine;
        INSERT INTO engine_durations (seconds, at, engine, bin, attempts)
        SELECT seconds, at, engine, bin, 1 FROM engine_statistics, generate_series(50, 120, 5) bin;
        ANALYZE engine_statistics, engine_durations
        """);
    for (Duration range :
        List.of(
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(6),
            Duration.ofHours(24),
            Duration.ofDays(7),
            Duration.ofDays(30).minusHours(1))) {
      Statistics read = statistics.readLast(range, 300);
      Duration took = Duration.ofDays(1);
      for (int i = 0; i < 3; i++) {
        long start = System.nanoTime();
        read = statistics.readLast(range, 300);
        Duration once = Duration.ofNanos(System.nanoTime() - start);
        took = once.compareTo(took) < 0 ? once : took;
      }
      System.out.println(
          "Reading "
              + range
              + ": "
              + read.all().points().size()
              + " points, "
              + took.toMillis()
              + " ms");
      assertThat(read.all().points()).hasSizeBetween(80, 300);
      assertThat(read.engines()).hasSize(3);
      assertThat(read.all().times().ran()).isNotNull();
      // A few dozen ms on an idle machine; this says only that it does not grow with the range.
      assertThat(took).isLessThan(Duration.ofSeconds(2));
    }
  }

  private static String steps(String range) {
    return database.ask(
        "SELECT seconds || ' ' || step_seconds FROM statistics_step(clock_timestamp() - interval '"
            + range
            + "' + interval '100 ms', clock_timestamp(), 300)");
  }

  private static String levels() {
    return database.ask(
        "SELECT string_agg(seconds::text, ',' ORDER BY seconds) FROM ("
            + "SELECT DISTINCT seconds FROM engine_statistics JOIN engine_durations"
            + " USING (seconds, at, engine)) s");
  }

  private static int collectAt(Instant now) {
    return collectAt(now, 1000);
  }

  private static int collectAt(Instant now, int limit) {
    return Integer.parseInt(
        database.ask("SELECT collect_statistics(" + limit + ", '" + now + "')"));
  }

  private static int collect(String now) {
    return Integer.parseInt(database.ask("SELECT collect_statistics(1000, " + now + ")"));
  }

  private static void attempt(
      String engine, String outcome, Instant ended, double seconds, long records) {
    database.execute(insert(engine, outcome, ended, seconds, records));
  }

  private static String insert(
      String engine, String outcome, Instant ended, double seconds, long records) {
    return "WITH j AS (INSERT INTO jobs (job_name, job_type, status, lane_id, epoch, finished_at)"
        + " VALUES ('job', 'etl', 'completed', 0, 1, now()) RETURNING no)"
        + " INSERT INTO job_attempts (no, epoch, engine, started_at, ended_at, outcome, records)"
        + " SELECT no, 1, '"
        + engine
        + "', timestamptz '"
        + ended
        + "' - interval '"
        + seconds
        + " s', '"
        + ended
        + "', '"
        + outcome
        + "', "
        + records
        + " FROM j";
  }
}
