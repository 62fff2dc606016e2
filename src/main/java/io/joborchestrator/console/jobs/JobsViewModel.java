package io.joborchestrator.console.jobs;

import io.joborchestrator.console.dialog.Dialogs;
import io.joborchestrator.console.filter.FilterBarViewModel;
import io.joborchestrator.console.jobs.action.JobActions;
import io.joborchestrator.console.jobs.action.JobExports;
import io.joborchestrator.console.jobs.action.MatchingActions;
import io.joborchestrator.console.jobs.compare.CompareViewModel;
import io.joborchestrator.console.jobs.detail.JobDetailViewModel;
import io.joborchestrator.console.task.LiveFeed;
import io.joborchestrator.console.task.PacedRefresh;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.Navigator;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.RowSelection;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobFilterParser;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import io.joborchestrator.orchestrator.Orchestrator;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;

/**
 * The Jobs page: which jobs are shown, which are chosen, what can be done with them. Refreshes only
 * between {@link #shown} and {@link #hidden}. FX thread only.
 */
public final class JobsViewModel {
  private final Orchestrator orchestrator;
  private final Clock clock;
  private final EnhancedJobManager jobs;
  private final UiTasks tasks;
  private final LiveFeed feed;
  private final Navigator navigator;
  private final FilterBarViewModel<JobFilter> filterBar;
  private final JobListModel list;
  private final RowSelection<JobRow> selection =
      new RowSelection<>(JobRow::jobId, JobRows::isLoaded);
  private final JobActions actions;
  private final JobExports exports;
  private final JobDetailViewModel detail;
  private final CompareViewModel compare;
  private final SidePanels panels;
  private final ChosenJobs chosen;
  private final SavedViews savedViews;
  private final ListStatusViewModel status;
  private final ReadOnlyObjectWrapper<StateTab> tab =
      new ReadOnlyObjectWrapper<>(this, "tab", StateTab.ALL);
  private final StateCounts counts;
  private final ReadOnlyObjectWrapper<@Nullable JobRow> current =
      new ReadOnlyObjectWrapper<>(this, "current");
  private final BooleanProperty newestFirst = new SimpleBooleanProperty(this, "newestFirst", true);
  private final BooleanProperty scrolledAway = new SimpleBooleanProperty(this, "scrolledAway");
  private final BooleanProperty hovering = new SimpleBooleanProperty(this, "hovering");
  private final ReadOnlyObjectWrapper<VisibleRange> visible =
      new ReadOnlyObjectWrapper<>(this, "visible", new VisibleRange(0, -1));
  private final PacedRefresh refresh;

  /** Indexes of the first and the last row on the screen. */
  record VisibleRange(int first, int last) {}

  public JobsViewModel(PageContext context) {
    this.jobs = context.orchestrator().jobs();
    this.tasks = context.tasks();
    this.feed = context.feed();
    this.navigator = context.navigator();
    Dialogs dialogs = context.dialogs();
    this.orchestrator = context.orchestrator();
    this.clock = context.clock();
    JobFilterParser parser = new JobFilterParser(clock, System.getProperty("user.name", ""));
    this.filterBar =
        new FilterBarViewModel<>(parser::parse, new FilterSuggestions(jobs)::of, tasks);
    this.savedViews = new SavedViews(jobs, tasks, dialogs);
    this.list = new JobListModel(jobs, tasks);
    JobActions.Listener echo = new ActionEcho(list, feed);
    this.actions = new JobActions(jobs, tasks, dialogs, navigator, echo);
    this.exports = new JobExports(jobs, tasks, dialogs);
    this.compare = new CompareViewModel(context);
    this.detail = new JobDetailViewModel(context, actions, exports, compare);
    this.panels = new SidePanels(detail, compare);
    this.chosen =
        new ChosenJobs(
            selection,
            current,
            this::filter,
            feed.connectedProperty(),
            actions,
            new MatchingActions(jobs, tasks, dialogs, feed::refreshNow),
            compare);
    this.counts = new StateCounts(jobs, tasks);
    this.refresh = new PacedRefresh(feed, tasks, this::refresh);
    this.status = new ListStatusViewModel(this, jobs, tasks, clock.getZone());
    new JobsMemory(context.state()).follow(tab, filterBar, newestFirst);
    filterBar.filterProperty().addListener((property, before, now) -> filterChanged());
    newestFirst.addListener((property, before, now) -> showList());
  }

  /** Tells lists what a command is about to change. */
  private record ActionEcho(JobListModel list, LiveFeed feed) implements JobActions.Listener {
    @Override
    public void cancelRequested(List<JobRow> rows) {
      list.patch(rows.stream().map(JobRows::cancelRequested).toList());
    }

    @Override
    public void changed() {
      feed.refreshNow();
    }
  }

  /** The page came to the front. */
  void shown() {
    if (refresh.isRunning()) {
      return;
    }
    if (!list.loadedOnceProperty().get()) {
      learnWhoIsHere();
      showList();
      savedViews.load();
    }
    refresh.start();
  }

