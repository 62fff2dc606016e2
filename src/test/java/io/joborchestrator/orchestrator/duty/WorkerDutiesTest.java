package io.joborchestrator.orchestrator.duty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.LogLine;
import io.joborchestrator.domain.worker.Absence;
import io.joborchestrator.engine.EngineHealth;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.engine.RunProgress;
import io.joborchestrator.orchestrator.run.LostOutputs;
import io.joborchestrator.store.WorkStore.ClaimedJob;
import io.joborchestrator.testing.ManualEngine;
import io.joborchestrator.testing.ManualWorker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A worker's duties, called one by one on a clock that the test moves. */
class WorkerDutiesTest {
  private final ManualWorker worker = ManualWorker.withSlots(2);

  @Test
  void claimsNoMoreThanThereAreSlots() {
    worker.store.queue(null, null);
    worker.store.queue(null, null);
    worker.store.queue(null, null);
    worker.joinAndClaim();
    assertThat(worker.engine.runs()).hasSize(2);
    worker.claimer.runOnce();
    assertThat(worker.engine.runs()).hasSize(2);

    worker.engine.run(0).complete();
    worker.claimer.runOnce();
    assertThat(worker.engine.runs()).hasSize(3);
  }

  @Test
  void claimsNothingForAnEngineThatTakesNoWork() {
    worker.store.queue(null, null);
    worker.engine.health(EngineHealth.State.UNAVAILABLE, "It is broken.");
    worker.joinAndClaim();
    assertThat(worker.store.calls).containsExactly("register");
  }

  @Test
  void storesTheStartBeforeTheEngineDoesAnything() {
    worker.store.queue(null, null);
    worker.joinAndClaim();
    assertThat(worker.store.calls).containsExactly("register", "claim", "started");
    assertThat(worker.engine.run(0).job().tag()).isEqualTo("ejo-1-1");
  }

  @Test
  void doesNotStartAJobThatWasGivenToAnotherWorkerMeanwhile() {
    worker.heartbeat.runOnce();
    ClaimedJob job = worker.store.queue(null, null);
    worker.execution.dispatcher().accept(session(), java.util.List.of(job));
    assertThat(worker.engine.runs()).isEmpty();
    assertThat(worker.held()).isZero();
  }

  @Test
  void aSuspectOfCrashesStartsWhenTheDatabaseLetsItAndCanBeStoppedMeanwhile() {
    worker.store.queue(null, null);
    worker.store.queue(null, null);
    worker.store.waiting.add(ManualWorker.claim(1));
    worker.store.waiting.add(ManualWorker.claim(2));
    worker.joinAndClaim();
    assertThat(worker.engine.runs()).isEmpty();
    worker.store.command(ManualWorker.claim(2), "cancel", "no");
    worker.heartbeat.runOnce();
    worker.store.waiting.clear();
    worker.claimer.runOnce();
    assertThat(worker.engine.runs()).hasSize(1);
    worker.reporter.runOnce();
    assertThat(worker.store.cancelled).hasSize(1);
    worker.engine.run(0).complete();
    worker.reporter.runOnce();
    assertThat(worker.store.completed).hasSize(1);
    assertThat(worker.held()).isZero();
    assertThat(worker.execution.parts().slots().facts().get(0).freeSlots()).isEqualTo(2);
  }

  @Test
  void storesOutcomesTogether() {
    worker.store.queue(null, null);
    worker.store.queue(null, null);
    worker.joinAndClaim();
    worker.engine.run(0).complete();
    worker.engine.run(1).complete();
    worker.reporter.runOnce();
    assertThat(worker.store.completed).hasSize(2);
    assertThat(worker.store.calls).containsOnlyOnce("complete");
    assertThat(worker.held()).isZero();
  }

  @Test
  void keepsOutcomesWhileTheDatabaseIsGone() {
    worker.store.queue(null, null);
    worker.joinAndClaim();
    worker.engine.run(0).complete();
    worker.store.cutOff(true);
    assertThatThrownBy(worker.reporter::runOnce).isInstanceOf(OrchestratorException.class);
    assertThat(worker.held()).isEqualTo(1);
    worker.store.cutOff(false);
    worker.reporter.runOnce();
    assertThat(worker.store.completed).hasSize(1);
  }

