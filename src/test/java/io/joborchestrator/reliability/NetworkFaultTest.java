package io.joborchestrator.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.testing.Await;
import io.joborchestrator.testing.TestDatabase;
import io.joborchestrator.testing.fault.FaultEngine;
import io.joborchestrator.testing.fault.FaultWorker;
import io.joborchestrator.testing.fault.FaultWorker.Settings;
import io.joborchestrator.testing.fault.FaultWorker.Timing;
import io.joborchestrator.testing.fault.FaultyNetwork;
import io.joborchestrator.testing.fault.Fleet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One worker behind a damaged network, another one with a good one. */
@Tag("slow")
class NetworkFaultTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Timing TIMING =
      new Timing(
          Duration.ofMillis(500),
          Duration.ofSeconds(4),
          Duration.ofMillis(200),
          Duration.ofMillis(300),
          Duration.ofSeconds(2));

  @RegisterExtension final TestDatabase database = new TestDatabase();
  @TempDir Path folder;
  private Fleet fleet;
  private FaultyNetwork network;

  @BeforeEach
  void open() throws IOException {
    fleet = new Fleet(database.config(), folder);
    network = new FaultyNetwork(database.config().port());
  }

  @AfterEach
  void promisesAreKept(TestInfo test) throws IOException {
    network.mend();
    fleet.finish(test.getDisplayName());
    fleet.close();
    network.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut", "reset", "stall", "half-close"})
  void r07_aBreakShorterThanTheLeaseChangesNothing(String how) {
    FaultWorker worker = fleet.worker(remote("first"));
    fleet.awaitAlive(1, LIMIT);
    String id = fleet.submit(FaultEngine.job("long", Duration.ofMillis(2500)));
    fleet.awaitLeased(1, LIMIT);
    fleet.worker(Settings.of("second", database.config()).withTiming(TIMING));
    damage(how);
    pass(Duration.ofMillis(1000));
    network.mend();
    fleet.awaitAllEnded(LIMIT);
    assertThat(fleet.attemptsOf(id)).isEqualTo("completed");
    assertThat(fleet.epochOf(id)).isEqualTo(1);
    Await.until("connected", LIMIT, () -> worker.core().connection().connected());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut", "stall"})
  void r07_aBreakLongerThanTheLeaseStopsTheRunBeforeAnotherStarts(String how) {
    breakLonger(how, TIMING, Duration.ZERO);
  }

  /** With the waits that hold when nothing is configured. */
  @ParameterizedTest
  @MethodSource("longBreaks")
  void r07_aBreakOfHalfAMinuteOrFiveMovesTheJobOnceAndTheWorkerComesBack(int seconds) {
    breakLonger("stall", Timing.DEFAULTS, Duration.ofSeconds(seconds));
  }

  static IntStream longBreaks() {
    int longest = Integer.getInteger("fault.longest.seconds", 300);
    return IntStream.of(30, 300).filter(seconds -> seconds <= longest);
  }

  private void breakLonger(String how, Timing timing, Duration length) {
    FaultWorker first = fleet.worker(remote("first", timing));
    fleet.awaitAlive(1, LIMIT);
    String id =
        fleet.submit(
            FaultEngine.slowAtFirst("long", Duration.ofMinutes(15), Duration.ofMillis(100)));
    fleet.awaitLeased(1, LIMIT);
    Await.until("it runs", LIMIT, () -> first.engine().running() == 1);
    fleet.worker(Settings.of("second", database.config()).withTiming(timing));
    fleet.awaitAlive(2, LIMIT);
    damage(how);
    long broken = System.nanoTime();
    Await.until("it stops itself", LIMIT, () -> first.engine().running() == 0);
    long stopped = fleet.count("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint");
    fleet.awaitAllEnded(LIMIT);
    long started =
        fleet.count(
            "SELECT (extract(epoch FROM max(started_at)) * 1000)::bigint FROM job_attempts");
    assertThat(started).as("the other starts after").isGreaterThanOrEqualTo(stopped);
    pass(length.minusNanos(System.nanoTime() - broken));
    network.mend();
    fleet.awaitAlive(2, LIMIT);
    assertThat(fleet.attemptsOf(id)).isEqualTo("lost,completed");
    assertThat(fleet.epochOf(id)).isEqualTo(2);
  }

  @Test
  void r08_vanishingPacketsHangNothingForGood() {
    FaultWorker first = fleet.worker(remote("first"));
    fleet.awaitAlive(1, LIMIT);
    fleet.submit(FaultEngine.slowAtFirst("long", Duration.ofMinutes(5), Duration.ofMillis(100)));
    fleet.awaitLeased(1, LIMIT);
    fleet.worker(Settings.of("second", database.config()).withTiming(TIMING));
    network.lose(FaultyNetwork.Direction.TO_CLIENT);
    Await.until("it says so", LIMIT, () -> !first.core().connection().connected());
    long asked = System.nanoTime();
    assertThat(first.core().connection().problem()).isNotBlank();
    assertThat(Duration.ofNanos(System.nanoTime() - asked))
        .as("asking never waits for the network")
        .isLessThan(Duration.ofMillis(200));
    fleet.awaitAllEnded(LIMIT);
    network.mend();
    network.reset();
    Await.until("back", LIMIT, () -> first.core().connection().connected());
    fleet.awaitAlive(2, LIMIT);
  }

  @Test
  void r10_aFlappingLinkMakesNoStormOfConnections() {
    fleet.worker(remote("first"));
    fleet.awaitAlive(1, LIMIT);
    for (int i = 0; i < 40; i++) {
      fleet.submit(FaultEngine.job("job " + i, Duration.ofMillis(200)));
    }
    int before = network.accepted();
    long end = System.nanoTime() + seconds().toNanos();
    while (System.nanoTime() < end) {
      network.cut();
      pass(Duration.ofMillis(400));
      network.mend();
      pass(Duration.ofMillis(600));
    }
    int made = network.accepted() - before;
    System.out.printf("r10: %d connections in %d s of flapping%n", made, seconds().toSeconds());
    // Eleven connections at most are lost each second; nobody tries again without a pause.
    assertThat(made).isLessThan((int) seconds().toSeconds() * 60);
    fleet.awaitAllEnded(LIMIT);
  }

  private static Duration seconds() {
    return Duration.ofSeconds(Integer.getInteger("fault.flapping.seconds", 60));
  }

  @Test
  void r11_aSlowNetworkKillsNobody() {
    network.delay(Duration.ofMillis(500));
    fleet.worker(remote("slow", Timing.DEFAULTS));
    fleet.awaitAlive(1, LIMIT);
    fleet.worker(Settings.of("other", database.config()).withTiming(TIMING));
    IntStream.range(0, 8)
        .forEach(i -> fleet.submit(FaultEngine.job("job " + i, Duration.ofMillis(500))));
    network.delay(Duration.ofSeconds(3));
    pass(Duration.ofSeconds(6));
    network.delay(Duration.ofMillis(500));
    fleet.awaitAllEnded(LIMIT);
    assertThat(fleet.count("SELECT count(*) FROM worker_leases WHERE state = 'lost'")).isZero();
    assertThat(fleet.count("SELECT count(*) FROM job_attempts WHERE outcome = 'lost'")).isZero();
  }

  /** What the configuration file advises for networks that break for some seconds. */
  @Test
  void r11_twentySecondsWithoutAnAnswerKillNobodyWhoseLeaseIsAMinute() {
    Timing patient =
        new Timing(
            Duration.ofSeconds(2),
            Duration.ofSeconds(60),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(20));
    fleet.worker(remote("first", patient));
    fleet.awaitAlive(1, LIMIT);
    String id = fleet.submit(FaultEngine.job("long", Duration.ofSeconds(5)));
    fleet.awaitLeased(1, LIMIT);
    fleet.worker(Settings.of("other", database.config()).withTiming(TIMING));
    network.stall();
    pass(Duration.ofSeconds(20));
    network.mend();
    fleet.awaitAllEnded(LIMIT);
    assertThat(fleet.attemptsOf(id)).isEqualTo("completed");
    assertThat(fleet.epochOf(id)).isEqualTo(1);
  }

  private void damage(String how) {
    switch (how) {
      case "cut" -> network.cut();
      case "reset" -> network.reset();
      case "stall" -> network.stall();
      case "half-close" -> network.halfClose();
      default -> throw new IllegalArgumentException(how);
    }
  }

  private Settings remote(String name) {
    return remote(name, TIMING);
  }

  private Settings remote(String name, Timing timing) {
    return Settings.of(name, database.config()).through(network).withTiming(timing);
  }

  /** The fault lasts for this long: there is nothing to wait for. */
  private static void pass(Duration time) {
    java.util.concurrent.locks.LockSupport.parkNanos(time.toNanos());
  }
}
