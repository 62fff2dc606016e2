package io.joborchestrator.console.jobs.detail;

import io.joborchestrator.console.jobs.action.JobActions;
import io.joborchestrator.console.jobs.action.JobExports;
import io.joborchestrator.console.jobs.compare.CompareViewModel;
import io.joborchestrator.console.task.LiveFeed;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/**
 * The panel over the list: one job, its tabs, and what can be done with it. What was shown stays
 * until what was asked for is there. FX thread only.
 */
public final class JobDetailViewModel {
  private static final Duration NOTICEABLE = Duration.ofMillis(150);

  private final EnhancedJobManager jobs;
  private final UiTasks tasks;
  private final LiveFeed feed;
  private final PageContext context;
  private final JobActions actions;
  private final JobExports exports;
  private final CompareViewModel compare;
  private final LogViewModel log;
  private final HistoryViewModel history;
  private final ReadOnlyBooleanWrapper open = new ReadOnlyBooleanWrapper(this, "open");
  private final ReadOnlyBooleanWrapper slow = new ReadOnlyBooleanWrapper(this, "slow");
  private final ReadOnlyObjectWrapper<@Nullable JobRow> row =
      new ReadOnlyObjectWrapper<>(this, "row");
  private final ReadOnlyObjectWrapper<@Nullable JobDetail> detail =
      new ReadOnlyObjectWrapper<>(this, "detail");
  private final ReadOnlyObjectWrapper<@Nullable Long> deadLetter =
      new ReadOnlyObjectWrapper<>(this, "deadLetter");
  private final ReadOnlyObjectWrapper<@Nullable String> problem =
      new ReadOnlyObjectWrapper<>(this, "problem");
  private final ObjectProperty<DetailTab> tab =
      new SimpleObjectProperty<>(this, "tab", DetailTab.SUMMARY);
  private @Nullable String wantedId;
  private UiTasks.Handle loading = () -> {};
  private UiTasks.Handle slowTimer = () -> {};
  private boolean refreshing;

  public JobDetailViewModel(
      PageContext context, JobActions actions, JobExports exports, CompareViewModel compare) {
    this.compare = compare;
    this.context = context;
    this.jobs = context.orchestrator().jobs();
    this.tasks = context.tasks();
    this.feed = context.feed();
    this.actions = actions;
    this.exports = exports;
    this.log = new LogViewModel(jobs, tasks, context.dialogs());
    this.history = new HistoryViewModel(jobs, tasks);
    tab.addListener((property, before, now) -> fillTab());
  }

  /** Opens the panel on a job of the list. */
  public void show(JobRow wanted) {
    row.set(wanted);
    showById(wanted.jobId());
  }

  /** Opens the panel on any job. */
  public void showById(String jobId) {
    open.set(true);
    if (jobId.equals(wantedId)) {
      return;
    }
    wantedId = jobId;
    problem.set(null);
    slowTimer.cancel();
    slowTimer = tasks.after(NOTICEABLE, () -> slow.set(true));
    load(jobId);
  }

  public void close() {
    open.set(false);
    wantedId = null;
    loading.cancel();
    slowTimer.cancel();
    slow.set(false);
    refreshing = false;
  }

  /** Reads the open job again. */
  public void refresh() {
    String id = wantedId;
    if (open.get() && id != null && !refreshing) {
      load(id);
    }
  }

  private void load(String jobId) {
    loading.cancel();
    refreshing = true;
    loading =
        tasks.run(
            "Read job " + jobId,
            () -> read(jobId),
            found -> arrived(jobId, found),
            failure -> failed(jobId, failure));
  }

  private record Found(Optional<JobDetail> detail, @Nullable Long deadLetter) {}

  private Found read(String jobId) {
    Optional<JobDetail> found = jobs.detail(jobId);
    boolean ended = found.isPresent() && found.get().row().status().isTerminal();
    boolean mayHaveDied = ended && found.get().row().status() != JobStatus.COMPLETED;
    boolean mayBeReplay = found.isPresent() && found.get().parentJobId() != null;
    Long entry =
        mayHaveDied || mayBeReplay
            ? context.orchestrator().deadLetters().entryOfJob(jobId).orElse(null)
            : null;
    return new Found(found, entry);
  }

  private void arrived(String jobId, Found answer) {
    if (!jobId.equals(wantedId)) {
      return;
    }
    settled();
    deadLetter.set(answer.deadLetter());
    Optional<JobDetail> found = answer.detail();
    if (found.isEmpty()) {
      problem.set("Job " + jobId + " is not there any more. The retention may have removed it.");
      return;
    }
    problem.set(null);
    JobDetail fresh = found.get();
    row.set(fresh.row());
    detail.set(fresh);
    fillTab();
  }

