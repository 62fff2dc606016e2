package io.joborchestrator.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.joborchestrator.domain.job.JobCounts;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.worker.WorkerRegistration;
import io.joborchestrator.engine.EngineCapabilities;
import io.joborchestrator.engine.EngineHealth;
import io.joborchestrator.engine.EngineResources;
import io.joborchestrator.engine.EngineRun;
import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.RunListener;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.orchestrator.EngineRegistry;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import io.joborchestrator.orchestrator.EnhancedJobOrchestrator;
import io.joborchestrator.orchestrator.OrchestratorSettings;
import io.joborchestrator.orchestrator.OrchestratorStores;
import io.joborchestrator.orchestrator.lifecycle.WorkClock;
import io.joborchestrator.orchestrator.run.LostOutputs;
import io.joborchestrator.orchestrator.run.RunLimits;
import io.joborchestrator.orchestrator.submit.PolicyNames;
import io.joborchestrator.orchestrator.submit.SubmissionChecker;
import io.joborchestrator.store.embedded.EmbeddedConfig;
import io.joborchestrator.store.embedded.EmbeddedPostgres;
import io.joborchestrator.store.postgres.PostgresStores;
import io.joborchestrator.store.postgres.SchemaMigrator;
import io.joborchestrator.testing.FakeWorkbench;
import io.joborchestrator.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * What the core itself costs: jobs that do nothing, on the embedded database with everything
 * durable. Prints the time from submit until the outcome is visible, one job at a time, and how
 * many jobs per second go through when many wait.
 */
public final class CoreOverheadBench {
  private static final String TYPE = "nothing";
  private static final int SLOTS = 500;
  private static final int WARM_UP = 200;
  private static final int SINGLE = 500;
  private static final int MANY = 20_000;

  private CoreOverheadBench() {}

  public static void main(String[] args) throws Exception {
    Path home = Files.createTempDirectory("core-overhead");
    try (EmbeddedPostgres server =
            EmbeddedPostgres.attach(
                EmbeddedConfig.at(home, TestDatabase.programs().resolve("postgres")));
        Stores stores = Stores.open(server)) {
      EnhancedJobOrchestrator core = core(stores.stores(), home);
      core.start();
      try {
        single(core.jobs(), WARM_UP);
        report(single(core.jobs(), SINGLE));
        many(core.jobs());
      } finally {
        core.stop(Duration.ofSeconds(10));
      }
    }
  }

  private record Stores(PostgresStores stores) implements AutoCloseable {
    static Stores open(EmbeddedPostgres server) {
      SchemaMigrator.migrate(server.connection());
      return new Stores(PostgresStores.open(server.connection(), () -> false));
    }

    @Override
    public void close() {
      stores.close();
    }
  }

  private static double[] single(EnhancedJobManager jobs, int count) {
    double[] millis = new double[count];
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      String id = jobs.submit(job(i));
      while (jobs.status(id).map(JobRow::status).orElseThrow() != JobStatus.COMPLETED) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(millis);
    return millis;
  }

  private static void report(double[] sorted) {
    System.out.printf(
        "submit until the outcome is visible, %d jobs one at a time: p50 %.1f ms, p95 %.1f ms,"
            + " p99 %.1f ms%n",
        sorted.length,
        sorted[sorted.length / 2],
        sorted[sorted.length * 95 / 100],
        sorted[sorted.length * 99 / 100]);
  }

  private static void many(EnhancedJobManager jobs) {
    long before = completed(jobs);
    long start = System.nanoTime();
    jobs.submitAll(java.util.stream.IntStream.range(0, MANY).mapToObj(i -> job(i)).toList());
    double submitted = (System.nanoTime() - start) / 1e9;
    while (completed(jobs) < before + MANY) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    double done = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%d jobs in bulk: submitted at %.0f per second, all completed at %.0f per second%n",
        MANY, MANY / submitted, MANY / done);
  }

  private static long completed(EnhancedJobManager jobs) {
    JobCounts counts = jobs.counts();
    return counts.of(JobStatus.COMPLETED);
  }

  private static JobSubmission job(int i) {
    return JobSubmission.of("nothing " + i, TYPE, JsonNodeFactory.instance.objectNode());
  }

  private static EnhancedJobOrchestrator core(PostgresStores stores, Path home) {
    EngineRegistry engines = new EngineRegistry(List.of(new NoEngine()), List.of());
    Function<String, ThreadFactory> threads =
        group ->
            task -> {
              Thread thread = new Thread(task, group);
              thread.setDaemon(true);
              return thread;
            };
    return new EnhancedJobOrchestrator(
        new OrchestratorStores(
            stores.jobs(),
            stores.work(),
            stores.fleet(),
            stores.schedules(),
            stores.deadLetters(),
            stores.retryPolicies(),
            stores.changes(),
            stores.breakers(),
            stores.databaseBreaker(),
            stores.statistics(),
            stores.templates()),
        new OrchestratorSettings(
            registration(),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            new RunLimits(1000, 1 << 20, Duration.ofSeconds(5), Duration.ofSeconds(5)),
            LostOutputs.UNTOUCHED,
            home.resolve("work"),
            () -> ThreadLocalRandom.current().nextDouble()),
        new FakeWorkbench(),
        engines,
        new SubmissionChecker(Map.of(), new PolicyNames(List::of), engines::capabilities),
        new WorkClock(Clock.systemUTC(), System::nanoTime),
        threads);
  }

  private static WorkerRegistration registration() {
    return new WorkerRegistration(
        "bench-" + ProcessHandle.current().pid(),
        "bench",
        "worker",
        "here",
        "bench",
        ProcessHandle.current().pid(),
        SLOTS,
        2,
        1L << 30,
        List.of(TYPE),
        List.of("none"),
        List.of(),
        false,
        Duration.ofSeconds(8));
  }

  /** Completes every run at once. */
  private static final class NoEngine implements ExecutionEngine {
    @Override
    public String name() {
      return "none";
    }

    @Override
    public EngineCapabilities capabilities() {
      return new EngineCapabilities(Set.of(TYPE), SLOTS, Long.MAX_VALUE);
    }

    @Override
    public EngineRun start(JobRun run, RunListener listener) {
      return new Finished(run.tag());
    }

    @Override
    public EngineHealth health() {
      return new EngineHealth(EngineHealth.State.READY, "Ready.");
    }

    @Override
    public EngineResources resources() {
      return new EngineResources(0, SLOTS, 0, 0, Map.of());
    }

    @Override
    public void stop(Duration deadline) {}
  }

  private record Finished(String engineRunId) implements EngineRun {
    @Override
    public CompletionStage<RunOutcome> outcome() {
      return CompletableFuture.completedFuture(
          new RunOutcome.Completed(JsonNodeFactory.instance.objectNode(), 0));
    }

    @Override
    public void cancel(String reason) {}

    @Override
    public void kill() {}
  }
}
