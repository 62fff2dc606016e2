package io.joborchestrator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.joborchestrator.domain.breaker.BreakerEvent;
import io.joborchestrator.domain.breaker.BreakerRow;
import io.joborchestrator.domain.breaker.BreakerRule;
import io.joborchestrator.domain.breaker.BreakerState;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.worker.EngineResource;
import io.joborchestrator.domain.worker.WorkerRegistration;
import io.joborchestrator.store.BreakerStore;
import io.joborchestrator.store.BreakerStore.EngineReport;
import io.joborchestrator.store.BreakerStore.FollowedBreaker;
import io.joborchestrator.store.BreakerStore.Probe;
import io.joborchestrator.store.BreakerStore.ProbeOutcome;
import io.joborchestrator.store.WorkStore.ClaimedJob;
import io.joborchestrator.testing.InvariantChecker;
import io.joborchestrator.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The states of circuit breakers as the database keeps them, seen by several workers. */
class BreakersTest {
  private static final String CLUSTER = "spark@spark://cluster:7077";
  private static final BreakerRule RULE =
      new BreakerRule(
          Duration.ofMinutes(1), null, 4, 0.5, Duration.ofSeconds(10), Duration.ofSeconds(60));

  @RegisterExtension final TestDatabase database = new TestDatabase();

  private PostgresStores stores;
  private BreakerStore breakers;
  private TestWorker one;
  private TestWorker two;

  @BeforeEach
  void open() {
    stores = database.stores();
    breakers = stores.breakers();
    one = register(stores, "one", "laptop-1");
    two = register(stores, "two", "laptop-2");
  }

  @AfterEach
  void invariantsHold() {
    InvariantChecker.assertHolds(database);
  }

