package io.joborchestrator.console.frame;

import static io.joborchestrator.testing.JobRowBuilder.NOW;
import static io.joborchestrator.testing.JobRowBuilder.aJob;
import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.testing.FakeOrchestrator;
import io.joborchestrator.testing.Pages;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FrameViewModelTest {
  private final Pages pages = new Pages(FakeOrchestrator.busy());
  private final FrameViewModel model =
      new FrameViewModel(pages.orchestrator, pages.tasks, pages.feed, pages.dialogs, pages.texts);

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
    assertThat(model.notices().get(0).job().name()).isEqualTo("mine");
    assertThat(model.unreadProperty().get()).isEqualTo(1);
    model.markRead();
    assertThat(model.unreadProperty().get()).isZero();
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
