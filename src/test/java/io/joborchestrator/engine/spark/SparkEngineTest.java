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
import java.util.concurrent.TimeUnit;
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
  void masterThatDoesNotExistIsNoErrorOfTheUserAndIsTriedAgain() throws Exception {
    // A second session in this JVM would be the first one again, so this must fail before it.
    var holder =
        new SparkSessionHolder(
            SparkSettings.local("nonsense[2]", work),
            new RunTracker(),
            System::nanoTime,
            settings -> {
              throw new IllegalStateException("Could not parse Master URL: 'nonsense[2]'");
            });
    assertThat(holder.health().state()).isEqualTo(EngineHealth.State.COLD);
    assertThat(holder.session().handle((session, failure) -> failure).get(3, TimeUnit.MINUTES))
        .isNotNull();
    assertThat(holder.health().state()).isEqualTo(EngineHealth.State.UNAVAILABLE);
    assertThat(holder.health().message()).contains("Could not parse Master URL");
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
