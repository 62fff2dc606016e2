package io.joborchestrator.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.engine.EngineHealth;
import io.joborchestrator.engine.EngineRun;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.PublishGate;
import io.joborchestrator.engine.RunListener;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.engine.RunProgress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalEngineTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final RunListener SILENT =
      new RunListener() {
        @Override
        public void progress(RunProgress progress) {}

        @Override
        public void log(String level, String line) {}
      };

  @TempDir Path folder;

  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private LocalEngine engine = engine((run, listener, cancellation) -> done());

  private interface Body {
    RunOutcome run(JobRun run, RunListener listener, LocalRunner.Cancellation cancellation)
        throws Exception;
  }

  @AfterEach
  void stop() {
    release.countDown();
    engine.stop(Duration.ofSeconds(5));
  }

  @Test
  void givesTheOutcomeOfItsRunner() throws Exception {
    assertThat(outcome(start("etl"))).isInstanceOf(RunOutcome.Completed.class);
  }

  @Test
  void refusesAKindWithoutARunner() {
    assertThatThrownBy(() -> start("airflow_dag"))
        .isInstanceOfSatisfying(
            OrchestratorException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.ENGINE_NOT_CAPABLE));
  }

  @Test
  void turnsAnExceptionOfTheProgramIntoItsCode() throws Exception {
    engine =
        engine(
            (run, listener, cancellation) -> {
              throw new OrchestratorException(ErrorCode.DISK_FULL, "The disk is full.");
            });

    RunOutcome.Failed failed = (RunOutcome.Failed) outcome(start("etl"));

    assertThat(failed.error().code()).isEqualTo("DISK_FULL");
    assertThat(failed.error().message()).isEqualTo("The disk is full.");
  }

  @Test
  void turnsAnUnexpectedExceptionIntoASystemErrorWithItsStack() throws Exception {
    engine =
        engine(
            (run, listener, cancellation) -> {
              throw new IllegalStateException("boom");
            });

    RunOutcome.Failed failed = (RunOutcome.Failed) outcome(start("etl"));

    assertThat(failed.error().code()).isEqualTo("INTERNAL");
    assertThat(failed.error().detail()).contains("LocalEngineTest");
  }

  @Test
  void cancelsARunThatStillWaitsForASlot() throws Exception {
    engine = engine((run, listener, cancellation) -> blockUntilReleased());
    EngineRun first = start("etl");
    EngineRun waiting = start("etl");
    assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();

    waiting.cancel("No longer needed.");

    assertThat(outcome(waiting)).isEqualTo(new RunOutcome.Cancelled(true, "No longer needed."));
    assertThat(engine.resources().running()).isEqualTo(1);
    release.countDown();
    assertThat(outcome(first)).isInstanceOf(RunOutcome.Completed.class);
  }

  @Test
  void forcesARunThatIgnoresItsCancel() throws Exception {
    CountDownLatch forced = new CountDownLatch(1);
    engine =
        engine(
            (run, listener, cancellation) -> {
              cancellation.onForce(forced::countDown);
              entered.countDown();
              assertThat(forced.await(5, TimeUnit.SECONDS)).isTrue();
              return new RunOutcome.Cancelled(true, cancellation.reason());
            });
    EngineRun run = start("etl");
    assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();

    run.cancel("Asked.");

    assertThat(outcome(run)).isEqualTo(new RunOutcome.Cancelled(true, "Asked."));
  }

  @Test
  void reportsARunThatIgnoresForceAsNotConfirmedAndKeepsItsSlot() throws Exception {
    engine = engine((run, listener, cancellation) -> blockWhateverHappens());
    EngineRun run = start("etl");
    assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();

    run.kill();

    RunOutcome.Cancelled cancelled = (RunOutcome.Cancelled) outcome(run);
    assertThat(cancelled.confirmed()).isFalse();
    assertThat(engine.resources().running()).isEqualTo(1);
    assertThat(engine.health().state()).isEqualTo(EngineHealth.State.UNAVAILABLE);
  }

  @Test
  void endsItsRunsWhenItIsStopped() throws Exception {
    engine = engine((run, listener, cancellation) -> blockUntilReleased());
    EngineRun run = start("etl");
    assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();

    engine.stop(Duration.ofSeconds(5));

    assertThat(outcome(run)).isInstanceOf(RunOutcome.Cancelled.class);
    assertThatThrownBy(() -> start("etl")).hasMessageContaining("being stopped");
  }

  @Test
  void refusesTwoRunnersForOneKind() {
    LocalRunner runner = runner((run, listener, cancellation) -> done());

    assertThatThrownBy(
            () -> new LocalEngine(List.of(runner, runner), LocalEngineSettings.defaults()))
        .hasMessageContaining("etl");
  }

  private RunOutcome blockUntilReleased() throws InterruptedException {
    entered.countDown();
    assertThat(release.await(20, TimeUnit.SECONDS)).isTrue();
    return done();
  }

  private RunOutcome blockWhateverHappens() {
    entered.countDown();
    boolean released = false;
    while (!released) {
      try {
        released = release.await(20, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        released = false;
      }
    }
    return done();
  }

  private EngineRun start(String type) {
    return engine.start(
        new JobRun(
            1,
            "job-1",
            1,
            "name",
            type,
            JsonNodeFactory.instance.objectNode(),
            null,
            folder,
            PublishGate.OPEN),
        SILENT);
  }

  private static RunOutcome outcome(EngineRun run) throws Exception {
    return run.outcome().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static RunOutcome done() {
    return new RunOutcome.Completed(JsonNodeFactory.instance.objectNode(), 0);
  }

  private static LocalEngine engine(Body body) {
    return new LocalEngine(
        List.of(runner(body)), new LocalEngineSettings(1, SHORT, SHORT, 1 << 20));
  }

  private static LocalRunner runner(Body body) {
    return new LocalRunner() {
      @Override
      public Set<String> jobTypes() {
        return Set.of("etl");
      }

      @Override
      public RunOutcome run(JobRun run, RunListener listener, Cancellation cancellation)
          throws Exception {
        return body.run(run, listener, cancellation);
      }
    };
  }
}
