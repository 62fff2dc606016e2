package io.joborchestrator.console.jobs;

import io.joborchestrator.console.task.LiveFeed;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.Navigator;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.UiState;
import io.joborchestrator.console.view.ViewLoader;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.testing.DirectUiTasks;
import io.joborchestrator.testing.FakeOrchestrator;
import io.joborchestrator.testing.JobRowBuilder;
import io.joborchestrator.testing.RecordingDialogs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A Jobs page on fakes: time stands still until it is moved. */
final class JobsFixture {
  final FakeOrchestrator orchestrator;
  final DirectUiTasks tasks = new DirectUiTasks();
  final RecordingDialogs dialogs = new RecordingDialogs();
  final MovingClock clock = new MovingClock();
  final LiveFeed feed;
  final UiState state = UiState.transientState();
  final List<String> navigations = new ArrayList<>();
  final JobsPage page;

  JobsFixture(FakeOrchestrator orchestrator) {
    this(orchestrator, null);
  }

  /**
   * @param realTasks for tests with a window, or null for everything at once
   */
  JobsFixture(FakeOrchestrator orchestrator, @Nullable UiTasks realTasks) {
    this.orchestrator = orchestrator;
    UiTasks used = realTasks == null ? tasks : realTasks;
    feed = new LiveFeed(orchestrator, used, clock);
    Texts texts = Texts.load(Locale.ENGLISH);
    page =
        new JobsPage(
            new PageContext(
                orchestrator,
                used,
                feed,
                dialogs,
                navigator(),
                state,
                texts,
                new ViewLoader(texts),
                clock));
  }

  private Navigator navigator() {
    return new Navigator() {
      @Override
      public void openJob(String jobId) {
        navigations.add("job " + jobId);
        page.openJob(jobId);
      }

      @Override
      public void openJobs(JobFilter filter) {
        navigations.add("jobs");
        page.showJobs(filter);
      }

      @Override
      public void openDeadLetter(long entryNo) {
        navigations.add("dead " + entryNo);
      }

      @Override
      public void openDeadLetters() {}

      @Override
      public void openSubmit(@Nullable JobSubmission prefill) {
        navigations.add("submit " + (prefill == null ? "" : prefill.name()));
      }
    };
  }

  JobsViewModel viewModel() {
    return page.viewModel();
  }

  /** Lets the time of a poll pass and the feed call. */
  void poll() {
    clock.move(LiveFeed.POLL);
    feed.tick();
  }

  /** Stands at the moment of the fake jobs until it is moved. */
  static final class MovingClock extends Clock {
    private Instant now = JobRowBuilder.NOW;

    void move(Duration by) {
      now = now.plus(by);
    }

    @Override
    public ZoneId getZone() {
      return ZoneId.of("Europe/Berlin");
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("One zone is enough for tests");
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
