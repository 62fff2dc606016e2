package io.joborchestrator.console.jobs;

import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.PagedList;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/**
 * What the list says about itself: which kind of nothing it shows, how many jobs match, which are
 * visible, how many wait behind the pill. FX thread only.
 */
final class ListStatusViewModel {
  private static final Duration NOTICEABLE = Duration.ofMillis(150);
  private static final long MOST_COUNTED = 100_000;

  /** What stands where the rows would be. */
  enum Kind {
    ROWS,
    LOADING,
    NO_MATCH,
    NO_JOBS,
    FAILED
  }

  private final JobsViewModel page;
  private final EnhancedJobManager jobs;
  private final UiTasks tasks;
  private final ZoneId zone;
  private final ReadOnlyObjectWrapper<Kind> kind =
      new ReadOnlyObjectWrapper<>(this, "kind", Kind.ROWS);
  private final ReadOnlyStringWrapper sentence = new ReadOnlyStringWrapper(this, "sentence", "");
  private final ReadOnlyStringWrapper matching = new ReadOnlyStringWrapper(this, "matching", "");
  private final ReadOnlyStringWrapper foot = new ReadOnlyStringWrapper(this, "foot", "");
  private final ReadOnlyStringWrapper footRight = new ReadOnlyStringWrapper(this, "footRight", "");
  private final ReadOnlyStringWrapper pill = new ReadOnlyStringWrapper(this, "pill", "");
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
  private UiTasks.Handle slow = () -> {};
  private UiTasks.Handle counting = () -> {};

  ListStatusViewModel(JobsViewModel page, EnhancedJobManager jobs, UiTasks tasks, ZoneId zone) {
    this.page = page;
    this.jobs = jobs;
    this.tasks = tasks;
    this.zone = zone;
    JobListModel list = page.list();
    list.loadingProperty().addListener((property, before, now) -> loadingChanged(now));
    list.rowsProperty().addListener((property, before, now) -> update());
    list.totalProperty().addListener((property, before, now) -> update());
    list.newerProperty().addListener((property, before, now) -> update());
    list.failureProperty().addListener((property, before, now) -> update());
    page.counts().countsProperty().addListener((property, before, now) -> update());
    page.visibleProperty().addListener((property, before, now) -> update());
    page.connectedProperty().addListener((property, before, now) -> update());
  }

  private void loadingChanged(boolean loading) {
    slow.cancel();
    busy.set(false);
    if (loading) {
      slow = tasks.after(NOTICEABLE, this::takesLong);
    }
    update();
  }

  private void takesLong() {
    if (page.list().loadingProperty().get()) {
      busy.set(true);
      update();
    }
  }

  private void update() {
    JobListModel list = page.list();
    long total = list.totalProperty().get();
    boolean exact = list.totalExactProperty().get();
    // Counting stops where nobody reads on: the server says "at least" then.
    String count = Formats.exact(total) + (exact ? "" : "+");
    boolean connected = page.connectedProperty().get();
    matching.set(!list.loadedOnceProperty().get() ? "" : connected ? count : loadedRows());
    foot.set(connected ? footText(count) : loadedRows() + ", data of " + asOf());
    footRight.set(connected ? "" : "Actions wait until the connection is back");
    long newer = list.newerProperty().get();
    pill.set(newer > 0 ? Formats.count(newer) + " new" : "");
    show(kindNow(list));
  }

  private String loadedRows() {
    PagedList<?> rows = page.list().rows();
    long loaded = Math.min(rows.size(), (long) rows.loadedPages() * rows.pageSize());
    return Formats.exact(loaded) + " rows loaded";
  }

  private String asOf() {
    Instant contact = page.feed().connectionProperty().get().lastContact();
    return contact == null ? "before" : Formats.time(contact, zone, contact);
  }

  private String footText(String count) {
    JobsViewModel.VisibleRange range = page.visibleProperty().get();
    if (page.list().rows().isEmpty() || range.last() < range.first()) {
      return page.list().loadedOnceProperty().get() ? "No jobs" : "";
    }
    String order = page.newestFirstProperty().get() ? "newest first" : "oldest first";
    return Formats.exact(range.first() + 1L)
        + " to "
        + Formats.exact(range.last() + 1L)
        + " of "
        + count
        + ", "
        + order;
  }

  private Kind kindNow(JobListModel list) {
    if (!list.rows().isEmpty()) {
      return Kind.ROWS;
    }
    if (list.failureProperty().get() != null && page.connectedProperty().get()) {
      return Kind.FAILED;
    }
    if (!list.loadedOnceProperty().get()) {
      return busy.get() ? Kind.LOADING : kind.get() == Kind.FAILED ? Kind.FAILED : Kind.ROWS;
    }
    boolean filtered = !page.filter().equals(JobFilter.ALL);
    return filtered || page.counts().get().total() > 0 ? Kind.NO_MATCH : Kind.NO_JOBS;
  }

  private void show(Kind now) {
    boolean entered = now != kind.get();
    kind.set(now);
    if (now == Kind.FAILED) {
      Exception failure = page.list().failureProperty().get();
      sentence.set(failure == null ? "" : String.valueOf(failure.getMessage()));
    } else if (now == Kind.NO_MATCH && (entered || sentence.get().isEmpty())) {
      explain();
    }
  }

  /** The filter changed while nothing matched before: what hides the rows may be another thing. */
  void explainAgain() {
    sentence.set("");
    update();
  }

  // Tries the filter without its likeliest culprit and says how many jobs that would show.
  private void explain() {
    counting.cancel();
    JobFilter filter = page.filter();
    @Nullable JobFilter wider = null;
    String culprit = "";
    if (filter.since() != null) {
      wider = filter.withSince(null);
      culprit =
          "are older than " + Formats.age(Duration.between(filter.since(), page.feed().now()));
    } else if (!filter.statuses().isEmpty()) {
      wider = filter.withStatuses(Set.of());
      culprit = "are in another state";
    }
    sentence.set("Change the filters, or clear them to see all jobs.");
    if (wider != null) {
      countWider(wider, culprit);
    }
  }

  private void countWider(JobFilter wider, String culprit) {
    counting =
        tasks.run(
            "Count hidden jobs",
            () -> jobs.count(wider, MOST_COUNTED),
            hidden -> {
              if (hidden > 0) {
                String number = Formats.exact(hidden) + (hidden >= MOST_COUNTED ? " or more" : "");
                sentence.set(
                    number
                        + (hidden == 1
                            ? " job that matches otherwise "
                            : " jobs that match otherwise ")
                        + (hidden == 1 ? culprit.replaceFirst("^are", "is") : culprit)
                        + ".");
              }
            },
            // Only the explanation is missing; the list itself shows the failure.
            failure -> {});
  }

  ReadOnlyObjectProperty<Kind> kindProperty() {
    return kind.getReadOnlyProperty();
  }

  /** Explains a list without rows. */
  ReadOnlyStringProperty sentenceProperty() {
    return sentence.getReadOnlyProperty();
  }

  ReadOnlyStringProperty matchingProperty() {
    return matching.getReadOnlyProperty();
  }

  ReadOnlyStringProperty footProperty() {
    return foot.getReadOnlyProperty();
  }

  ReadOnlyStringProperty footRightProperty() {
    return footRight.getReadOnlyProperty();
  }

  /** "12 new", or empty: nothing waits. */
  ReadOnlyStringProperty pillProperty() {
    return pill.getReadOnlyProperty();
  }

  /** True while a read takes noticeably long. */
  ReadOnlyBooleanProperty busyProperty() {
    return busy.getReadOnlyProperty();
  }
}