  @Test
  void anOutcomeThatCannotBeStoredBecomesAFailureAndHoldsUpNobody() {
    worker.store.queue(null, null);
    worker.store.queue(null, null);
    worker.joinAndClaim();
    worker.store.refuseResultsWith = "the result is no JSON";
    worker.engine.run(0).complete();
    worker.engine.run(1).fail(ErrorCode.VALUE_ERROR, "bad");
    worker.reporter.runOnce();
    worker.reporter.runOnce();
    assertThat(worker.store.failed).hasSize(2);
    assertThat(worker.store.failed.get(1).error().message()).contains("the result is no JSON");
    assertThat(worker.held()).isZero();
  }

  @Test
  void aDefectWhileStoringAnOutcomeLosesNoJob() {
    worker.store.queue(null, null);
    worker.joinAndClaim();
    worker.store.completeFailsWith = new ArithmeticException("long overflow");
    worker.engine.run(0).complete();
    worker.reporter.runOnce();
    worker.reporter.runOnce();
    assertThat(worker.store.failed.get(0).error().message()).contains("long overflow");
    assertThat(worker.held()).isZero();
  }

  @Test
  void aJobThatCanBeNeitherReportedNorGivenBackIsNotForgotten() {
    worker.store.queue(null, null);
    worker.joinAndClaim();
    worker.store.releaseFailsWith = new OrchestratorException(ErrorCode.INTERNAL, "no");
    worker.execution.supervisor().stopAllForEnd();
    worker.engine.run(0).endCancelled();
    worker.reporter.runOnce();
    assertThat(worker.held()).as("its lease lives, so it is held").isEqualTo(1);
    assertThat(worker.reporter.runOnce()).as("not tried at once").isFalse();

    worker.store.releaseFailsWith = null;
    worker.clock.advance(Duration.ofSeconds(5));
    worker.reporter.runOnce();
    assertThat(worker.store.released).containsExactly(ManualWorker.claim(1));
    assertThat(worker.held()).isZero();
  }

  @Test
  void aClaimThatIsAnsweredAfterTheStopIsGivenBackUnstarted() {
    worker.heartbeat.runOnce();
    worker.store.queue(null, null);
    worker.execution.supervisor().beginEnding();
    worker.execution.dispatcher().close();
    worker.claimer.runOnce();
    assertThat(worker.engine.runs()).isEmpty();
    worker.reporter.runOnce();
    assertThat(worker.store.released).containsExactly(ManualWorker.claim(1));
    assertThat(worker.held()).isZero();
    assertThat(worker.execution.parts().slots().facts().get(0).freeSlots()).isEqualTo(2);
  }

  @Test
  void whatAnEndingEngineBreaksIsGivenBackAndHasNotFailed() {
    worker.store.queue(null, null);
    worker.store.queue(null, null);
    worker.joinAndClaim();
    worker.execution.supervisor().beginEnding();
    worker.engine.run(0).fail(ErrorCode.INTERNAL, "the session was closed");
    worker.engine.run(1).fail(ErrorCode.UNKNOWN_COLUMN, "no such column");
    worker.reporter.runOnce();
    assertThat(worker.store.released).containsExactly(ManualWorker.claim(1));
    assertThat(worker.store.failed).hasSize(1);
  }

  @Test
  void jobsThatAreGivenBackTogetherShareOneCall() {
    worker.store.queue(null, null);
    worker.store.queue(null, null);
    worker.joinAndClaim();
    worker.execution.supervisor().stopAllForEnd();
    worker.engine.runs().forEach(ManualEngine.ManualRun::endCancelled);
    worker.reporter.runOnce();
    assertThat(worker.store.released).hasSize(2);
    assertThat(worker.store.calls).containsOnlyOnce("release");
  }

