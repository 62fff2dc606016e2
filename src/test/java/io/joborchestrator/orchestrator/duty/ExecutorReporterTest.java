package io.joborchestrator.orchestrator.duty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.RunEvent;
import io.joborchestrator.domain.worker.EngineExecutor;
import io.joborchestrator.orchestrator.run.LostOutputs;
import io.joborchestrator.testing.ManualWorker;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a worker tells of its engines' executors, and of what happens to its runs. */
class ExecutorReporterTest {
  private final ManualWorker worker = new ManualWorker(2, LostOutputs.UNTOUCHED, 1_000);

  private static EngineExecutor executor(int active) {
    return new EngineExecutor(
        "app", "1", "4.1.0", "node", 2, 100, 0, active, 0, 0, Instant.EPOCH, null);
  }

  @Test
  void writesOnlyWhatChanged() {
    worker.heartbeat.runOnce();
    worker.executors.runOnce();
    assertThat(worker.store.calls).as("there is none").doesNotContain("executors");
    worker.engine.executors(List.of(executor(1)));
    worker.executors.runOnce();
    worker.executors.runOnce();
    assertThat(worker.store.calls).containsOnlyOnce("executors");
    assertThat(worker.store.executors()).containsExactly(executor(1));
    worker.engine.executors(List.of());
    worker.executors.runOnce();
    assertThat(worker.store.executors()).as("the session ended").isEmpty();
  }

  @Test
  void tellsThemAgainAfterTheWorkerWasDeclaredDead() {
    worker.heartbeat.runOnce();
    worker.engine.executors(List.of(executor(1)));
    worker.executors.runOnce();
    worker.store.declareDead();
    worker.heartbeat.runOnce();
    worker.executors.runOnce();
    assertThat(worker.store.calls).filteredOn("executors"::equals).hasSize(2);
  }

  @Test
  void eventsOfARunAreStoredBeforeItsOutcomeAndOnce() {
    worker.store.queue(null, null);
    worker.joinAndClaim();
    RunEvent lost = new RunEvent("executor_lost", "Executor 1 lost");
    worker.engine.run(0).listener().event(lost);
    worker.store.cutOff(true);
    assertThatThrownBy(worker.logs::runOnce).isInstanceOf(OrchestratorException.class);
    worker.store.cutOff(false);
    worker.engine.run(0).complete();
    worker.reporter.runOnce();
    worker.logs.runOnce();
    assertThat(worker.store.events()).containsExactly(lost);
    assertThat(worker.store.calls.indexOf("complete"))
        .isGreaterThan(worker.store.calls.indexOf("events"));
    assertThat(worker.store.log)
        .anySatisfy(line -> assertThat(line.text()).isEqualTo("Executor 1 lost"));
  }
}
