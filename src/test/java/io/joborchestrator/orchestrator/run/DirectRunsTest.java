package io.joborchestrator.orchestrator.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.orchestrator.lifecycle.WorkClock;
import io.joborchestrator.store.WorkStore.WorkerSession;
import io.joborchestrator.testing.ManualEngine;
import io.joborchestrator.testing.ManualWorker;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DirectRunsTest {
  private static final JobSubmission JOB =
      JobSubmission.of("now", ManualEngine.TYPE, JsonNodeFactory.instance.objectNode());

  private final ManualWorker worker = ManualWorker.withSlots(1);
  private final DirectRuns direct = new DirectRuns(worker.execution);

  @Test
  void runsAtOnceWhileOthersWaitAndSaysWhenNoSlotIsFree() {
    worker.heartbeat.runOnce();
    worker.store.queue(null, null);
    DirectRuns.Answer first = direct.submit(JOB, "local", false);
    assertThat(first.reason()).isNull();
    assertThat(worker.held()).isEqualTo(1);
    assertThat(worker.engine.runs()).hasSize(1);

    DirectRuns.Answer second = direct.submit(JOB, "local", false);
    assertThat(second.direct()).isNull();
    assertThat(second.reason()).isEqualTo("No slot of local is free in this process.");
    assertThat(worker.store.calls).containsOnlyOnce("submitAndClaim");
    assertThat(direct.submit(JOB, "spark", false).reason()).contains("No engine of this process");
  }

  @Test
  void givesTheRoomBackThatItKeptForAJobThatWasNotStored() {
    worker.heartbeat.runOnce();
    worker.store.cutOff(true);
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> direct.submit(JOB, "local", false)))
        .isNotNull();
    worker.store.cutOff(false);
    assertThat(direct.submit(JOB, "local", false).reason()).isNull();
  }

  @Test
  void aProcessForDirectRunsLeavesTheQueueToOthersUntilItIsToldToJoin() {
    WorkClock clock = new WorkClock(Clock.systemUTC(), () -> 0);
    WorkerMembership membership = new WorkerMembership(clock, true);
    membership.registered(
        new WorkerSession(1, 1, clock.now(), Duration.ofSeconds(8)), clock.nanos());
    assertThat(membership.mayWork()).isTrue();
    assertThat(membership.mayClaim()).isFalse();
    membership.joinQueue();
    assertThat(membership.mayClaim()).isTrue();
  }

  @Test
  void waitsForNobodyWhoIsNoWorkerAnyMore() {
    worker.heartbeat.runOnce();
    worker.execution.parts().membership().leave();
    assertThat(direct.submit(JOB, "local", false).reason())
        .isEqualTo("This process takes no jobs just now.");
  }
}
