package io.joborchestrator.console.overview;

import io.joborchestrator.console.chart.ChartPick;
import io.joborchestrator.console.dialog.Dialogs;
import io.joborchestrator.console.statistics.StatisticsCharts;
import io.joborchestrator.console.statistics.StatisticsSpan;
import io.joborchestrator.console.task.LiveFeed;
import io.joborchestrator.console.task.PacedRefresh;
import io.joborchestrator.console.task.Refresher;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.Navigator;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.UiState;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobPriority;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.job.TimeRange;
import io.joborchestrator.orchestrator.Orchestrator;
import io.joborchestrator.store.JobStore.CommandResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/** How things stand, refreshed with the feed while the page is shown. FX thread only. */
final class OverviewViewModel {
  private static final String SPAN = "overview.span";
  private static final Set<JobStatus> FAILED = Set.of(JobStatus.FAILED, JobStatus.TIMEOUT);
  private static final Duration HOUR = Duration.ofHours(1);

  private final Orchestrator orchestrator;
  private final UiTasks tasks;
  private final LiveFeed feed;
  private final Dialogs dialogs;
  private final Navigator navigator;
  private final UiState state;
  private final Texts texts;
  private final OverviewReader reader;
  private final Refresher<OverviewData> refresher;
  private final PacedRefresh pace;
  private final ReadOnlyObjectWrapper<@Nullable OverviewData> data = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<StatisticsSpan> span;

  /** Read by the question, which runs elsewhere. */
  private volatile Question question;

  private record Question(StatisticsSpan span, Instant now) {}

  OverviewViewModel(PageContext context) {
    this.orchestrator = context.orchestrator();
    this.tasks = context.tasks();
    this.feed = context.feed();
    this.dialogs = context.dialogs();
    this.navigator = context.navigator();
    this.state = context.state();
    this.texts = context.texts();
    this.reader = new OverviewReader(orchestrator);
    this.span = new ReadOnlyObjectWrapper<>(StatisticsSpan.of(state.get(SPAN).orElse("")));
    this.question = new Question(span.get(), feed.now());
    this.refresher =
        new Refresher<>(
            tasks,
            texts.get("overview.task"),
            () -> reader.read(question.span(), question.now()),
            this::show,
            this::showProblem);
    this.pace = new PacedRefresh(feed, tasks, this::refresh);
  }

  void onShown() {
    pace.start();
  }

  void onHidden() {
    pace.stop();
    refresher.stop();
  }

  void refresh() {
    question = new Question(span.get(), feed.now());
    refresher.request();
  }

  private void show(OverviewData answer) {
    problem.set("");
    data.set(answer);
  }

  private void showProblem(Exception failure) {
    String message = failure.getMessage();
    problem.set(message == null ? failure.getClass().getSimpleName() : message);
  }

  void choose(StatisticsSpan value) {
    span.set(value);
    state.put(SPAN, value.id());
    refresh();
  }

  /** Goes to the list that a tile counts. */
  void open(Tile.Kind kind) {
    TimeRange lastHour = new TimeRange(feed.now().minus(HOUR), null);
    JobFilter ended = JobFilter.ALL.withEnded(lastHour);
    switch (kind) {
      case RUNNING -> navigator.openJobs(JobFilter.ALL.withStatuses(Set.of(JobStatus.RUNNING)));
      case QUEUED -> showQueue();
      case COMPLETED, RECORDS ->
          navigator.openJobs(ended.withStatuses(Set.of(JobStatus.COMPLETED)));
      case FAILED -> navigator.openJobs(ended.withStatuses(FAILED));
      case SUCCESS ->
          navigator.openJobs(
              ended.withStatuses(Set.of(JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.TIMEOUT)));
      case DEAD_LETTERS -> navigator.openDeadLetters();
    }
  }

  /** The jobs behind what was picked in a chart. */
  void openEnded(ChartPick pick) {
    OverviewData known = data.get();
    if (known != null) {
      navigator.openJobs(StatisticsCharts.jobs(known.history().range(), pick));
    }
  }

  void showQueue() {
    navigator.openJobs(JobFilter.ALL.withStatuses(Set.of(JobStatus.QUEUED)));
  }

  void showFailed() {
    navigator.openJobs(JobFilter.ALL.withStatuses(FAILED));
  }

  void openJob(String jobId) {
    navigator.openJob(jobId);
  }

  void submit() {
    navigator.openSubmit(null);
  }

  /** Why the priority cannot be raised now, or null if it can. */
  @Nullable String whyNotRaise(JobRow row) {
    if (!feed.connectedProperty().get()) {
      return texts.get("overview.waiting.connection");
    }
    return row.priority() == JobPriority.CRITICAL ? texts.get("overview.waiting.highest") : null;
  }

  /** One step up; it moves before everything below. */
  void raisePriority(JobRow row) {
    if (whyNotRaise(row) != null) {
      return;
    }
    JobPriority next = higher(row.priority());
    tasks.run(
        texts.get("overview.waiting.raise"),
        () -> orchestrator.jobs().setPriority(List.of(row.jobId()), next),
        results -> raised(row, results),
        failure -> dialogs.error(texts.get("overview.waiting.failed"), failure));
  }

  private void raised(JobRow row, List<CommandResult> results) {
    results.stream()
        .findFirst()
        .ifPresent(result -> dialogs.notice(row.name() + ": " + result.message(), null));
    refresh();
  }

  private static JobPriority higher(JobPriority priority) {
    return switch (priority) {
      case LOW -> JobPriority.NORMAL;
      case NORMAL -> JobPriority.HIGH;
      case HIGH -> JobPriority.URGENT;
      case URGENT, CRITICAL -> JobPriority.CRITICAL;
    };
  }

  ReadOnlyObjectProperty<@Nullable OverviewData> dataProperty() {
    return data.getReadOnlyProperty();
  }

  /** Why the last question failed, in a sentence, or empty. */
  ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<StatisticsSpan> spanProperty() {
    return span.getReadOnlyProperty();
  }

  ReadOnlyBooleanProperty connectedProperty() {
    return feed.connectedProperty();
  }
}
