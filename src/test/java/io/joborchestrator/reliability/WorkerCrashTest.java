package io.joborchestrator.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.testing.Await;
import io.joborchestrator.testing.TestDatabase;
import io.joborchestrator.testing.fault.FaultEngine;
import io.joborchestrator.testing.fault.FaultWorkerProcess;
import io.joborchestrator.testing.fault.FaultWorkerProcess.Order;
import io.joborchestrator.testing.fault.Fleet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers that die at the worst moments; the others are in this process. */
@Tag("slow")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "signals and scripts of a POSIX system")
class WorkerCrashTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @RegisterExtension final TestDatabase database = new TestDatabase();
  @TempDir Path folder;
  private Fleet fleet;

  @BeforeEach
  void open() {
    fleet = new Fleet(database.config(), folder);
  }

  @AfterEach
  void promisesAreKept(TestInfo test) throws IOException {
    Files.writeString(folder.resolve("all-stop"), "");
    fleet.finish(test.getDisplayName());
    fleet.close();
  }

  @Test
  void r01_aKilledWorkersJobRunsElsewhereInTimeAndTheOldProcessesAreEnded() throws Exception {
    FaultWorkerProcess first = fleet.process(Order.of("first", database.config()));
    String id =
        fleet.submit(
            script(
                "touch $DIR/started-$EJO_EPOCH; echo $$ > $DIR/pid-$EJO_EPOCH;"
                    + " while [ ! -e $DIR/all-stop ] && [ $EJO_EPOCH = 1 ]; do sleep 0.05; done"));
    Await.until("started", LIMIT, () -> Files.exists(folder.resolve("pid-1")));
    FaultWorkerProcess second = fleet.process(Order.of("second", database.config()));
    fleet.awaitAlive(2, LIMIT);
    first.kill();
    long killed = System.nanoTime();
    Await.until("reclaimed", LIMIT, () -> fleet.count(epochInLease()) >= 2);
    Duration took = Duration.ofNanos(System.nanoTime() - killed);
    fleet.awaitAllEnded(LIMIT);
    // Lease, sweep and poll of the settings, and a second for a busy machine.
    assertThat(took).isLessThan(Duration.ofMillis(2500 + 200 + 300 + 1000));
    assertThat(fleet.epochOf(id)).isEqualTo(2);
    assertThat(fleet.attemptsOf(id)).isEqualTo("lost,completed");
    long orphan = Long.parseLong(Files.readString(folder.resolve("pid-1")).strip());
    Await.until("the old script is gone", LIMIT, () -> !isRunning(orphan), second::toString);
  }

  @Test
  void r02_aCrashBetweenClaimAndStartIsALostAttempt() throws Exception {
    String id = fleet.submit(FaultEngine.job("one", Duration.ofMillis(20)));
    crash("after:claim");
    fleet.worker("second");
    fleet.awaitAllEnded(LIMIT);
    assertThat(fleet.attemptsOf(id)).isEqualTo("lost,completed");
    assertThat(fleet.ask("SELECT count(*) FROM side_effects")).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"before:complete", "after:complete", "before:started", "after:started"})
  void r03_aCrashAroundTheStateChangeLosesNothingAndDoublesNothing(String point) throws Exception {
    List<JobSubmission> jobs = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      jobs.add(FaultEngine.job("job " + i, Duration.ofMillis(20)));
    }
    fleet.submit(jobs);
    crash(point);
    fleet.worker("second");
    fleet.awaitAllEnded(LIMIT);
    assertThat(fleet.ask("SELECT count(*) FROM jobs WHERE status = 'completed'")).isEqualTo("8");
  }

  @Test
  void r05_aWorkerThatStoodStillForLongerThanItsLeaseChangesNothing() throws Exception {
    FaultWorkerProcess first = fleet.process(Order.of("first", database.config()));
    fleet.awaitAlive(1, LIMIT);
    String id = fleet.submit(FaultEngine.job("long", Duration.ofSeconds(2)));
    fleet.awaitLeased(1, LIMIT);
    first.stopStill();
    fleet.worker("second");
    fleet.await("moved", LIMIT, epochInLease(), 2);
    first.goOn();
    fleet.awaitAllEnded(LIMIT);
    assertThat(fleet.attemptsOf(id)).isEqualTo("lost,completed");
    Await.until("fenced", LIMIT, () -> log(first).contains("Fenced"), () -> log(first));
    assertThat(
            fleet.ask(
                "SELECT node_name FROM workers w JOIN job_attempts a USING (worker_no)"
                    + " WHERE a.outcome = 'completed'"))
        .isEqualTo("second");
    fleet.awaitAlive(2, LIMIT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"halt", "memory"})
  void r29_aJobThatKillsItsWorkersIsBuriedAndTheOthersGoOn(String how) throws Exception {
    String deadly = fleet.submit(FaultEngine.deadly("deadly", Duration.ofMillis(400), how, 99));
    List<JobSubmission> others = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      others.add(FaultEngine.job("bystander " + i, Duration.ofMillis(1500)));
    }
    fleet.submit(others);
    for (int i = 1; i <= 3; i++) {
      FaultWorkerProcess worker = fleet.process(Order.of("w" + i, database.config()));
      worker.awaitDeath(LIMIT);
    }
    fleet.worker("survivor");
    fleet.awaitAllEnded(LIMIT);
    assertThat(fleet.statusOf(deadly)).isEqualTo("failed");
    assertThat(fleet.attemptsOf(deadly)).isEqualTo("lost,lost,lost");
    assertThat(fleet.ask("SELECT error_code FROM jobs WHERE job_id = '" + deadly + "'"))
        .isEqualTo("WORKER_LOST");
    assertThat(fleet.ask("SELECT count(*) FROM jobs WHERE status = 'completed'"))
        .as("jobs that only stood beside it")
        .isEqualTo("3");
  }

  private void crash(String point) throws Exception {
    FaultWorkerProcess worker =
        fleet.process(Order.of("first", database.config()).crashingAt(point));
    worker.awaitDeath(LIMIT);
  }

  private static String epochInLease() {
    return "SELECT coalesce(max(epoch), 0) FROM job_leases";
  }

  private static String log(FaultWorkerProcess process) {
    try {
      return process.log();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isRunning(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  private JobSubmission script(String text) {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    config.putArray("argv").add("/bin/sh").add("-c").add(text);
    config.putObject("env").put("DIR", folder.toString());
    return JobSubmission.of("a script", "script", config);
  }
}
