package io.joborchestrator.console.frame;

import static io.joborchestrator.testing.JobRowBuilder.NOW;
import static io.joborchestrator.testing.JobRowBuilder.aJob;
import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.console.view.WatchedJobs;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.testing.FakeOrchestrator;
import io.joborchestrator.testing.JobRowBuilder;
import io.joborchestrator.testing.ManualWorker;
import io.joborchestrator.testing.Pages;
import io.joborchestrator.testing.RecordingNotifier;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameViewModelTest {
  private final Pages pages = new Pages(FakeOrchestrator.busy());
  private final WatchedJobs watched = new WatchedJobs(pages.state);
  private final RecordingNotifier notifier = new RecordingNotifier();
  private boolean inFront;
  private final DesktopNotices desktop =
      new DesktopNotices(
          notifier, pages.tasks, pages.dialogs, pages.state, pages.texts, () -> inFront);
  private final FrameViewModel model =
      new FrameViewModel(
          pages.orchestrator,
          pages.tasks,
          pages.feed,
          pages.dialogs,
          pages.texts,
          watched,
          desktop);

  @Test
  void saysWhatRunsAndWaits() {
    model.start();
    FrameViewModel.Snapshot look = model.snapshotProperty().get();
    assertThat(look).isNotNull();
    assertThat(look.running()).isEqualTo(4);
    assertThat(look.queued()).isEqualTo(2);
    assertThat(look.total()).isEqualTo(19);
    assertThat(model.emptyProperty().get()).isFalse();
  }

  @Test
  void tellsOfOwnJobsThatEndedSinceItOpenedAndOfNoOthers() {
    model.start();
    assertThat(model.notices()).isEmpty();
    pages.orchestrator.job(
        aJob("mine")
            .submitted(Duration.ofSeconds(-1))
            .ended(JobStatus.FAILED, Duration.ofSeconds(3))
            .build(90));
    pages.orchestrator.job(
        aJob("theirs")
            .owner("a.lindqvist")
            .submitted(Duration.ofSeconds(-1))
            .ended(JobStatus.COMPLETED, Duration.ofSeconds(3))
            .build(91));
    pages.feed.refreshNow();
    pages.feed.refreshNow();
    assertThat(model.notices()).hasSize(1);
    assertThat(((Notice.JobEnded) model.notices().get(0)).job().name()).isEqualTo("mine");
    assertThat(model.unreadProperty().get()).isEqualTo(1);
    model.markRead();
    assertThat(model.unreadProperty().get()).isZero();
  }

  private void end(int number, String owner, JobStatus status) {
    pages.orchestrator.job(
        aJob("job" + number)
            .owner(owner)
            .submitted(Duration.ofSeconds(-1))
            .ended(status, Duration.ofSeconds(3))
            .build(number));
  }

  private void pass(Duration time) {
    pages.feed.refreshNow();
    pages.tasks.elapse(time);
  }

  @Test
  void theDesktopTellsOfABatchOnceAndOnlyOfEndStates() {
    model.start();
    String me = pages.orchestrator.facts().user();
    pages.orchestrator.job(aJob("runs").owner(me).running(10, Duration.ofSeconds(2)).build(80));
    for (int i = 0; i < 4; i++) {
      end(90 + i, me, i == 3 ? JobStatus.FAILED : JobStatus.COMPLETED);
    }
    pass(Duration.ofSeconds(3));
    assertThat(notifier.sent()).containsExactly("4 jobs ended | 3 completed, 1 failed");
    end(95, me, JobStatus.COMPLETED);
    pass(Duration.ofSeconds(10));
    end(96, me, JobStatus.CANCELLED);
    pass(Duration.ofSeconds(10));
    assertThat(notifier.sent()).as("rests after one").hasSize(1);
    pass(Duration.ofSeconds(15));
    assertThat(notifier.sent()).element(1).isEqualTo("2 jobs ended | 1 completed, 1 cancelled");
    pass(Duration.ofMinutes(5));
    assertThat(notifier.sent()).hasSize(2);
    assertThat(model.notices()).as("the bell has each").hasSize(6);
  }

  @Test
  void theDesktopIsSilentWhileAWindowIsInFrontOrAPersonWantsNone() {
    model.start();
    String me = pages.orchestrator.facts().user();
    inFront = true;
    end(90, me, JobStatus.FAILED);
    pass(Duration.ofMinutes(1));
    inFront = false;
    desktop.setOn(false);
    end(91, me, JobStatus.FAILED);
    pass(Duration.ofMinutes(1));
    assertThat(notifier.sent()).isEmpty();
    assertThat(model.unreadProperty().get()).isEqualTo(2);
  }

  @Test
  void tellsOnceOfAWatchedJobOfSomebodyElseAlsoIfItEndedWhileTheConsoleWasClosed() {
    JobRow theirs = aJob("job90").owner("a.lindqvist").in(JobStatus.QUEUED).build(90);
    pages.orchestrator.job(theirs);
    watched.add(List.of(theirs));
    assertThat(new WatchedJobs(pages.state).ids()).containsExactly(theirs.jobId());
    pages.orchestrator.job(
        aJob("job90")
            .owner("a.lindqvist")
            .submitted(Duration.ofHours(2))
            .ended(JobStatus.COMPLETED, Duration.ofSeconds(3))
            .build(90));
    model.start();
    pass(Duration.ofSeconds(3));
    pass(Duration.ofMinutes(2));
    assertThat(notifier.sent()).containsExactly("Job completed | job90");
    assertThat(watched.ids()).isEmpty();
  }

  @Test
  void aToastTellsWhereTheDesktopCannot() {
    notifier.away("notify-send is not installed");
    model.start();
    end(90, pages.orchestrator.facts().user(), JobStatus.COMPLETED);
    pass(Duration.ofSeconds(3));
    assertThat(desktop.whyNotProperty().get()).isEqualTo("notify-send is not installed");
    assertThat(pages.dialogs.notices()).containsExactly("Job completed: job90");
  }

  @Test
  void aDesktopThatRefusesIsAskedNoMore() {
    notifier.failWith("no bus");
    model.start();
    end(90, pages.orchestrator.facts().user(), JobStatus.COMPLETED);
    pass(Duration.ofMinutes(1));
    end(91, pages.orchestrator.facts().user(), JobStatus.COMPLETED);
    pass(Duration.ofMinutes(1));
    assertThat(desktop.whyNotProperty().get()).isEqualTo("no bus");
    assertThat(pages.dialogs.notices())
        .containsExactly("Job completed: job90", "Job completed: job91");
  }

  @Test
  void tellsOnceWhatBecameOfTheJobsOfAMachineThatSlept() {
    ManualWorker worker = ManualWorker.withSlots(4);
    pages.orchestrator.absences(worker.execution.absences()::last);
    List<JobStatus> meanwhile = List.of(JobStatus.RUNNING, JobStatus.COMPLETED, JobStatus.RETRYING);
    for (int i = 0; i < meanwhile.size(); i++) {
      pages.orchestrator.job(aJob("load").in(meanwhile.get(i)).build(70 + i));
      worker.store.queue(JobRowBuilder.idOf(70 + i), null, null);
    }
    worker.joinAndClaim();
    worker.pass(Duration.ofMillis(400));
    model.start();
    worker.clock.advance(Duration.ofMinutes(12));
    worker.guard.runOnce();
    pages.feed.refreshNow();
    assertThat(model.notices()).isEmpty();
    worker.store.declareDead();
    worker.heartbeat.runOnce();
    pages.feed.refreshNow();
    pages.feed.refreshNow();
    String sentence =
        "This machine slept 12 m 00 s: 2 jobs were taken over by others, 1 job waits for a worker again";
    assertThat(model.notices())
        .extracting(notice -> ((Notice.WasAway) notice).sentence())
        .containsExactly(sentence);
    assertThat(pages.dialogs.notices()).containsExactly(sentence);
    assertThat(model.unreadProperty().get()).isEqualTo(1);
  }

  @Test
  void saysThatJobsWentOnAfterALongSleepAndNothingOfAShortStall() {
    ManualWorker worker = ManualWorker.withSlots(2);
    pages.orchestrator.absences(worker.execution.absences()::last);
    worker.store.queue(null, null);
    worker.joinAndClaim();
    worker.guard.runOnce();
    model.start();
    for (Duration asleep : List.of(Duration.ofSeconds(5), Duration.ofHours(8))) {
      worker.clock.advance(asleep);
      worker.guard.runOnce();
      worker.heartbeat.runOnce();
      pages.feed.refreshNow();
    }
    assertThat(pages.dialogs.notices())
        .containsExactly("This machine slept 8 h 00 m: 1 job goes on here");
  }

  @Test
  void pausesAndResumesTheQueue() {
    model.start();
    model.setQueuesPaused(true);
    assertThat(model.snapshotProperty().get().queuePaused()).isTrue();
    model.setQueuesPaused(false);
    assertThat(pages.orchestrator.commands())
        .containsExactly("pause-queue default", "resume-queue default");
  }

  @Test
  void keepsTheLastValuesWithoutAConnection() {
    model.start();
    pages.orchestrator.disconnect(NOW, "Connection refused");
    pages.feed.refreshNow();
    assertThat(model.snapshotProperty().get().running()).isEqualTo(4);
  }

  @Test
  void asksNoMoreOnceStopped() {
    model.start();
    model.stop();
    int asked = pages.tasks.started().size();
    pages.feed.refreshNow();
    assertThat(pages.tasks.started()).hasSize(asked);
  }
}
