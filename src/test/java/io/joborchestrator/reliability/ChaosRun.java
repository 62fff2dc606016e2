package io.joborchestrator.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.orchestrator.lifecycle.WorkClock;
import io.joborchestrator.store.postgres.ConnectionConfig;
import io.joborchestrator.testing.fault.FaultWorker.Settings;
import io.joborchestrator.testing.fault.FaultWorkerProcess;
import io.joborchestrator.testing.fault.FaultWorkerProcess.Order;
import io.joborchestrator.testing.fault.FaultyNetwork;
import io.joborchestrator.testing.fault.Fleet;
import io.joborchestrator.testing.fault.InvariantReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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
import java.util.stream.Stream;

/**
 * Plays a chaos mix: two workers in this process, each behind a network of its own, one in a Java
 * process that is killed and started again. The promises are checked in one snapshot as it goes on.
 */
final class ChaosRun implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final Duration CHECK_EVERY = Duration.ofSeconds(15);

  private final ChaosMix mix;
  private final Fleet fleet;
  private final Random random;
  private final List<FaultyNetwork> networks = new ArrayList<>();
  private final List<List<JobSubmission>> submissions = new ArrayList<>();
  private final List<String> ids = new ArrayList<>();
  private final JumpingClock clock = new JumpingClock();
  private final ExecutorService people = Executors.newFixedThreadPool(6);
  private FaultWorkerProcess process;
  private int processes;

  ChaosRun(ChaosMix mix, ConnectionConfig database, Path folder) throws IOException {
    this.mix = mix;
    this.random = new Random(mix.seed());
    fleet = new Fleet(database, folder);
    for (String name : List.of("left", "right")) {
      FaultyNetwork network = new FaultyNetwork(database.port());
      networks.add(network);
      fleet.worker(
          Settings.of(name, database)
              .through(network)
              .withClock(new WorkClock(clock, System::nanoTime)));
    }
    startProcess();
  }

  /** Runs it to the end and checks what is left. */
  void play() throws Exception {
    long start = System.nanoTime();
    long nextCheck = start + CHECK_EVERY.toNanos();
    int threads = 0;
    long handles = 0;
    for (ChaosMix.Action action : mix.actions()) {
      LockSupport.parkNanos(start + action.at().toNanos() - System.nanoTime());
      act(action);
      if (System.nanoTime() > nextCheck) {
        fleet.report().assertHolds();
        nextCheck = System.nanoTime() + CHECK_EVERY.toNanos();
        if (threads == 0) {
          threads = Thread.activeCount();
          handles = openFiles();
        }
      }
    }
    heal();
    fleet.awaitAllEnded(LIMIT);
    System.out.printf(
        "r40 seed %d: %d actions (fingerprint %08x), threads %d then %d, open files %d then %d%n",
        mix.seed(),
        mix.actions().size(),
        mix.fingerprint(),
        threads,
        Thread.activeCount(),
        handles,
        openFiles());
    assertThat(Thread.activeCount()).as("threads").isLessThan(threads + 60);
    assertThat(openFiles()).as("open files").isLessThan(handles + 80);
    InvariantReport report = fleet.finish("r40 seed " + mix.seed());
    assertThat(report.unfinished()).isZero();
    assertThat(report.completed()).as("there was work").isGreaterThan(20);
  }

  private void heal() throws Exception {
    networks.forEach(FaultyNetwork::mend);
    clock.by = Duration.ZERO;
    process.goOn();
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
      case END_SESSIONS -> endSessions();
      case KILL_WORKER -> {
        process.kill();
        startProcess();
      }
      case STOP_WORKER -> {
        process.goOn();
        process.stop();
        startProcess();
      }
      case FREEZE_WORKER -> {
        process.stopStill();
        people.execute(
            () -> {
              LockSupport.parkNanos(Duration.ofMillis(3500).toNanos());
              wake(process);
            });
      }
      case CLOCK_JUMP -> clock.by = Duration.ofMinutes(action.target() % 120 - 60);
      case CANCEL -> command(action.target(), false);
      case PAUSE_AND_RESUME -> command(action.target(), true);
      case NOTIFY_FLOOD -> flood();
      case SLOW_VIEWS -> people.execute(this::slowViews);
    }
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

  private void endSessions() {
    fleet.count(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <>"
            + " pg_backend_pid() AND datname = current_database() AND backend_type ="
            + " 'client backend' AND application_name <> 'side-effects'");
  }

  private void flood() {
    for (int i = 0; i < 5; i++) {
      fleet.execute("NOTIFY orchestrator_jobs, 'nonsense " + i + "'");
    }
  }

  private void slowViews() {
    try {
      fleet.stores().jobs().counts();
      fleet.ask("SELECT pg_sleep(0.5)");
    } catch (RuntimeException e) {
      // Its session was ended: that is part of the mix.
      Thread.yield();
    }
  }

  private void startProcess() throws IOException {
    processes++;
    process = fleet.process(Order.of("process" + processes, fleet.database()));
  }

  private static long openFiles() {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    } catch (java.nio.file.NoSuchFileException e) {
      return 0;
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