  @Test
  void aManifestThatCanNeverBeStoredFailsTheJobInsteadOfRunningItForEver() {
    worker.store.queue(null, null);
    worker.joinAndClaim();
    worker.store.publishFailsWith =
        new OrchestratorException(ErrorCode.INVALID_SPECIFICATION, "too long");
    assertThatThrownBy(
            () -> worker.engine.run(0).job().gate().tryEnter(JsonNodeFactory.instance.objectNode()))
        .isSameAs(worker.store.publishFailsWith);
    worker.engine.run(0).fail(ErrorCode.INVALID_SPECIFICATION, "too long");
    worker.reporter.runOnce();
    assertThat(worker.store.failed).hasSize(1);
    assertThat(worker.store.released).isEmpty();
  }

  @Test
  void storesAManifestWithoutTheCharacterThatPostgresCannotStore() {
    worker.store.queue(null, null);
    worker.joinAndClaim();
    worker
        .engine
        .run(0)
        .job()
        .gate()
        .tryEnter(JsonNodeFactory.instance.objectNode().put("first", "a\0b"));
    assertThat(worker.store.manifests.get(0).path("first").asText()).isEqualTo("a\uFFFDb");
  }

  @Test
  void doesNotStartWhatWasAskedToEndWhileTheDatabaseWasSlow() {
    worker.store.queue(null, null);
    worker.heartbeat.runOnce();
    worker.store.beforeStarted =
        () ->
            worker
                .execution
                .supervisor()
                .stopAll(
                    io.joborchestrator.orchestrator.run.StopReason.SHUTDOWN, "The worker stops.");
    worker.claimer.runOnce();
    assertThat(worker.engine.runs()).isEmpty();
    worker.reporter.runOnce();
    assertThat(worker.store.released).containsExactly(ManualWorker.claim(1));
    assertThat(worker.held()).isZero();
  }

  @Test
  void stopsItsRunsBeforeTheLeaseEndsWhenItIsCutOff() {
    worker.store.queue(null, null);
    worker.joinAndClaim();
    worker.store.cutOff(true);
    worker.pass(Duration.ofMillis(4800));
    assertThat(worker.engine.run(0).isCancelled()).isFalse();
    worker.pass(Duration.ofMillis(400));
    assertThat(worker.engine.run(0).isCancelled()).isTrue();
    assertThat(worker.engine.run(0).isKilled()).isFalse();
    worker.pass(Duration.ofMillis(2000));
    assertThat(worker.engine.run(0).isKilled()).isTrue();
    assertThat(worker.clock.workClock().since(1_000_000_000L)).isLessThan(ManualWorker.LEASE);
  }

  @Test
  void givesBackWhatItStoppedWhenTheDatabaseIsBackInTime() {
    worker.store.queue(null, null);
    worker.joinAndClaim();
    worker.store.cutOff(true);
    worker.pass(Duration.ofMillis(5200));
    worker.engine.run(0).endCancelled();
    worker.store.cutOff(false);
    worker.heartbeat.runOnce();
    worker.reporter.runOnce();
    assertThat(worker.store.released).containsExactly(ManualWorker.claim(1));
    assertThat(worker.store.cancelled).isEmpty();
  }

  @Test
  void claimsNothingWhileTheLeaseIsInDoubt() {
    worker.heartbeat.runOnce();
    worker.pass(Duration.ofMillis(4200));
    worker.store.queue(null, null);
    worker.claimer.runOnce();
    assertThat(worker.engine.runs()).isEmpty();
  }

  @Test
  void dropsEverythingAndRegistersAgainWhenItWasDeclaredDead() {
    worker.store.queue(null, null);
    worker.joinAndClaim();
    worker.store.declareDead();
    worker.heartbeat.runOnce();
    assertThat(worker.engine.run(0).isCancelled()).isTrue();
    assertThat(session().epoch()).isEqualTo(2);
    worker.engine.run(0).complete();
    worker.reporter.runOnce();
    assertThat(worker.store.completed).isEmpty();
    assertThat(worker.held()).isZero();
  }

  @Test
  void aWorkerThatSignedOffDoesNotRegisterAgain() {
    worker.joinAndClaim();
    assertThat(worker.execution.parts().membership().leave()).isPresent();
    worker.store.declareDead();
    worker.heartbeat.runOnce();
    assertThat(worker.execution.parts().membership().session()).isEmpty();
    assertThat(worker.store.calls).containsOnlyOnce("register");
  }