  // "owner:me" means the person the database knows, who need not be the user of this computer.
  private void learnWhoIsHere() {
    tasks.run(
        "Ask who is connected",
        orchestrator::facts,
        facts -> filterBar.setParser(new JobFilterParser(clock, facts.user())::parse),
        // Until it is known, "me" is the user of this computer; the list shows the failure.
        failure -> {});
  }

  void hidden() {
    refresh.stop();
  }

  private void filterChanged() {
    if (refresh.isRunning()) {
      showList();
    }
  }

  private void showList() {
    selection.clear();
    status.explainAgain();
    list.show(filter(), newestFirst.get());
  }

  void chooseTab(StateTab chosen) {
    if (!chosen.equals(tab.get())) {
      tab.set(chosen);
      showList();
    }
  }

  /** Shows exactly these jobs, whatever was filtered before. */
  void showJobs(JobFilter wanted) {
    tab.set(StateTab.of(wanted.statuses()).orElse(StateTab.ALL));
    JobFilter rest = tab.get().status() == null ? wanted : wanted.withStatuses(Set.of());
    filterBar.setText(JobFilterParser.format(rest));
    if (refresh.isRunning()) {
      showList();
    }
  }

  void clearFilters() {
    tab.set(StateTab.ALL);
    filterBar.clear();
    showList();
  }

  void showView(SavedViews.View view) {
    tab.set(StateTab.ALL);
    filterBar.setText(view.filter());
    showList();
  }

  /** Keeps the filters but looks a whole day back, or else in all states. */
  void widen() {
    if (filter().since() != null) {
      filterBar.replaceSince("24h");
    } else {
      tab.set(StateTab.ALL);
      filterBar.removeField("status");
    }
    showList();
  }

  /** What {@link #widen} would do, in words, or empty: nothing. */
  String widerWords() {
    if (filter().since() != null) {
      return "Last 24 hours";
    }
    return filter().statuses().isEmpty() ? "" : "All states";
  }

  /** Reads everything anew from the newest job (F5, the pill of new rows). */
  void reload() {
    filterBar.reapply();
    list.show(filter(), newestFirst.get());
    counts.refresh();
  }

  private void refresh() {
    List<JobRow> seen = visibleRows();
    list.refresh(seen.stream().map(JobRow::jobId).toList(), isHeld());
    selection.refresh(seen);
    counts.refresh();
    panels.refresh();
  }

  /** New rows wait while somebody looks at a place in the list. */
  boolean isHeld() {
    boolean looking = scrolledAway.get() || hovering.get() || panels.isOpen();
    return looking && list.rows().size() > 0;
  }

  void setVisible(int first, int last) {
    visible.set(new VisibleRange(first, last));
    scrolledAway.set(first > 0);
  }

  private List<JobRow> visibleRows() {
    VisibleRange range = visible.get();
    return list.rows().peek(range.first(), Math.min(range.last(), range.first() + 200));
  }

  /** The row under the keyboard changed. An open detail follows it. */
  void setCurrent(@Nullable JobRow row) {
    JobRow loaded = row == null || !JobRows.isLoaded(row) ? null : row;
    current.set(loaded);
    if (loaded != null && detail.openProperty().get()) {
      detail.show(loaded);
    }
  }

  void openDetail() {
    JobRow row = current.get();
    if (row != null) {
      detail.show(row);
    }
  }

  /**
   * Opens the detail of any job, in the list or not. One that the list does not have yet, such as a
   * job just submitted, comes in at once where no place in the list is lost by that.
   */
  void openJob(String jobId) {
    detail.showById(jobId);
    if (!scrolledAway.get() && list.rows().indexOfKey(jobId) < 0) {
      list.reload();
    }
  }

  /** The detail of the row under the keyboard, at its log. */
  void openLog() {
    openDetail();
    detail.openLogTab();
  }

  void submitNew() {
    navigator.openSubmit(null);
  }

  void exportList() {
    exports.exportCsv(filter());
  }

  JobFilter filter() {
    return tab.get().applyTo(filterBar.filterProperty().get());
  }

  FilterBarViewModel<JobFilter> filterBar() {
    return filterBar;
  }

  JobListModel list() {
    return list;
  }

  ChosenJobs chosen() {
    return chosen;
  }

  RowSelection<JobRow> selection() {
    return selection;
  }

  JobActions actions() {
    return actions;
  }

  JobExports exports() {
    return exports;
  }

  ListStatusViewModel status() {
    return status;
  }

  SavedViews savedViews() {
    return savedViews;
  }

  CompareViewModel compare() {
    return compare;
  }

  JobDetailViewModel detail() {
    return detail;
  }

  ReadOnlyObjectProperty<StateTab> tabProperty() {
    return tab.getReadOnlyProperty();
  }

  StateCounts counts() {
    return counts;
  }

  ReadOnlyObjectProperty<@Nullable JobRow> currentProperty() {
    return current.getReadOnlyProperty();
  }

  ReadOnlyBooleanProperty connectedProperty() {
    return feed.connectedProperty();
  }

  ReadOnlyObjectProperty<VisibleRange> visibleProperty() {
    return visible.getReadOnlyProperty();
  }

  LiveFeed feed() {
    return feed;
  }

  BooleanProperty newestFirstProperty() {
    return newestFirst;
  }

  BooleanProperty hoveringProperty() {
    return hovering;
  }
}