  @Test
  void opensWhenTheFleetsRunsFailOftenEnoughAndEveryWorkerSeesIt() {
    report(one, 1, 1);
    report(two, 0, 1);
    assertThat(state(one)).isEqualTo(BreakerState.CLOSED);
    report(two, 1, 1);
    assertThat(state(one)).isEqualTo(BreakerState.OPEN);
    assertThat(state(two)).isEqualTo(BreakerState.OPEN);
    BreakerRow row = breaker(CLUSTER);
    assertThat(row.reason()).isEqualTo("3 of 5 runs failed within 60 s, at last: It broke");
    assertThat(row.changedBy()).isEqualTo("node-two");
    assertThat(Duration.between(row.since(), row.nextProbeAt())).isEqualTo(RULE.firstWait());
    assertThat(breakers.events(Instant.EPOCH, 10))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.from()).isEqualTo(BreakerState.CLOSED);
              assertThat(event.to()).isEqualTo(BreakerState.OPEN);
              assertThat(event.worker()).isEqualTo("node-two");
            });
  }

  @Test
  void successesOfOthersKeepASharedBreakerClosed() {
    report(two, 20, 0);
    report(one, 0, 6);
    assertThat(state(one)).isEqualTo(BreakerState.CLOSED);
    unavailable(one, "spark");
    assertThat(state(one)).isEqualTo(BreakerState.CLOSED);
    assertThat(breaker(CLUSTER).failureRate()).isBetween(0.2, 0.25);
  }

  @Test
  void anEngineThatSaysItCannotBeUsedOpensAtOnceIfNobodyHadASuccess() {
    unavailable(one, "spark");
    assertThat(state(two)).isEqualTo(BreakerState.OPEN);
    assertThat(breaker(CLUSTER).reason()).isEqualTo("It broke");
  }

  @Test
  void theEngineOfOneMachineStopsNobodyElses() {
    submit("local", 2);
    unavailable(one, "local");
    assertThat(one.claim(1)).isEmpty();
    assertThat(reason(1)).isNull();
    assertThat(breaker("local@laptop-1").heldJobs()).isZero();
    assertThat(two.claim(1)).hasSize(1);
    assertThat(breakers.breakers())
        .filteredOn(row -> row.state() != BreakerState.CLOSED)
        .extracting(BreakerRow::name)
        .containsExactly("local@laptop-1");
  }

  @Test
  void countsOfAnEarlierStateNoLongerCount() {
    open(one);
    breakers.reset(CLUSTER, "cluster restarted");
    breakers.follow(
        one.session(), List.of(new EngineReport("spark", 0, 0, 100, "It broke", true, false)));
    assertThat(state(one)).isEqualTo(BreakerState.CLOSED);
    assertThat(breaker(CLUSTER).runs()).isZero();
  }

  @Test
  void holdsJobsOfTheEngineBackAndSaysSo() {
    submit("spark", 3);
    submit(null, 1);
    open(one);
    List<ClaimedJob> claimed = one.claim(10);
    assertThat(claimed).singleElement().satisfies(job -> assertThat(job.no()).isEqualTo(4));
    one.complete(claimed);
    assertThat(reason(1)).isEqualTo("Held back: the circuit breaker of spark is open");
    assertThat(stores.jobs().find("job-1").orElseThrow().waitReason())
        .startsWith("Held back: the circuit breaker of spark (spark://cluster:7077) is open: 4 of")
        .contains("The next probe is in ");
    assertThat(breaker(CLUSTER).heldJobs()).isEqualTo(3);
    breakers.reset(CLUSTER, "repaired");
    assertThat(reason(1)).isNull();
    assertThat(two.claim(10)).hasSize(3);
  }

  @Test
  void jobsThatAnyEngineMayRunAreHeldBackOnlyWhenAllAreOpen() {
    submit(null, 1);
    open(one);
    unavailable(one, "local");
    unavailable(two, "local");
    assertThat(one.claim(1)).isEmpty();
    assertThat(reason(1)).contains("breaker of local is open").contains("breaker of spark is open");
    assertThat(database.ask("SELECT breaker_open('local')")).isEqualTo("t");
    breakers.reset("local@laptop-2", "repaired");
    assertThat(database.ask("SELECT breaker_open('local')")).isEqualTo("f");
    assertThat(reason(1)).isNull();
    assertThat(one.claim(1)).isEmpty();
    assertThat(two.claim(1)).hasSize(1);
  }

  @Test
  void aProbeThatPassesClosesAndAllGoesOn() {
    submit("spark", 3);
    open(one);
    assertThat(breakers.claimProbe(one.session(), "spark")).isEmpty();
    makeDue();
    Probe probe = breakers.claimProbe(two.session(), "spark").orElseThrow();
    assertThat(probe.job()).isNotNull();
    assertThat(state(one)).isEqualTo(BreakerState.HALF_OPEN);
    assertThat(breaker(CLUSTER).probeJobId()).isEqualTo("job-1");
    assertThat(one.claim(10)).isEmpty();
    assertThat(breaker(CLUSTER).heldJobs()).isEqualTo(2);
    two.complete(probe.job());
    assertThat(breakers.finishProbe(two.session(), probe, ProbeOutcome.PASSED, "It ran")).isTrue();
    assertThat(state(one)).isEqualTo(BreakerState.CLOSED);
    assertThat(one.claim(10)).hasSize(2);
    assertThat(breakers.events(Instant.EPOCH, 10))
        .extracting(event -> event.from() + ">" + event.to() + " " + event.jobId())
        .containsExactly("HALF_OPEN>CLOSED job-1", "OPEN>HALF_OPEN null", "CLOSED>OPEN null");
  }

  @Test
  void aProbeThatFailsWaitsTwiceAsLongEachTimeUpToALimit() {
    open(one);
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      makeDue();
      Probe probe = breakers.claimProbe(one.session(), "spark").orElseThrow();
      assertThat(probe.job()).isNull();
      breakers.finishProbe(one.session(), probe, ProbeOutcome.FAILED, "still broken");
      BreakerRow row = breaker(CLUSTER);
      waits.add(Duration.between(row.since(), row.nextProbeAt()));
    }
    assertThat(waits)
        .containsExactly(
            Duration.ofSeconds(20),
            Duration.ofSeconds(40),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60));
    assertThat(breaker(CLUSTER).failedProbes()).isEqualTo(4);
  }

  @Test
  void anUnclearProbeIsFollowedByAnotherSoonAndCostsNoWait() {
    open(one);
    makeDue();
    Probe probe = breakers.claimProbe(one.session(), "spark").orElseThrow();
    breakers.finishProbe(one.session(), probe, ProbeOutcome.UNCLEAR, "The job was wrong");
    BreakerRow row = breaker(CLUSTER);
    assertThat(row.state()).isEqualTo(BreakerState.OPEN);
    assertThat(row.probeWait()).isEqualTo(RULE.firstWait());
    assertThat(Duration.between(row.since(), row.nextProbeAt())).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void anotherWorkerProbesWhenTheProberDied() {
    open(one);
    makeDue();
    Probe lost = breakers.claimProbe(one.session(), "spark").orElseThrow();
    assertThat(breakers.claimProbe(two.session(), "spark")).isEmpty();
    database.execute("UPDATE circuit_breakers SET probe_until = probe_until - interval '1 hour'");
    Probe next = breakers.claimProbe(two.session(), "spark").orElseThrow();
    assertThat(breakers.finishProbe(one.session(), lost, ProbeOutcome.PASSED, "late")).isFalse();
    assertThat(state(two)).isEqualTo(BreakerState.HALF_OPEN);
    assertThat(breakers.finishProbe(two.session(), next, ProbeOutcome.PASSED, "It ran")).isTrue();
  }

  @Test
  void aWorkerThatStillProbesKeepsItsRight() {
    open(one);
    makeDue();
    breakers.claimProbe(one.session(), "spark").orElseThrow();
    database.execute("UPDATE circuit_breakers SET probe_until = clock_timestamp()");
    breakers.follow(one.session(), List.of(new EngineReport("spark", 2, 0, 0, null, false, true)));
    assertThat(breakers.claimProbe(two.session(), "spark")).isEmpty();
  }

  @Test
  void exactlyOneOfManyProcessesProbes() throws Exception {
    submit("spark", 20);
    open(one);
    try (PostgresStores other = PostgresStores.open(database.config(), () -> false)) {
      List<TestWorker> workers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        workers.add(register(i % 2 == 0 ? stores : other, "w" + i, "laptop-" + i));
      }
      for (int round = 0; round < 5; round++) {
        makeDue();
        List<Probe> probes =
            together(
                16,
                i ->
                    (i % 2 == 0 ? breakers : other.breakers())
                        .claimProbe(workers.get(i).session(), "spark").stream().toList());
        assertThat(probes).hasSize(1);
        assertThat(database.ask("SELECT count(*) FROM job_leases"))
            .isEqualTo(Integer.toString(round + 1));
        TestWorker prober =
            workers.stream()
                .filter(
                    worker ->
                        breakers.finishProbe(
                            worker.session(), probes.get(0), ProbeOutcome.FAILED, "broken"))
                .findFirst()
                .orElseThrow();
        assertThat(prober).isNotNull();
      }
    }
  }

  @Test
  void tripStaysUntilSomebodyProbesOrResets() {
    submit("spark", 1);
    breakers.trip(CLUSTER, "maintenance");
    assertThat(reason(1)).startsWith("Held back: the circuit breaker of spark was tripped by ");
    assertThat(breaker(CLUSTER).nextProbeAt()).isNull();
    assertThat(breakers.claimProbe(one.session(), "spark")).isEmpty();
    assertThatThrownBy(() -> breakers.trip(CLUSTER, "again"))
        .isInstanceOf(OrchestratorException.class)
        .hasMessageContaining("tripped already");
    breakers.probe(CLUSTER, null, "try it");
    assertThat(breakers.claimProbe(one.session(), "spark")).isPresent();
    breakers.reset(CLUSTER, "done");
    assertThat(state(one)).isEqualTo(BreakerState.CLOSED);
    assertThat(database.ask("SELECT string_agg(action, ' ' ORDER BY audit_no) FROM audit_log"))
        .isEqualTo("trip_breaker probe_breaker reset_breaker");
  }

  @Test
  void probesWithTheJobThatWasChosen() {
    submit("spark", 3);
    submit("local", 1);
    open(one);
    assertThatThrownBy(() -> breakers.probe(CLUSTER, "job-4", "x"))
        .hasMessageContaining("does not wait for this engine");
    assertThatThrownBy(() -> breakers.probe(CLUSTER, "nobody", "x"))
        .hasMessageContaining("no job nobody");
    breakers.probe(CLUSTER, "job-3", "the small one");
    assertThat(breaker(CLUSTER).chosenJobId()).isEqualTo("job-3");
    Probe probe = breakers.claimProbe(two.session(), "spark").orElseThrow();
    assertThat(probe.job()).isNotNull();
    assertThat(probe.job().jobId()).isEqualTo("job-3");
    assertThatThrownBy(() -> breakers.probe(CLUSTER, null, "x"))
        .hasMessageContaining("running already");
  }

  @Test
  void whatTripsWhileAProbeRunsWins() {
    open(one);
    makeDue();
    Probe probe = breakers.claimProbe(one.session(), "spark").orElseThrow();
    breakers.trip(CLUSTER, "maintenance");
    assertThat(breakers.finishProbe(one.session(), probe, ProbeOutcome.PASSED, "It ran")).isFalse();
    assertThat(state(one)).isEqualTo(BreakerState.FORCED_OPEN);
  }

  @Test
  void writesDownHowTheDatabaseWasWhenItIsBack() {
    Instant now = Instant.now();
    breakers.recordDatabase(
        "node-one",
        List.of(
            event(now.minusSeconds(30), BreakerState.CLOSED, BreakerState.OPEN),
            event(now, BreakerState.OPEN, BreakerState.CLOSED)));
    assertThat(breakers.events(now.minusSeconds(60), 10))
        .extracting(BreakerEvent::name, BreakerEvent::to, BreakerEvent::worker)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("database", BreakerState.CLOSED, "node-one"),
            org.assertj.core.groups.Tuple.tuple("database", BreakerState.OPEN, "node-one"));
  }

  @Test
  void aWorkerThatDeclaresNothingIsHeldBackByNothing() {
    submit("spark", 1);
    open(one);
    TestWorker plain = TestWorker.register(stores.work(), "plain");
    assertThat(breakers.follow(plain.session(), List.of())).isEmpty();
    assertThat(plain.claim(1)).hasSize(1);
    assertThat(stores.jobs().counts().of(JobStatus.RUNNING)).isEqualTo(1);
  }

  @Test
  void aBreakerThatStaysClosedKeepsNoOldCounts() {
    TestWorker worker = register(stores, "one", "a");
    report(worker, 3, 0);
    database.execute("UPDATE circuit_breaker_counts SET at = at - interval '3 hours'");
    report(worker, 2, 0);
    assertThat(database.ask("SELECT string_agg(successes::text, ',') FROM circuit_breaker_counts"))
        .isEqualTo("2");
  }

  private static BreakerEvent event(Instant at, BreakerState from, BreakerState to) {
    return new BreakerEvent(BreakerEvent.DATABASE, at, from, to, "gone", "me", "node-one", null);
  }

  private static TestWorker register(PostgresStores stores, String id, String machine) {
    WorkerRegistration plain =
        new WorkerRegistration(
            id,
            "node-" + id,
            "worker",
            machine,
            "1.0",
            1,
            8,
            2,
            1L << 30,
            TestWorker.TYPES,
            TestWorker.ENGINES,
            List.of(),
            false,
            Duration.ofMinutes(5));
    return new TestWorker(
        stores.work(),
        stores
            .work()
            .register(
                plain.withResources(
                    List.of(
                        new EngineResource("local", machine, TestWorker.TYPES, RULE),
                        new EngineResource(
                            "spark", "spark://cluster:7077", List.of("etl"), RULE)))));
  }

  private void submit(@Nullable String engine, int count) {
    int first = Integer.parseInt(database.ask("SELECT count(*) FROM jobs")) + 1;
    for (int i = 0; i < count; i++) {
      JobSubmission submission =
          JobSubmission.of("job", "etl", JsonNodeFactory.instance.objectNode());
      stores.jobs().submit(List.of(engine == null ? submission : submission.withEngine(engine)));
      database.execute("UPDATE jobs SET job_id = 'job-' || no WHERE no = " + (first + i));
    }
  }

  private List<FollowedBreaker> report(TestWorker worker, int successes, int failures) {
    int epoch = follow(worker).epoch();
    return breakers.follow(
        worker.session(),
        List.of(new EngineReport("spark", epoch, successes, failures, "It broke", false, false)));
  }

  private void unavailable(TestWorker worker, String engine) {
    breakers.follow(
        worker.session(), List.of(new EngineReport(engine, 0, 0, 0, "It broke", true, false)));
  }

  private void open(TestWorker worker) {
    report(worker, 0, 4);
    assertThat(state(worker)).isEqualTo(BreakerState.OPEN);
  }

  private void makeDue() {
    database.execute(
        "UPDATE circuit_breakers SET next_probe_at = clock_timestamp() WHERE state = 'open'");
  }

  private FollowedBreaker follow(TestWorker worker) {
    return breakers.follow(worker.session(), List.of()).stream()
        .filter(row -> row.engine().equals("spark"))
        .findFirst()
        .orElseThrow();
  }

  private BreakerState state(TestWorker worker) {
    return follow(worker).state();
  }

  private BreakerRow breaker(String name) {
    return breakers.breakers().stream()
        .filter(row -> row.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private @Nullable String reason(long no) {
    return stores.jobs().rows(List.of("job-" + no)).get(0).reason();
  }

  private static <T> List<T> together(int count, Task<List<T>> task) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      List<Callable<List<T>>> calls = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int index = i;
        calls.add(() -> task.run(index));
      }
      List<T> all = new ArrayList<>();
      for (Future<List<T>> future : threads.invokeAll(calls)) {
        all.addAll(future.get());
      }
      return all;
    } finally {
      threads.shutdownNow();
    }
  }

  private interface Task<T> {
    T run(int index) throws Exception;
  }
}