  @Test
  void sleepStopsNothingUntilTheDatabaseHasSpoken() {
    worker.store.queue(null, null);
    worker.joinAndClaim();
    worker.pass(Duration.ofMillis(400));
    worker.clock.advance(Duration.ofHours(1));
    worker.guard.runOnce();
    assertThat(worker.engine.run(0).isCancelled()).isFalse();
    assertThat(worker.asked).hasValue(1);
    worker.store.queue(null, null);
    worker.claimer.runOnce();
    assertThat(worker.engine.runs()).hasSize(1);

    worker.heartbeat.runOnce();
    worker.claimer.runOnce();
    assertThat(worker.engine.runs()).hasSize(2);
    worker.pass(Duration.ofMillis(400));
    assertThat(worker.engine.run(0).isCancelled()).isFalse();
  }

  @Test
  void afterSleepItIsKnownWhichJobsWentOnAndWhichWereLost() {
    worker.store.queue(null, null);
    worker.joinAndClaim();
    worker.pass(Duration.ofMillis(400));
    worker.clock.advance(Duration.ofMinutes(2));
    worker.guard.runOnce();
    assertThat(worker.execution.absences().last()).as("not before the database spoke").isEmpty();
    worker.heartbeat.runOnce();
    Absence first = worker.execution.absences().last().orElseThrow();
    assertThat(first.slept()).isTrue();
    assertThat(first.length()).isEqualTo(Duration.ofMinutes(2));
    assertThat(first.kept()).containsExactly("job-1");
    assertThat(first.lost()).isEmpty();

    worker.pass(Duration.ofMillis(400));
    worker.clock.advance(Duration.ofMinutes(12));
    worker.guard.runOnce();
    worker.store.declareDead();
    worker.heartbeat.runOnce();
    Absence second = worker.execution.absences().last().orElseThrow();
    assertThat(second.length()).isEqualTo(Duration.ofMinutes(12));
    assertThat(second.kept()).isEmpty();
    assertThat(second.lost()).containsExactly("job-1");
  }

  @Test
  void aClockThatWasSetIsNotTakenForSleep() {
    worker.store.queue(null, null);
    worker.joinAndClaim();
    worker.pass(Duration.ofMillis(400));
    worker.clock.jump(Duration.ofHours(1));
    worker.store.behind = Duration.ofHours(1);
    worker.guard.runOnce();
    worker.heartbeat.runOnce();
    assertThat(worker.execution.absences().last()).isEmpty();
  }

  @Test
  void afterACutItIsKnownOnceWhatWasGivenBack() {
    worker.store.queue(null, null);
    worker.joinAndClaim();
    worker.store.cutOff(true);
    worker.pass(Duration.ofMillis(5200));
    worker.store.cutOff(false);
    worker.heartbeat.runOnce();
    Absence absence = worker.execution.absences().last().orElseThrow();
    assertThat(absence.slept()).isFalse();
    assertThat(absence.length()).isEqualTo(Duration.ofMillis(5200));
    assertThat(absence.lost()).containsExactly("job-1");
    worker.heartbeat.runOnce();
    assertThat(worker.execution.absences().last()).contains(absence);
  }

  @Test
  void sleepEndsTheRunsIfTheDatabaseKeepsSilent() {
    worker.store.queue(null, null);
    worker.joinAndClaim();
    worker.pass(Duration.ofMillis(400));
    worker.clock.advance(Duration.ofHours(1));
    worker.pass(Duration.ofMillis(3400));
    assertThat(worker.engine.run(0).isCancelled()).isTrue();
    assertThat(worker.engine.run(0).isKilled()).isTrue();
  }

  @Test
  void aClockSetForwardIsNoReasonToStop() {
    worker.store.queue(null, null);
    worker.joinAndClaim();
    worker.pass(Duration.ofMillis(400));
    worker.clock.jump(Duration.ofHours(1));
    worker.guard.runOnce();
    worker.heartbeat.runOnce();
    worker.pass(Duration.ofMillis(3000));
    assertThat(worker.engine.run(0).isCancelled()).isFalse();
  }

