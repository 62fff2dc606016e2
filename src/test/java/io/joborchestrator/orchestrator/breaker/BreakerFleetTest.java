package io.joborchestrator.orchestrator.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.breaker.BreakerEvent;
import io.joborchestrator.domain.breaker.BreakerRow;
import io.joborchestrator.domain.breaker.BreakerRule;
import io.joborchestrator.domain.breaker.BreakerState;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobEvent;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.retry.RetryPolicy;
import io.joborchestrator.domain.worker.WorkerRegistration;
import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.engine.spark.SparkEngine;
import io.joborchestrator.engine.spark.SparkSettings;
import io.joborchestrator.orchestrator.EngineRegistry;
import io.joborchestrator.orchestrator.EnhancedJobOrchestrator;
import io.joborchestrator.orchestrator.OrchestratorSettings;
import io.joborchestrator.orchestrator.OrchestratorStores;
import io.joborchestrator.orchestrator.lifecycle.WorkClock;
import io.joborchestrator.orchestrator.run.LostOutputs;
import io.joborchestrator.orchestrator.run.RunLimits;
import io.joborchestrator.orchestrator.submit.PolicyNames;
import io.joborchestrator.orchestrator.submit.SubmissionChecker;
import io.joborchestrator.store.postgres.PostgresStores;
import io.joborchestrator.testing.Await;
import io.joborchestrator.testing.FakeWorkbench;
import io.joborchestrator.testing.FlakyEngine;
import io.joborchestrator.testing.InvariantChecker;
import io.joborchestrator.testing.LocalForTests;
import io.joborchestrator.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two processes' worth of workers in one, on a cluster that breaks and is mended. */
class BreakerFleetTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String NAME = "flaky@cluster";
  private static final BreakerRule RULE =
      new BreakerRule(
          Duration.ofSeconds(20), null, 4, 0.5, Duration.ofMillis(400), Duration.ofSeconds(2));

  private static final RetryPolicy PATIENT =
      new RetryPolicy(
          "patient",
          20,
          Duration.ofMillis(100),
          Duration.ofMillis(200),
          2,
          0.5,
          1,
          Set.of(ErrorType.ENGINE),
          null,
          false);

  @RegisterExtension final TestDatabase database = new TestDatabase();
  @TempDir Path home;

  private final FlakyEngine.Cluster cluster = new FlakyEngine.Cluster();
  private final FlakyEngine.Cluster steady = new FlakyEngine.Cluster();
  private final List<EnhancedJobOrchestrator> cores = new ArrayList<>();
  private final List<PostgresStores> stores = new ArrayList<>();

  @AfterEach
  void stop() {
    cores.forEach(core -> core.stop(Duration.ofSeconds(5)));
    stores.forEach(PostgresStores::close);
    InvariantChecker.assertHolds(database);
  }

  @Test
  void aFailingEngineOpensEverywhereHoldsJobsBackAndLetsThemGoOnWhenItIsWell() {
    EnhancedJobOrchestrator one = core("one", List.of(new FlakyEngine("flaky", cluster)));
    EnhancedJobOrchestrator two = core("two", List.of(new FlakyEngine("flaky", cluster)));
    cluster.breakWith(ErrorCode.ENGINE_FAILED);
    List<String> ids = one.jobs().submitAll(jobs(8, "flaky"));
    await(two, BreakerState.OPEN);
    assertThat(breaker(one).reason()).contains("runs failed within 20 s").contains("broken");
    Await.until(
        "a job says that it is held back",
        LIMIT,
        () -> ids.stream().anyMatch(id -> waits(two, id).startsWith("Held back: ")));
    assertThat(two.engines().breakers().get(0).heldJobs()).isPositive();

    int startsBefore = cluster.starts().size();
    int probesBefore = events(one, BreakerState.HALF_OPEN).size();
    Await.until(
        "probes fail", LIMIT, () -> events(one, BreakerState.HALF_OPEN).size() >= probesBefore + 2);
    int starts = cluster.starts().size() - startsBefore;
    assertThat(starts).isLessThanOrEqualTo(events(one, BreakerState.HALF_OPEN).size());
    assertThat(breaker(one).failedProbes()).isPositive();

    cluster.mend();
    Await.until(
        "all completed",
        LIMIT,
        () -> one.jobs().counts().of(JobStatus.COMPLETED) == 8,
        () -> breaker(one) + " " + one.jobs().counts());
    await(one, BreakerState.CLOSED);
    assertThat(events(one, BreakerState.CLOSED)).hasSize(1);
  }

  @Test
  void wrongRequestsBadDataAndLackOfMemoryNeverOpen() {
    EnhancedJobOrchestrator one = core("one", List.of(new FlakyEngine("flaky", cluster)));
    for (ErrorCode code :
        List.of(ErrorCode.INVALID_SPECIFICATION, ErrorCode.BAD_ROWS, ErrorCode.OUT_OF_MEMORY)) {
      cluster.breakWith(code);
      int before = cluster.starts().size();
      one.jobs().submitAll(jobs(8, "flaky"));
      Await.until("they ran", LIMIT, () -> cluster.starts().size() >= before + 8);
    }
    Await.until("they failed", LIMIT, () -> one.jobs().counts().of(JobStatus.FAILED) >= 16);
    assertThat(breaker(one).state()).isEqualTo(BreakerState.CLOSED);
    assertThat(breaker(one).failures()).isZero();
    assertThat(one.engines().breakerEvents(Instant.EPOCH, 10)).isEmpty();
  }

  @Test
  void jobsThatRunOnBothFallBackAndSayWhy() {
    EnhancedJobOrchestrator one =
        core("one", List.of(new FlakyEngine("flaky", cluster), new FlakyEngine("steady", steady)));
    cluster.breakWith(ErrorCode.ENGINE_UNAVAILABLE);
    one.jobs().submitAll(jobs(8, "flaky"));
    await(one, BreakerState.OPEN);
    List<String> ids = one.jobs().submitAll(jobs(8, null));
    Await.until(
        "all completed", LIMIT, () -> one.jobs().counts().of(JobStatus.COMPLETED) == ids.size());
    assertThat(steady.starts()).containsAll(ids);
    JobDetail last = one.jobs().detail(ids.get(7)).orElseThrow();
    assertThat(last.routing()).isNotNull();
    assertThat(last.routing().engine()).isEqualTo("steady");
    assertThat(last.routing().fallback()).startsWith("flaky would be the choice but is held back");
    assertThat(one.jobs().events(ids.get(7)))
        .filteredOn(event -> event.event().equals("started"))
        .extracting(JobEvent::reason)
        .anySatisfy(reason -> assertThat(reason).contains("so steady runs it"));
  }

  @Test
  void aPersonTripsProbesAndResets() {
    EnhancedJobOrchestrator one = core("one", List.of(new FlakyEngine("flaky", cluster)));
    Await.until("it is known", LIMIT, () -> !one.engines().breakers().isEmpty());
    one.engines().trip(NAME, "maintenance");
    List<String> ids = one.jobs().submitAll(jobs(3, "flaky"));
    assertThat(waits(one, ids.get(0))).contains("was tripped by");
    one.engines().probe(NAME, ids.get(2), "the last one");
    Await.until("all completed", LIMIT, () -> one.jobs().counts().of(JobStatus.COMPLETED) == 3);
    assertThat(cluster.starts().get(0)).isEqualTo(ids.get(2));
    await(one, BreakerState.CLOSED);
  }

  @Test
  @Tag("slow")
  void aSparkThatCannotBeReachedOpensAndJobsRunOnThisMachine() throws Exception {
    SparkSettings nowhere =
        new SparkSettings(
            true,
            "spark://127.0.0.1:1",
            2,
            Long.MAX_VALUE,
            home.resolve("spark"),
            Map.of(),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5));
    Path input = Files.writeString(home.resolve("in.csv"), "a,b\n1,2\n");
    EnhancedJobOrchestrator one =
        core("one", List.of(new SparkEngine(nowhere), LocalForTests.create()));
    String held = one.jobs().submit(copy(input, "held.csv").withEngine("spark"));
    Await.until(
        "the breaker opens",
        Duration.ofMinutes(3),
        () ->
            one.engines().breakers().stream()
                .anyMatch(
                    row ->
                        row.name().equals("spark@spark://127.0.0.1:1")
                            && row.state() != BreakerState.CLOSED));
    Await.until(
        "it says so",
        LIMIT,
        () -> waits(one, held).startsWith("Held back: "),
        () -> waits(one, held));
    String other = one.jobs().submit(copy(input, "other.csv"));
    Await.until(
        "the other one completed", LIMIT, () -> one.jobs().counts().of(JobStatus.COMPLETED) == 1);
    JobDetail detail = one.jobs().detail(other).orElseThrow();
    assertThat(detail.row().engine()).isEqualTo("local");
    assertThat(detail.routing()).isNotNull();
    assertThat(detail.routing().fallback()).contains("spark would be the choice but is held back");
    assertThat(home.resolve("other.csv")).exists();
    one.jobs().cancel(held, true, "the test is over");
  }

  private JobSubmission copy(Path input, String output) {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    ObjectNode rows = config.putObject("inputs").putObject("rows");
    rows.put("format", "csv").put("path", input.toString());
    ArrayNode columns = rows.putArray("columns");
    columns.addObject().put("name", "a").put("type", "integer");
    columns.addObject().put("name", "b").put("type", "integer");
    config.putObject("output").put("path", home.resolve(output).toString()).put("format", "csv");
    return JobSubmission.of("copy", "etl", config).withRetryPolicy("patient");
  }

  private static List<JobSubmission> jobs(int count, @Nullable String engine) {
    List<JobSubmission> jobs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      jobs.add(
          JobSubmission.of("job " + i, FlakyEngine.TYPE, JsonNodeFactory.instance.objectNode())
              .withEngine(engine)
              .withRetryPolicy("patient"));
    }
    return jobs;
  }

  private static BreakerRow breaker(EnhancedJobOrchestrator core) {
    return core.engines().breakers().stream()
        .filter(row -> row.name().equals(NAME))
        .findFirst()
        .orElseThrow();
  }

  private static List<BreakerEvent> events(EnhancedJobOrchestrator core, BreakerState to) {
    return core.engines().breakerEvents(Instant.EPOCH, 1000).stream()
        .filter(event -> event.to() == to)
        .toList();
  }

  private static void await(EnhancedJobOrchestrator core, BreakerState state) {
    Await.until(
        "the breaker is " + state,
        LIMIT,
        () -> breaker(core).state() == state,
        () -> breaker(core).toString());
  }

  private static String waits(EnhancedJobOrchestrator core, String id) {
    String reason = core.jobs().detail(id).orElseThrow().waitReason();
    return reason == null ? "" : reason;
  }

  private EnhancedJobOrchestrator core(String id, List<ExecutionEngine> engines) {
    PostgresStores own = PostgresStores.open(database.config(), () -> false);
    stores.add(own);
    EngineRegistry registry =
        new EngineRegistry(
            engines,
            List.of(),
            engines.stream().map(engine -> EngineRegistry.resource(engine, id, RULE)).toList());
    own.retryPolicies().save(PATIENT);
    EnhancedJobOrchestrator core =
        new EnhancedJobOrchestrator(
            new OrchestratorStores(
                own.jobs(),
                own.work(),
                own.fleet(),
                own.schedules(),
                own.deadLetters(),
                own.retryPolicies(),
                own.changes(),
                own.breakers(),
                own.databaseBreaker(),
                own.statistics(),
                own.templates()),
            new OrchestratorSettings(
                registration(id, registry),
                Duration.ofMillis(500),
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                new RunLimits(1000, 1 << 20, Duration.ofSeconds(5), Duration.ofSeconds(5)),
                LostOutputs.UNTOUCHED,
                home.resolve(id),
                () -> 0.5),
            new FakeWorkbench(),
            registry,
            new SubmissionChecker(
                Map.of(), new PolicyNames(() -> List.of(PATIENT.name())), registry::capabilities),
            new WorkClock(Clock.systemUTC(), System::nanoTime),
            BreakerFleetTest::threads);
    cores.add(core);
    core.start();
    return core;
  }

  private static ThreadFactory threads(String group) {
    return task -> {
      Thread thread = new Thread(task, group);
      thread.setDaemon(true);
      return thread;
    };
  }

  private static WorkerRegistration registration(String id, EngineRegistry engines) {
    return new WorkerRegistration(
            id,
            "node-" + id,
            "worker",
            id,
            "test",
            1,
            4,
            2,
            1L << 30,
            List.of(FlakyEngine.TYPE, "etl"),
            List.of("flaky", "steady", "local", "spark"),
            List.of(),
            false,
            Duration.ofSeconds(30))
        .withResources(engines.resources());
  }
}
