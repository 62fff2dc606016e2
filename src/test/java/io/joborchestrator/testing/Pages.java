package io.joborchestrator.testing;

import io.joborchestrator.console.task.LiveFeed;
import io.joborchestrator.console.view.Navigator;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.UiState;
import io.joborchestrator.console.view.ViewLoader;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobSubmission;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a page needs, with everything on the calling thread. */
public final class Pages implements Navigator {
  public final FakeOrchestrator orchestrator;
  public final DirectUiTasks tasks = new DirectUiTasks();
  public final RecordingDialogs dialogs = new RecordingDialogs();
  public final UiState state = UiState.transientState();
  public final Texts texts = Texts.load(Locale.ENGLISH);
  public final Clock clock = Clock.fixed(JobRowBuilder.NOW, ZoneOffset.UTC);
  public final LiveFeed feed;
  public final PageContext context;

  /** Where one went: {@code job ID}, {@code jobs}, {@code submit}. */
  public final List<String> went = new ArrayList<>();

  /** Of the last list of jobs that was opened, or null. */
  public @Nullable JobFilter lastFilter;

  public Pages(FakeOrchestrator orchestrator) {
    this.orchestrator = orchestrator;
    this.feed = new LiveFeed(orchestrator, tasks, clock);
    this.context =
        new PageContext(
            orchestrator, tasks, feed, dialogs, this, state, texts, new ViewLoader(texts), clock);
  }

  @Override
  public void openJob(String jobId) {
    went.add("job " + jobId);
  }

  @Override
  public void openJobs(JobFilter filter) {
    went.add("jobs");
    lastFilter = filter;
  }

  @Override
  public void openDeadLetter(long entryNo) {}

  @Override
  public void openDeadLetters() {
    went.add("dead letters");
  }

  @Override
  public void openSubmit(@Nullable JobSubmission prefill) {
    went.add("submit");
  }
}