  @Test
  void cancelIsAskedThenForcedThenHonestlyNotConfirmed() {
    worker.store.queue(null, null);
    worker.joinAndClaim();
    worker.store.command(ManualWorker.claim(1), "cancel", "Ada has no time");
    worker.heartbeat.runOnce();
    assertThat(worker.engine.run(0).cancelReason()).isEqualTo("Ada has no time");
    beat(ManualWorker.GRACE);
    assertThat(worker.engine.run(0).isKilled()).isTrue();
    beat(ManualWorker.KILL_WAIT);
    worker.reporter.runOnce();
    assertThat(worker.store.cancelled).hasSize(1);
    assertThat(worker.store.cancelled.get(0).confirmed()).isFalse();
    assertThat(worker.execution.parts().slots().facts().get(0).freeSlots())
        .as("a run that may still live keeps its slot")
        .isEqualTo(1);

    worker.engine.run(0).endCancelled();
    assertThat(worker.execution.parts().slots().facts().get(0).freeSlots()).isEqualTo(2);
    worker.reporter.runOnce();
    assertThat(worker.store.cancelled).hasSize(1);
  }

  @Test
  void aRunWhoseEndIsNotConfirmedKeepsItsSlotUntilTheEngineIsFreeOfIt() {
    worker.store.queue(null, null);
    worker.joinAndClaim();
    worker.store.command(ManualWorker.claim(1), "cancel", "enough");
    worker.heartbeat.runOnce();
    worker.engine.run(0).endUnconfirmed();
    worker.reporter.runOnce();
    assertThat(worker.store.cancelled.get(0).confirmed()).isFalse();
    assertThat(worker.held()).isZero();
    for (int i = 0; i < 3; i++) {
      worker.store.queue(null, null);
    }
    worker.claimer.runOnce();
    assertThat(worker.engine.runs()).as("only one of the two slots is free").hasSize(2);

    worker.engine.run(0).release();
    worker.claimer.runOnce();
    assertThat(worker.engine.runs()).hasSize(3);
  }

  @Test
  void confirmedCancelIsReportedAsSuch() {
    worker.store.queue(null, null);
    worker.joinAndClaim();
    worker.store.command(ManualWorker.claim(1), "cancel", "enough");
    worker.heartbeat.runOnce();
    worker.engine.run(0).endCancelled();
    worker.reporter.runOnce();
    assertThat(worker.store.cancelled.get(0).confirmed()).isTrue();
    assertThat(worker.store.log).anySatisfy(line -> assertThat(line.text()).contains("enough"));
  }

  @Test
  void killEndsByForceAtOnce() {
    worker.store.queue(null, null);
    worker.joinAndClaim();
    worker.store.command(ManualWorker.claim(1), "kill", "now");
    worker.heartbeat.runOnce();
    assertThat(worker.engine.run(0).isKilled()).isTrue();
  }

  @Test
  void aRunThatFinishedWhileItWasBeingCancelledIsCompleted() {
    worker.store.queue(null, null);
    worker.joinAndClaim();
    worker.store.command(ManualWorker.claim(1), "cancel", "too late");
    worker.heartbeat.runOnce();
    worker.engine.run(0).complete();
    worker.reporter.runOnce();
    assertThat(worker.store.completed).hasSize(1);
    assertThat(worker.store.cancelled).isEmpty();
  }

  @Test
  void aJobCancelledWhileItWaitsForASlotNeverStarts() {
    ManualWorker small = ManualWorker.withSlots(1);
    small.store.queue(null, null);
    small.joinAndClaim();
    ClaimedJob second = small.store.queue(null, null);
    small
        .execution
        .dispatcher()
        .accept(
            small.execution.parts().membership().session().orElseThrow(),
            small.store.claim(
                small.execution.parts().membership().session().orElseThrow(),
                new io.joborchestrator.store.WorkStore.ClaimRequest(
                    1, java.util.List.of(ManualEngine.TYPE), java.util.List.of("local"))));
    small.store.command(ManualWorker.claim(second.no()), "cancel", "not needed");
    small.heartbeat.runOnce();
    small.engine.run(0).complete();
    small.reporter.runOnce();
    assertThat(small.engine.runs()).hasSize(1);
    assertThat(small.store.cancelled).hasSize(1);
    assertThat(small.store.cancelled.get(0).confirmed()).isTrue();
    assertThat(small.execution.parts().slots().facts().get(0).freeSlots()).isEqualTo(1);
  }

