package io.joborchestrator.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.orchestrator.lifecycle.WorkClock;
import io.joborchestrator.store.ChangeFeed;
import io.joborchestrator.store.postgres.PostgresStores;
import io.joborchestrator.testing.Await;
import io.joborchestrator.testing.SettableClock;
import io.joborchestrator.testing.TestDatabase;
import io.joborchestrator.testing.fault.FaultEngine;
import io.joborchestrator.testing.fault.FaultWorker;
import io.joborchestrator.testing.fault.FaultWorker.Settings;
import io.joborchestrator.testing.fault.Fleet;
import io.joborchestrator.testing.fault.SideEffects;
import io.joborchestrator.testing.fault.WorkHooks;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults that show in seconds, with workers in this process. */
class QuickFaultTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @RegisterExtension final TestDatabase database = new TestDatabase();
  @TempDir Path folder;
  private Fleet fleet;

  @BeforeEach
  void open() {
    fleet = new Fleet(database.config(), folder);
  }

  @AfterEach
  void promisesAreKept(TestInfo test) {
    fleet.finish(test.getDisplayName());
    fleet.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {-3600, 3600})
  void r12_aWrongClockOfTheClientStartsNothingEarlyAndExpiresNothing(long seconds) {
    // Wrong from the start, and it jumps back to the right time while a job runs.
    MovedClock clock = new MovedClock();
    clock.by = Duration.ofSeconds(seconds);
    FaultWorker worker =
        fleet.worker(
            Settings.of("wrong", database.config())
                .withClock(new WorkClock(clock, System::nanoTime)));
    fleet.awaitAlive(1, LIMIT);
    String later =
        fleet.submit(
            FaultEngine.job("later", Duration.ZERO)
                .withRunAt(Instant.now().plus(Duration.ofMinutes(30))));
    String now =
        fleet.submit(
            FaultEngine.job("now", Duration.ofMillis(900)).withTimeout(Duration.ofMinutes(10)));
    fleet.awaitLeased(1, LIMIT);
    clock.by = Duration.ZERO;
    Await.until("done", LIMIT, () -> fleet.statusOf(now).equals("completed"));
    assertThat(fleet.attemptsOf(now)).isEqualTo("completed");
    assertThat(fleet.statusOf(later)).isEqualTo("pending");
    assertThat(
            fleet.ask(
                "SELECT bool_and(started_at BETWEEN created_at AND finished_at"
                    + " AND finished_at <= clock_timestamp()) FROM jobs WHERE started_at IS NOT NULL"))
        .as("times that are stored are the database's")
        .isEqualTo("t");
    Await.until(
        "the offset is measured anew",
        LIMIT,
        () -> worker.core().connection().clockOffset().abs().compareTo(Duration.ofSeconds(30)) < 0);
  }

  @Test
  void r20_slowViewsLeaveHeartbeatAndCancelAlone() throws Exception {
    FaultWorker worker = fleet.worker("first");
    fleet.awaitAlive(1, LIMIT);
    String id = fleet.submit(FaultEngine.job("long", Duration.ofMinutes(5)));
    fleet.awaitLeased(1, LIMIT);
    ExecutorService people = Executors.newFixedThreadPool(12);
    try (Connection holder = SideEffects.connect(database.config());
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("LOCK TABLE dead_letter_queue, job_dependencies IN ACCESS EXCLUSIVE MODE");
      List<Future<?>> views = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        views.add(people.submit(() -> worker.stores().jobs().find(id)));
      }
      Await.until(
          "views wait",
          LIMIT,
          () -> fleet.count("SELECT count(*) FROM pg_locks WHERE NOT granted") >= 2);
      long asked = System.nanoTime();
      assertThat(worker.core().jobs().cancel(id, false, "slow day").done()).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(1));
      Await.until("the run was told", Duration.ofSeconds(3), () -> worker.engine().running() == 0);
      assertThat(
              fleet.count(
                  "SELECT count(*) FROM worker_leases WHERE last_heartbeat >"
                      + " clock_timestamp() - interval '1500 ms'"))
          .isEqualTo(1);
      holder.rollback();
    } finally {
      people.shutdownNow();
      assertThat(people.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void r21_withEveryHintLostAllIsDoneByPolling() {
    fleet.worker(Settings.of("deaf", database.config()).withFeed(feed -> new DeafFeed()));
    fleet.awaitAlive(1, LIMIT);
    long asked = System.nanoTime();
    fleet.submit(jobs(4, Duration.ofMillis(10)));
    fleet.awaitAllEnded(LIMIT);
    // The poll is at 300 ms; the rest is for a busy machine.
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void r23_aFloodOfSenselessHintsChangesNothingAndCostsLittle() throws Exception {
    AtomicInteger claims = new AtomicInteger();
    fleet.worker(
        Settings.of("flooded", database.config())
            .withWork(
                work ->
                    WorkHooks.wrap(
                        work,
                        (method, answer) -> {
                          if (method.equals("claim")) {
                            claims.incrementAndGet();
                          }
                        },
                        WorkHooks.Hook.NONE)));
    fleet.awaitAlive(1, LIMIT);
    long cpu = cpuNanos();
    try (Connection connection = SideEffects.connect(database.config());
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 2_000; i++) {
        statement.execute(
            "NOTIFY orchestrator_jobs, '" + "x; DROP TABLE jobs -- ".repeat(20) + i + "'");
      }
    }
    String id = fleet.submit(FaultEngine.job("still works", Duration.ofMillis(10)));
    fleet.awaitAllEnded(LIMIT);
    Duration used = Duration.ofNanos(cpuNanos() - cpu);
    assertThat(fleet.statusOf(id)).isEqualTo("completed");
    assertThat(fleet.count("SELECT count(*) FROM jobs")).isEqualTo(1);
    assertThat(claims.get()).as("hints are taken together").isLessThan(1_500);
    assertThat(used).as("CPU of the whole process").isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void r32_aStuckLogStoreHoldsUpNeitherTheJobNorTheHeartbeat() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch freed = new CountDownLatch(1);
    fleet.worker(
        Settings.of("slow log", database.config())
            .withWork(
                work ->
                    WorkHooks.wrap(
                        work,
                        (method, answer) -> {
                          if (method.equals("log")) {
                            stuck.countDown();
                            await(freed);
                          }
                        },
                        WorkHooks.Hook.NONE)));
    try {
      fleet.submit(jobs(8, Duration.ofMillis(50)));
      assertThat(stuck.await(30, TimeUnit.SECONDS)).isTrue();
      fleet.awaitAllEnded(LIMIT);
      assertThat(fleet.count("SELECT count(*) FROM worker_leases WHERE state = 'alive'"))
          .isEqualTo(1);
    } finally {
      freed.countDown();
    }
    fleet.await("the log follows", LIMIT, "SELECT count(DISTINCT no) FROM job_logs", 8);
  }

  @Test
  void r35_fiftyClicksWithOneKeyMakeOneJob() throws Exception {
    FaultWorker worker = fleet.worker("first");
    JobSubmission job = FaultEngine.job("once", Duration.ofMillis(10)).withIdempotencyKey("click");
    ExecutorService threads = Executors.newFixedThreadPool(50);
    try {
      List<CompletableFuture<String>> clicks =
          IntStream.range(0, 50)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () -> worker.stores().jobs().submit(List.of(job)).get(0), threads))
              .toList();
      HashSet<String> ids = new HashSet<>();
      for (CompletableFuture<String> click : clicks) {
        ids.add(click.get(30, TimeUnit.SECONDS));
      }
      assertThat(ids).hasSize(1);
      fleet.submitted(ids.iterator().next());
    } finally {
      threads.shutdownNow();
    }
    fleet.awaitAllEnded(LIMIT);
    assertThat(fleet.count("SELECT count(*) FROM side_effects")).isEqualTo(1);
  }

  @Test
  void r39_deadlocksAndSerializationFailuresAreTriedAgainAndNeverShown() {
    fleet.execute(
        """
        CREATE SEQUENCE trouble_jobs;
        CREATE SEQUENCE trouble_job_leases;
        CREATE SEQUENCE trouble_job_runs;
        CREATE SEQUENCE trouble_job_attempts;
        CREATE FUNCTION make_trouble() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            -- Three of four, in turn: chance would now and then exceed every number of tries.
            v_turn bigint := nextval(('trouble_' || TG_TABLE_NAME)::regclass) % 4;
        BEGIN
            IF v_turn IN (1, 3) THEN
                RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01';
            ELSIF v_turn = 2 THEN
                RAISE EXCEPTION 'could not serialize access' USING ERRCODE = '40001';
            END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER trouble AFTER INSERT ON jobs EXECUTE FUNCTION make_trouble();
        CREATE TRIGGER trouble AFTER INSERT ON job_leases EXECUTE FUNCTION make_trouble();
        CREATE TRIGGER trouble AFTER INSERT ON job_runs EXECUTE FUNCTION make_trouble();
        CREATE TRIGGER trouble AFTER INSERT ON job_attempts EXECUTE FUNCTION make_trouble()
        """);
    fleet.worker("first");
    for (int i = 0; i < 6; i++) {
      fleet.submit(FaultEngine.job("job " + i, Duration.ofMillis(10)));
    }
    fleet.awaitAllEnded(LIMIT);
    assertThat(fleet.count("SELECT count(*) FROM jobs WHERE status = 'completed'")).isEqualTo(6);
    assertThat(
            fleet.count(
                """
                SELECT j.last_value + l.last_value + r.last_value + a.last_value
                FROM trouble_jobs j, trouble_job_leases l, trouble_job_runs r, trouble_job_attempts a
                """))
        .isGreaterThan(30);
  }

  @Test
  void r17_aReadOnlyDatabaseSaysSoAtOnceAndIsReadAllTheSame() {
    fleet.submit(jobs(1, Duration.ZERO));
    database.execute(
        "ALTER DATABASE "
            + database.config().database()
            + " SET default_transaction_read_only = on");
    try (PostgresStores stores = PostgresStores.open(database.config(), () -> false)) {
      assertThat(stores.jobs().counts().total()).isEqualTo(1);
      long asked = System.nanoTime();
      assertThatThrownBy(() -> stores.jobs().submit(jobs(1, Duration.ZERO)))
          .isInstanceOf(OrchestratorException.class)
          .hasMessageContaining("read-only");
      assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(2));
    }
    database.execute(
        "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE; COMMIT; BEGIN READ WRITE; ALTER DATABASE "
            + database.config().database()
            + " RESET default_transaction_read_only; COMMIT");
  }

  private static List<JobSubmission> jobs(int count, Duration work) {
    return IntStream.range(0, count).mapToObj(i -> FaultEngine.job("job " + i, work)).toList();
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The machine's clock, set wrong; see {@link SettableClock} for one that stands still. */
  private static final class MovedClock extends Clock {
    private volatile Duration by = Duration.ZERO;

    @Override
    public Instant instant() {
      return Instant.now().plus(by);
    }

    @Override
    public java.time.ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }

  /** Neither hears nor says anything. */
  private static final class DeafFeed implements ChangeFeed {
    @Override
    public AutoCloseable subscribe(Listener listener) {
      return () -> {};
    }

    @Override
    public void hintJobs() {}

    @Override
    public void hintCommands() {}
  }
}