  private void failed(String jobId, Exception failure) {
    if (jobId.equals(wantedId)) {
      settled();
      problem.set("Job " + jobId + " could not be read: " + failure.getMessage());
    }
  }

  private void settled() {
    refreshing = false;
    slowTimer.cancel();
    slow.set(false);
  }

  // Tabs read what only they show when they are looked at, not before.
  private void fillTab() {
    JobDetail shown = detail.get();
    if (shown == null || !open.get()) {
      return;
    }
    JobRow of = shown.row();
    switch (tab.get()) {
      case LOG -> log.show(of.jobId(), of.name(), logAttempt(of));
      case EVENTS -> history.showEvents(of.jobId());
      case LINEAGE -> history.showLineage(shown);
      case CONFIGURATION -> history.showDifferences(shown);
      case SUMMARY, ATTEMPTS, RESULT -> {}
    }
  }

  // Choosing an attempt lasts as long as its job is shown.
  private @Nullable Integer logAttempt(JobRow of) {
    return log.isShowing(of.jobId()) ? log.attempt() : null;
  }

  /** Shows the log of one attempt. */
  void openLog(int epoch) {
    JobDetail shown = detail.get();
    if (shown != null) {
      log.show(shown.row().jobId(), shown.row().name(), epoch);
      tab.set(DetailTab.LOG);
    }
  }

  Optional<JobSummary> summary() {
    return Optional.ofNullable(detail.get())
        .map(shown -> new SummaryWriter(shown, feed.now(), context.clock().getZone()).write());
  }

  /** The job as rows for the actions, which take several. */
  public List<JobRow> chosen() {
    JobRow shown = row.get();
    return shown == null ? List.of() : List.of(shown);
  }

  /**
   * Shows a tab by its name.
   *
   * @throws IllegalArgumentException if there is no such tab
   */
  public void showTab(String name) {
    tab.set(DetailTab.valueOf(name));
  }

  /** Looks for a text in the log. */
  public void searchLog(String text) {
    log.search().textProperty().set(text);
  }

  public void openLogTab() {
    tab.set(DetailTab.LOG);
  }

  /** Asks for a new note, starting from the present one. */
  void editNote() {
    JobDetail shown = detail.get();
    if (shown != null) {
      actions.editNote(shown.row(), shown.note() == null ? "" : shown.note());
    }
  }

  /** Number of the job's entry among the dead letters, or of the one it replays; null: none. */
  ReadOnlyObjectProperty<@Nullable Long> deadLetterProperty() {
    return deadLetter.getReadOnlyProperty();
  }

  void openDeadLetter() {
    Long entry = deadLetter.get();
    if (entry != null) {
      context.navigator().openDeadLetter(entry);
    }
  }

  void openOther(String jobId) {
    context.navigator().openJob(jobId);
  }

  void copyPath(String path) {
    context.dialogs().copyToClipboard(path);
    context.dialogs().notice("Path copied", null);
  }

  void copyConfiguration() {
    JobDetail shown = detail.get();
    if (shown != null) {
      context.dialogs().copyToClipboard(shown.config().toPrettyString());
      context.dialogs().notice("Configuration copied", null);
    }
  }

  void openWithSystem(String path) {
    context.dialogs().openWithSystem(java.nio.file.Path.of(path));
  }

  PageContext context() {
    return context;
  }

  public JobActions actions() {
    return actions;
  }

  public JobExports exports() {
    return exports;
  }

  CompareViewModel compare() {
    return compare;
  }

  LogViewModel log() {
    return log;
  }

  HistoryViewModel history() {
    return history;
  }

  public ReadOnlyBooleanProperty openProperty() {
    return open.getReadOnlyProperty();
  }

  /** True while what was asked for takes noticeably long. */
  ReadOnlyBooleanProperty slowProperty() {
    return slow.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable JobRow> rowProperty() {
    return row.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable JobDetail> detailProperty() {
    return detail.getReadOnlyProperty();
  }

  /** As {@link #problemProperty}, empty if all is well. */
  public String problemText() {
    String text = problem.get();
    return text == null ? "" : text;
  }

  /** Why what was asked for is not shown, in a sentence, or null. */
  ReadOnlyObjectProperty<@Nullable String> problemProperty() {
    return problem.getReadOnlyProperty();
  }

  ObjectProperty<DetailTab> tabProperty() {
    return tab;
  }
}