  @Test
  void theTimeLimitEndsARunAndSaysSo() {
    worker.store.queue(Duration.ofSeconds(3), "default");
    worker.joinAndClaim();
    beat(Duration.ofMillis(2800));
    assertThat(worker.engine.run(0).isCancelled()).isFalse();
    beat(Duration.ofMillis(400));
    assertThat(worker.engine.run(0).cancelReason()).contains("limit of 3.0 s");
    worker.engine.run(0).endCancelled();
    worker.reporter.runOnce();
    assertThat(worker.store.failed).hasSize(1);
    assertThat(worker.store.failed.get(0).timedOut()).isTrue();
    assertThat(worker.store.failed.get(0).error().code()).isEqualTo("TIME_LIMIT");
    assertThat(worker.store.failed.get(0).byPolicy()).isTrue();
  }

  @Test
  void aRunThatMayStillLiveIsNotRetried() {
    worker.store.queue(Duration.ofSeconds(1), "default");
    worker.joinAndClaim();
    beat(Duration.ofMillis(1200));
    beat(ManualWorker.GRACE);
    beat(ManualWorker.KILL_WAIT);
    worker.reporter.runOnce();
    assertThat(worker.store.failed).hasSize(1);
    assertThat(worker.store.failed.get(0).byPolicy()).isFalse();
    assertThat(worker.store.failed.get(0).retryAfter()).isNull();
  }

  @Test
  void failuresAreLeftToTheirRetryPolicy() {
    worker.store.queue(null, null);
    worker.store.queue(null, null);
    worker.joinAndClaim();
    worker.engine.run(0).fail(ErrorCode.ENGINE_FAILED, "lost");
    worker.engine.run(1).fail(ErrorCode.UNKNOWN_COLUMN, "no such column");
    worker.reporter.runOnce();
    assertThat(worker.store.failed).hasSize(2).allMatch(failure -> failure.byPolicy());
  }

  @Test
  void theGateIsClosedForAJobThatBelongsToAnother() {
    worker.store.queue(null, null);
    worker.joinAndClaim();
    worker.store.declareDead();
    boolean open =
        worker.engine.run(0).job().gate().tryEnter(JsonNodeFactory.instance.objectNode());
    assertThat(open).isFalse();
    worker.engine.run(0).fail(ErrorCode.FENCED, "The gate is closed.");
    worker.reporter.runOnce();
    assertThat(worker.store.failed).isEmpty();
    assertThat(worker.held()).isZero();
  }

  @Test
  void theGateIsClosedWhileTheDatabaseIsGoneAndTheJobGoesBack() {
    worker.store.queue(null, null);
    worker.joinAndClaim();
    worker.store.cutOff(true);
    assertThat(worker.engine.run(0).job().gate().tryEnter(JsonNodeFactory.instance.objectNode()))
        .isFalse();
    worker.store.cutOff(false);
    worker.engine.run(0).fail(ErrorCode.FENCED, "The gate is closed.");
    worker.reporter.runOnce();
    assertThat(worker.store.released).containsExactly(ManualWorker.claim(1));
  }

