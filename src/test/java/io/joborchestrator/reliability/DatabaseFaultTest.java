package io.joborchestrator.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.store.embedded.ClusterControl;
import io.joborchestrator.store.postgres.ConnectionConfig;
import io.joborchestrator.store.postgres.PostgresStores;
import io.joborchestrator.store.postgres.SchemaMigrator;
import io.joborchestrator.testing.Await;
import io.joborchestrator.testing.fault.FaultEngine;
import io.joborchestrator.testing.fault.FaultyNetwork;
import io.joborchestrator.testing.fault.Fleet;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The database restarts, fails over, ends sessions, is read-only or full. */
@Tag("slow")
@DisabledOnOs(OS.WINDOWS)
class DatabaseFaultTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"fast", "immediate", "killed"})
  void r14_aRestartOfTheDatabaseLosesNothingAndEverybodyIsBackSoon(String mode) throws Exception {
    try (ClusterControl server = new ClusterControl(folder.resolve("home"), Map.of());
        Fleet fleet = fleet(server.connection())) {
      fleet.worker("first");
      fleet.worker("second");
      fleet.awaitAlive(2, LIMIT);
      fleet.submit(jobs(60, Duration.ofMillis(300)));
      fleet.await("some done", LIMIT, completed(), 10);
      if (mode.equals("killed")) {
        server.kill();
        server.start();
      } else {
        server.restart(mode);
      }
      long up = System.nanoTime();
      long done = fleet.count(completed());
      fleet.await("work goes on", LIMIT, completed(), done + 4);
      fleet.awaitAlive(2, LIMIT);
      Duration back = Duration.ofNanos(System.nanoTime() - up);
      fleet.awaitAllEnded(LIMIT);
      System.out.printf("r14 %s: everybody back after %.1f s%n", mode, back.toMillis() / 1e3);
      assertThat(back).isLessThan(Duration.ofSeconds(10));
      fleet.finish("r14 " + mode);
    }
  }

  @Test
  void r15_endingEverySessionAgainAndAgainStopsNobody() throws Exception {
    int seconds = Integer.getInteger("fault.termination.seconds", 30);
    try (ClusterControl server = new ClusterControl(folder.resolve("home"), Map.of());
        Fleet fleet = fleet(server.connection())) {
      fleet.worker("first");
      fleet.worker("second");
      fleet.awaitAlive(2, LIMIT);
      fleet.submit(jobs(400, Duration.ofMillis(150)));
      long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
      long kills = 0;
      while (System.nanoTime() < end) {
        // The ledger of the test stands outside: it has to see what happens.
        kills +=
            fleet.count(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                    + " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
                    + " AND application_name <> 'side-effects'");
        pass(Duration.ofMillis(200));
      }
      long during = fleet.count(completed());
      System.out.printf(
          "r15: %d sessions ended in %d s, %d jobs completed meanwhile%n", kills, seconds, during);
      assertThat(during).as("progress between the kills").isGreaterThan(20);
      fleet.awaitAllEnded(LIMIT);
      fleet.finish("r15");
    }
  }

  @Test
  void r16_r17_aStandbyIsReadOnlyUntilItTakesOverAndThenTheFleetGoesOn() throws Exception {
    Path copy = folder.resolve("standby");
    try (ClusterControl server = new ClusterControl(folder.resolve("home"), Map.of())) {
      SchemaMigrator.migrate(server.connection());
      ConnectionConfig standby = server.startStandby(copy);
      isReadOnly(standby);
      try (FaultyNetwork network = new FaultyNetwork(server.connection().port());
          Fleet fleet =
              new Fleet(
                  ConnectionConfig.loopback(
                      network.port(),
                      "postgres",
                      server.connection().user(),
                      server.connection().password()),
                  folder)) {
        fleet.worker("first");
        fleet.awaitAlive(1, LIMIT);
        fleet.submit(jobs(60, Duration.ofMillis(300)));
        fleet.await("some done", LIMIT, completed(), 8);
        server.kill();
        network.reset();
        long gone = System.nanoTime();
        server.promote(copy);
        network.leadTo(standby.port());
        network.reset();
        // Nobody waits for a second standby that does not exist.
        long done = fleet.count(completed());
        fleet.await("work goes on", LIMIT, completed(), Math.max(done, 8) + 4);
        Duration took = Duration.ofNanos(System.nanoTime() - gone);
        System.out.printf("r16: resumed %.1f s after the server was lost%n", took.toMillis() / 1e3);
        assertThat(took).isLessThan(Duration.ofSeconds(30));
        fleet.awaitAllEnded(LIMIT);
        fleet.finish("r16");
      }
    }
  }

  private static void isReadOnly(ConnectionConfig standby) {
    try (PostgresStores stores = PostgresStores.open(standby, () -> false)) {
      assertThat(stores.jobs().counts().total()).as("reading works").isZero();
      long asked = System.nanoTime();
      assertThatThrownBy(() -> stores.jobs().submit(List.of(FaultEngine.job("no", Duration.ZERO))))
          .isInstanceOf(OrchestratorException.class)
          .hasMessageContaining("read-only")
          .extracting(e -> ((OrchestratorException) e).code())
          .isEqualTo(ErrorCode.DATABASE_UNAVAILABLE);
      assertThat(Duration.ofNanos(System.nanoTime() - asked))
          .as("it is not tried again and again")
          .isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void r19_withoutFreeSlotsNewcomersAreToldAndHeartbeatsGoOn() throws Exception {
    Map<String, String> few =
        Map.of("max_connections", "24", "superuser_reserved_connections", "3");
    try (ClusterControl server = new ClusterControl(folder.resolve("home"), few);
        Fleet fleet = fleet(server.connection())) {
      fleet.worker("first");
      fleet.awaitAlive(1, LIMIT);
      fleet.submit(jobs(4, Duration.ofSeconds(3)));
      fleet.awaitLeased(4, LIMIT);
      java.util.List<java.sql.Connection> greedy = new java.util.ArrayList<>();
      try {
        fill(server.connection(), greedy);
        try (PostgresStores late =
            PostgresStores.open(server.connection(), Duration.ofSeconds(2), () -> false)) {
          assertThatThrownBy(late.jobs()::counts)
              .isInstanceOf(OrchestratorException.class)
              .hasMessageContaining("too many clients");
        }
        pass(Duration.ofSeconds(4));
      } finally {
        for (java.sql.Connection connection : greedy) {
          connection.close();
        }
      }
      fleet.awaitAllEnded(LIMIT);
      assertThat(fleet.count("SELECT count(*) FROM job_attempts WHERE outcome = 'lost'"))
          .as("no heartbeat was missed")
          .isZero();
      fleet.finish("r19");
    }
  }

  private static void fill(ConnectionConfig config, List<java.sql.Connection> greedy)
      throws java.sql.SQLException {
    try {
      while (true) {
        greedy.add(
            java.sql.DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + config.port() + "/postgres",
                config.user(),
                config.password()));
      }
    } catch (java.sql.SQLException full) {
      assertThat(full.getSQLState()).isEqualTo("53300");
    }
  }

  @Test
  void r34_aFullDiskOfTheDatabaseIsWaitedForAndLosesNothing() throws Exception {
    try (Tmpfs disk = Tmpfs.mount(folder.resolve("disk"), 220);
        ClusterControl server =
            new ClusterControl(
                disk.path().resolve("home"),
                Map.of("max_wal_size", "40MB", "min_wal_size", "32MB", "wal_keep_size", "0"));
        Fleet fleet = fleet(server.connection())) {
      fleet.worker("first");
      fleet.awaitAlive(1, LIMIT);
      fleet.submit(jobs(20, Duration.ofMillis(200)));
      fleet.await("some done", LIMIT, completed(), 2);
      Path filler = disk.path().resolve("filler");
      fillDisk(filler);
      boolean refused = false;
      for (int i = 0; i < 400 && !refused; i++) {
        try {
          fleet.submit(wide(i));
        } catch (OrchestratorException e) {
          assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE);
          refused = true;
        }
      }
      assertThat(refused).as("the disk was full").isTrue();
      Files.delete(filler);
      restartIfItDied(server, fleet);
      fleet.submit(jobs(4, Duration.ofMillis(50)));
      fleet.awaitAllEnded(LIMIT);
      fleet.finish("r34");
    }
  }

  /** A full disk under the log of transactions ends the server; it comes back by itself or not. */
  private static void restartIfItDied(ClusterControl server, Fleet fleet) throws Exception {
    try {
      Await.until(
          "it answers", Duration.ofSeconds(15), () -> fleet.count("SELECT count(*) FROM jobs") > 0);
    } catch (AssertionError down) {
      server.start();
    }
  }

  private static JobSubmission wide(int i) {
    JobSubmission job = FaultEngine.job("wide " + i, Duration.ofMillis(10));
    StringBuilder text = new StringBuilder();
    new java.util.Random(i).ints(400_000, 'a', 'z').forEach(c -> text.append((char) c));
    job.config().put("filler", text.toString());
    return job;
  }

  private static void fillDisk(Path filler) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(filler.toFile(), "rw")) {
      byte[] block = new byte[1 << 16];
      while (true) {
        file.write(block);
      }
    } catch (IOException full) {
      assertThat(Files.getFileStore(filler).getUsableSpace()).isLessThan(1 << 20);
    }
  }

  /** A small disk in memory; needs the rights of root. */
  record Tmpfs(Path path) implements AutoCloseable {
    static Tmpfs mount(Path path, int mebibytes) throws Exception {
      Files.createDirectories(path);
      Process mount =
          new ProcessBuilder(
                  "mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "none", path.toString())
              .start();
      boolean mounted = mount.waitFor(10, TimeUnit.SECONDS) && mount.exitValue() == 0;
      if (!mounted) {
        System.out.println("SKIPPED: a full disk cannot be tried here, mounting needs root");
      }
      Assumptions.assumeTrue(mounted, "mounting a small disk needs root");
      return new Tmpfs(path);
    }

    @Override
    public void close() throws Exception {
      new ProcessBuilder("umount", "-l", path.toString()).start().waitFor(10, TimeUnit.SECONDS);
    }
  }

  private Fleet fleet(ConnectionConfig connection) {
    SchemaMigrator.migrate(connection);
    return new Fleet(connection, folder);
  }

  private static List<JobSubmission> jobs(int count, Duration work) {
    return IntStream.range(0, count).mapToObj(i -> FaultEngine.job("job " + i, work)).toList();
  }

  private static String completed() {
    return "SELECT count(*) FROM jobs WHERE status = 'completed'";
  }

  private static void pass(Duration time) {
    java.util.concurrent.locks.LockSupport.parkNanos(time.toNanos());
  }
}
