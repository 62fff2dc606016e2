package io.joborchestrator.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.orchestrator.lifecycle.WorkClock;
import io.joborchestrator.store.postgres.ConnectionConfig;
import io.joborchestrator.testing.Await;
import io.joborchestrator.testing.fault.FaultWorker.Settings;
import io.joborchestrator.testing.fault.FaultWorkerProcess;
import io.joborchestrator.testing.fault.FaultWorkerProcess.Order;
import io.joborchestrator.testing.fault.FaultyNetwork;
import io.joborchestrator.testing.fault.Fleet;
import io.joborchestrator.testing.fault.Footprint;
import io.joborchestrator.testing.fault.InvariantReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Plays a chaos mix: two workers in this process, each behind a network of its own, one in a Java
 * process that is killed and started again. The promises are checked in one snapshot as it goes on.
 */
final class ChaosRun implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final Duration CHECK_EVERY = Duration.ofSeconds(15);
  private static final int SAMPLES = 30;

  private final ChaosMix mix;
  private final Duration length;
  private final ChaosDatabase database;
  private final Footprint footprint = new Footprint();
  private final Fleet fleet;
  private final Random random;
  private final List<FaultyNetwork> networks = new ArrayList<>();
  private final List<List<JobSubmission>> submissions = new ArrayList<>();
  private final List<String> ids = new ArrayList<>();
  private final JumpingClock clock = new JumpingClock();
  private final ExecutorService people = Executors.newFixedThreadPool(6);
  private FaultWorkerProcess process;
  private int processes;

  ChaosRun(ChaosMix mix, Duration length, Path folder) throws IOException {
    this.mix = mix;
    this.length = length;
    this.random = new Random(mix.seed());
    database = new ChaosDatabase(folder.resolve("database"));
    ConnectionConfig connection = database.server().connection();
    fleet = new Fleet(connection, folder);
    for (String name : List.of("left", "right")) {
      FaultyNetwork network = new FaultyNetwork(connection.port());
      networks.add(network);
      fleet.worker(
          Settings.of(name, connection)
              .through(network)
              .withClock(new WorkClock(clock, System::nanoTime)));
    }
    startProcess();
  }

  /** Runs it to the end and checks what is left. */
  void play() throws Exception {
    long start = System.nanoTime();
    long nextCheck = start + CHECK_EVERY.toNanos();
    long nextSample = start;
    for (ChaosMix.Action action : mix.actions()) {
      LockSupport.parkNanos(start + action.at().toNanos() - System.nanoTime());
      act(action);
      keepProcess();
      if (System.nanoTime() > nextCheck) {
        fleet.report().assertHolds();
        nextCheck = System.nanoTime() + CHECK_EVERY.toNanos();
      }
      if (System.nanoTime() > nextSample) {
        footprint.take();
        nextSample = System.nanoTime() + length.dividedBy(SAMPLES).toNanos();
      }
    }
    heal();
    awaitEnd();
    finish();
  }

  private void awaitEnd() {
    Await.until(
        "all jobs ended",
        LIMIT,
        () -> {
          keepProcess();
          return fleet.count("SELECT count(*) FROM jobs WHERE finished_at IS NULL") == 0;
        },
        () -> "Unfinished: " + fleet.count("SELECT count(*) FROM jobs WHERE finished_at IS NULL"));
  }

  private void finish() {
    System.out.printf(
        "r40 seed %d: %d actions in %d s (fingerprint %08x), %d worker processes; %s%n",
        mix.seed(),
        mix.actions().size(),
        length.toSeconds(),
        mix.fingerprint(),
        processes,
        footprint.words());
    InvariantReport report = fleet.finish("r40 seed " + mix.seed());
    assertThat(report.unfinished()).isZero();
    assertThat(report.completed()).as("there was work").isGreaterThan(length.toSeconds() / 2);
    footprint.assertSteady();
  }

  private void heal() throws Exception {
    networks.forEach(FaultyNetwork::mend);
    clock.by = Duration.ZERO;
    wake(process);
    fleet.execute("UPDATE queues SET paused = false WHERE paused");
    fleet.stores().jobs().resume(List.copyOf(ids));
  }

  private void act(ChaosMix.Action action) throws Exception {
    FaultyNetwork network = networks.get(action.target() % networks.size());
    switch (action.kind()) {
      case SUBMIT -> submit(ChaosMix.jobs(submissions.size(), random));
      case SUBMIT_AGAIN -> again(action.target());
      case CUT -> network.cut();
      case RESET -> network.reset();
      case STALL -> network.stall();
      case HALF_CLOSE -> network.halfClose();
      case LOSE_REPLIES -> network.lose(FaultyNetwork.Direction.TO_CLIENT);
      case SLOW -> network.delay(Duration.ofMillis(action.target() % 600));
      case MEND -> networks.forEach(FaultyNetwork::mend);
      case END_SESSIONS -> ChaosDatabase.endSessions(fleet);
      case KILL_WORKER -> {
        process.kill();
        startProcess();
      }
      case STOP_WORKER -> {
        wake(process);
        process.stop();
        startProcess();
      }
      case FREEZE_WORKER -> freeze(process);
      case CLOCK_JUMP -> clock.by = Duration.ofMinutes(action.target() % 120 - 60);
      case CANCEL -> command(action.target(), false);
      case PAUSE_AND_RESUME -> command(action.target(), true);
      case NOTIFY_FLOOD -> ChaosDatabase.flood(fleet);
      case SLOW_VIEWS -> people.execute(() -> ChaosDatabase.slowViews(fleet));
      case RESTART_DATABASE -> database.restart(action.target() % 2 == 0);
      case NO_CONNECTIONS -> database.takeAllConnections();
      case DEADLOCK -> people.execute(database::lockInTheWrongOrder);
      case DEADLY_JOB -> submit(List.of(ChaosMix.deadlyJob(submissions.size(), action.target())));
    }
  }

  /** For longer than its lease. */
  private void freeze(FaultWorkerProcess victim) throws Exception {
    try {
      victim.stopStill();
    } catch (AssertionError e) {
      assertThat(victim.isAlive()).as("it was not a job that ended it: " + e).isFalse();
      return;
    }
    people.execute(
        () -> {
          LockSupport.parkNanos(Duration.ofMillis(3500).toNanos());
          wake(victim);
        });
  }

  private static void wake(FaultWorkerProcess frozen) {
    try {
      frozen.goOn();
    } catch (Exception | AssertionError e) {
      // It was killed meanwhile: that is part of the mix.
      Thread.yield();
    }
  }

  private void submit(List<JobSubmission> jobs) {
    submissions.add(jobs);
    ids.addAll(fleet.submit(jobs));
  }

  /** As after a lost answer: the same keys once more. */
  private void again(int target) {
    if (!submissions.isEmpty()) {
      fleet.submit(submissions.get(target % submissions.size()));
    }
  }

  private void command(int target, boolean pause) {
    if (ids.isEmpty()) {
      return;
    }
    List<String> some = List.of(ids.get(Math.max(0, ids.size() - 1 - target % 10)));
    try {
      if (pause) {
        fleet.stores().jobs().pause(some, "chaos");
        fleet.stores().jobs().resume(some);
      } else {
        fleet.stores().jobs().cancel(some, target % 3 == 0, "chaos");
      }
    } catch (OrchestratorException e) {
      assertThat(e.code().type().name()).as("a command failed: " + e).isEqualTo("SYSTEM");
    }
  }

  /** A job may have ended it. */
  private void keepProcess() {
    if (!process.isAlive()) {
      startProcess();
    }
  }

  private void startProcess() {
    processes++;
    try {
      process = fleet.process(Order.of("process" + processes, fleet.database()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws Exception {
    people.shutdownNow();
    people.awaitTermination(10, TimeUnit.SECONDS);
    networks.forEach(FaultyNetwork::mend);
    fleet.close();
    for (FaultyNetwork network : networks) {
      network.close();
    }
    database.close();
  }

  /** The clock of the workers in this process. */
  private static final class JumpingClock extends Clock {
    private volatile Duration by = Duration.ZERO;

    @Override
    public Instant instant() {
      return Instant.now().plus(by);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