  @Test
  void anOutputThatWasReadyWhenItsWorkerDiedIsPublishedWithoutRunningAgain() {
    LostOutputs finish =
        (job, manifest) ->
            Optional.of(
                new RunOutcome.Completed(
                    JsonNodeFactory.instance.objectNode().put("from", "manifest"), 3));
    ManualWorker second = new ManualWorker(1, finish, 100);
    ClaimedJob job = second.store.queue(null, null);
    second.store.claim(
        new io.joborchestrator.store.WorkStore.WorkerSession(
            9, 9, second.clock.instant(), ManualWorker.LEASE),
        new io.joborchestrator.store.WorkStore.ClaimRequest(
            1, java.util.List.of(), java.util.List.of()));
    second.store.queue(
        new ClaimedJob(
            job.no(),
            job.jobId(),
            2,
            job.name(),
            job.type(),
            job.config(),
            null,
            null,
            job.owner(),
            0,
            "local",
            "ejo-1-1",
            JsonNodeFactory.instance.objectNode().put("final", "out.csv"),
            null));
    second.joinAndClaim();
    second.reporter.runOnce();
    assertThat(second.engine.runs()).isEmpty();
    assertThat(second.store.completed).hasSize(1);
    assertThat(second.store.completed.get(0).engine()).isEqualTo("local");
    assertThat(second.store.log).anySatisfy(line -> assertThat(line.text()).contains("published"));
  }

  @Test
  void theLogIsCappedAndSaysHowMuchIsMissing() {
    ManualWorker small = new ManualWorker(1, LostOutputs.UNTOUCHED, 10);
    small.store.queue(null, null);
    small.joinAndClaim();
    for (int i = 0; i < 25; i++) {
      small.engine.run(0).listener().log("stdout", "line " + i);
    }
    small.engine.run(0).complete();
    small.reporter.runOnce();
    assertThat(small.store.log).hasSize(11);
    assertThat(small.store.log.get(10).text()).startsWith("15 lines were left out");
    assertThat(small.store.log).extracting(line -> line.seq()).doesNotHaveDuplicates();
    assertThat(small.store.completed).hasSize(1);
  }

  @Test
  void aLogThatCannotBeStoredNeverHoldsUpTheOutcome() {
    worker.store.queue(null, null);
    worker.joinAndClaim();
    worker.engine.run(0).listener().log("info", "a\0b");
    worker.logs.runOnce();
    assertThat(worker.store.log.get(0).text()).isEqualTo("a\uFFFDb");
    worker.engine.run(0).listener().log("info", "last");
    worker.store.cutOff(true);
    assertThatThrownBy(worker.logs::runOnce).isInstanceOf(OrchestratorException.class);
    worker.store.cutOff(false);
    worker.engine.run(0).complete();
    worker.reporter.runOnce();
    assertThat(worker.store.log).hasSize(2);
    assertThat(worker.store.completed).hasSize(1);
  }

  @Test
  void aSlowLogStoreNeverHoldsUpTheRun() throws InterruptedException {
    worker.store.queue(null, null);
    worker.joinAndClaim();
    CountDownLatch storing = new CountDownLatch(1);
    CountDownLatch stored = new CountDownLatch(1);
    worker.store.beforeLog =
        () -> {
          storing.countDown();
          awaitLatch(stored);
        };
    worker.engine.run(0).listener().log("info", "first");
    Thread shipper = new Thread(worker.logs::runOnce);
    shipper.start();
    awaitLatch(storing);
    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> worker.engine.run(0).listener().log("info", "second"));
    stored.countDown();
    shipper.join(10_000);
    worker.logs.runOnce();
    assertThat(worker.store.log).extracting(LogLine::text).containsExactly("first", "second");
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void progressIsSentOnceAndWithARate() {
    worker.store.queue(null, null);
    worker.joinAndClaim();
    worker.engine.run(0).listener().progress(new RunProgress(10.0, 100, 1000, 0, "reading"));
    worker.progress.runOnce();
    worker.progress.runOnce();
    assertThat(worker.store.progress).hasSize(1);
    worker.clock.advance(Duration.ofSeconds(2));
    worker.engine.run(0).listener().progress(new RunProgress(30.0, 300, 1000, 0, "reading"));
    worker.progress.runOnce();
    assertThat(worker.store.progress.get(1).rate()).isEqualTo(100.0);
  }

  private void beat(Duration time) {
    Duration step = Duration.ofMillis(400);
    for (Duration done = Duration.ZERO; done.compareTo(time) < 0; done = done.plus(step)) {
      worker.pass(step);
      worker.heartbeat.runOnce();
    }
  }

  private io.joborchestrator.store.WorkStore.WorkerSession session() {
    return worker.execution.parts().membership().session().orElseThrow();
  }
}
