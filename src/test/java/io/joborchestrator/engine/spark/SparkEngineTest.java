package io.joborchestrator.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.engine.EngineHealth;
import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.engine.ExecutionEngineContract;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.PublishGate;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.testing.RecordingRunListener;
import io.joborchestrator.testing.SparkForTests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkEngineTest extends ExecutionEngineContract {
  @TempDir Path work;

  @Override
  protected ExecutionEngine engine() {
    return SparkForTests.engine();
  }

  @Override
  protected ExecutionEngine freshEngine() {
    return new SparkEngine(SparkForTests.settings());
  }

  @Test
  void isColdUntilTheFirstRun() {
    assertThat(freshEngine().health().state()).isEqualTo(EngineHealth.State.COLD);
  }

  @Test
  void isOffByConfiguration() {
    SparkSettings on = SparkForTests.settings();
    var off =
        new SparkSettings(
            false,
            on.master(),
            on.slots(),
            on.comfortableInputBytes(),
            on.workDir(),
            on.conf(),
            on.retryAfter(),
            on.killGrace());
    assertThat(new SparkEngine(off).health().state()).isEqualTo(EngineHealth.State.OFF);
  }

  @Test
  void aSessionThatDoesNotStartIsNoErrorOfTheUserAndIsTriedAgain() throws Exception {
    // A second session in this JVM would be the first one again, so this must fail before it.
    var holder =
        new SparkSessionHolder(
            SparkSettings.local("local[2]", work),
            new RunTracker(),
            System::nanoTime,
            settings -> {
              throw new IllegalStateException("There is no such master");
            });
    assertThat(holder.health().state()).isEqualTo(EngineHealth.State.COLD);
    assertThat(holder.session().handle((session, failure) -> failure).get(3, TimeUnit.MINUTES))
        .isNotNull();
    assertThat(holder.health().state()).isEqualTo(EngineHealth.State.UNAVAILABLE);
    assertThat(holder.health().message()).contains("There is no such master");
  }

  @Test
  void stoppingDoesNotWaitForEverForAStartThatHangs() throws Exception {
    var hanging = new CountDownLatch(1);
    var holder =
        new SparkSessionHolder(
            SparkForTests.settings(),
            new RunTracker(),
            System::nanoTime,
            settings -> {
              awaitQuietly(hanging);
              throw new IllegalStateException("too late");
            });
    CompletableFuture<SparkSession> session = holder.session();
    holder.stop(Duration.ofMillis(50));
    assertThat(session).isNotDone();
    assertThat(holder.health().state()).isEqualTo(EngineHealth.State.UNAVAILABLE);
    hanging.countDown();
    assertThat(session.handle((started, failure) -> failure).get(1, TimeUnit.MINUTES)).isNotNull();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anEventThatSparkDroppedDoesNotHoldTheSlotForEver() throws Exception {
    engine().start(job("etl"), new RecordingRunListener()).outcome().toCompletableFuture().get();
    var tracked = new TrackedRun("ejo-77-3", new RecordingRunListener(), System::nanoTime);
    var holder =
        new SparkSessionHolder(
            SparkForTests.settings(),
            new RunTracker(),
            System::nanoTime,
            settings -> SparkSession.builder().getOrCreate());
    var timer = Executors.newSingleThreadScheduledExecutor();
    var services =
        new SparkRunServices(holder, timer, Duration.ofSeconds(30), Duration.ofMillis(100));
    var begun = new CountDownLatch(1);
    var run = new SparkRun(job("etl"), new EndlessRunner(begun), tracked, 0, services);
    tracked.jobStarted(4711);
    tracked.taskStarted(4711);
    var thread = new Thread(() -> run.run(() -> {}));
    thread.start();
    assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
    run.cancel("enough");
    RunOutcome end = run.outcome().toCompletableFuture().get(1, TimeUnit.MINUTES);
    assertThat(((RunOutcome.Cancelled) end).confirmed()).isTrue();
    assertThat(tracked.isQuiet()).as("its end was never heard of").isFalse();
    assertThat(run.released().toCompletableFuture()).isDone();
    timer.shutdownNow();
  }

  /** Runs until it is cancelled. */
  private record EndlessRunner(CountDownLatch begun) implements SparkRunner {
    @Override
    public Set<String> jobTypes() {
      return Set.of("etl");
    }

    @Override
    public RunOutcome.Completed run(SparkRunContext context) throws Exception {
      begun.countDown();
      context.session().range(1_000_000_000L).selectExpr("sum(id * id % 7)").collectAsList();
      while (true) {
        context.checkCancelled();
        context.session().range(1_000_000_000L).selectExpr("sum(id * id % 7)").collectAsList();
      }
    }
  }

  @Test
  void engineRunIdNamesTheApplicationAndTheAttempt() throws Exception {
    var run = engine().start(job("data_processing"), new RecordingRunListener());
    run.outcome().toCompletableFuture().get(3, TimeUnit.MINUTES);
    assertThat(run.engineRunId()).matches("local-\\d+/ejo-77-3");
  }

  @Test
  void resourcesNameTheMasterAndTheCores() throws Exception {
    var run = engine().start(job("etl"), new RecordingRunListener());
    RunOutcome end = run.outcome().toCompletableFuture().get(3, TimeUnit.MINUTES);
    assertThat(((RunOutcome.Failed) end).error().code())
        .isEqualTo(ErrorCode.INVALID_SPECIFICATION.wire());
    assertThat(engine().resources().facts())
        .containsEntry("master", "local[2]")
        .containsEntry("cores", "2")
        .containsEntry("version", "4.1.0");
  }

  private JobRun job(String type) {
    return new JobRun(
        77,
        "j",
        3,
        "n",
        type,
        JsonNodeFactory.instance.objectNode(),
        Duration.ofMinutes(1),
        work,
        PublishGate.OPEN);
  }
}
