package io.joborchestrator.console.jobs;

import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.PageLoads;
import io.joborchestrator.console.view.PagedList;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobPage;
import io.joborchestrator.domain.job.JobPageRequest;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the Jobs page: one anchored list at a time, loaded page by page, refreshed in place.
 * FX thread only.
 */
final class JobListModel {
  static final int PAGE_SIZE = 100;
  private static final int MAX_PAGES = 50;

  /** Above this the list is read anew rather than moved row by row. */
  private static final int MAX_MERGED_DIFFERENCE = 10_000;

  private final EnhancedJobManager jobs;
  private final UiTasks tasks;
  private final ReadOnlyObjectWrapper<PagedList<JobRow>> rows;
  private final ReadOnlyLongWrapper total = new ReadOnlyLongWrapper(this, "total");
  private final ReadOnlyBooleanWrapper totalExact =
      new ReadOnlyBooleanWrapper(this, "totalExact", true);
  private final ReadOnlyLongWrapper newer = new ReadOnlyLongWrapper(this, "newer");
  private final ReadOnlyBooleanWrapper loading = new ReadOnlyBooleanWrapper(this, "loading");
  private final ReadOnlyBooleanWrapper loadedOnce = new ReadOnlyBooleanWrapper(this, "loadedOnce");
  private final ReadOnlyObjectWrapper<@Nullable Exception> failure =
      new ReadOnlyObjectWrapper<>(this, "failure");

  private JobFilter filter = JobFilter.ALL;
  private boolean newestFirst = true;
  private long anchorNo;
  private long sequence;
  private boolean refreshing;

  JobListModel(EnhancedJobManager jobs, UiTasks tasks) {
    this.jobs = jobs;
    this.tasks = tasks;
    this.rows = new ReadOnlyObjectWrapper<>(this, "rows", newList());
  }

  /** Shows other jobs or another order. The old rows stay until the new ones are there. */
  void show(JobFilter newFilter, boolean newest) {
    filter = newFilter;
    newestFirst = newest;
    reload();
  }

  /** Reads the list anew from its newest job. */
  void reload() {
    long asked = ++sequence;
    refreshing = false;
    loading.set(true);
    JobPageRequest request = new JobPageRequest(filter, null, 0, PAGE_SIZE, newestFirst);
    tasks.run(
        "List jobs",
        () -> jobs.page(request),
        page -> {
          if (asked == sequence) {
            startOver(page);
          }
        },
        problem -> {
          if (asked == sequence) {
            failed(problem);
          }
        });
  }

  /**
   * Brings the visible rows up to date.
   *
   * @param ids of the visible rows
   * @param held true: rows stay where they are and new ones are only counted; false: the list is at
   *     its top and new rows come in
   */
  void refresh(List<String> ids, boolean held) {
    if (refreshing || loading.get()) {
      return;
    }
    refreshing = true;
    long asked = sequence;
    // An empty list has no row that could jump.
    boolean fromTop = newestFirst && (!held || rows.get().isEmpty());
    JobPageRequest request = refreshRequest(fromTop);
    tasks.run(
        "Refresh jobs",
        () -> new Refreshed(jobs.page(request), fromTop ? List.of() : jobs.rows(ids)),
        fresh -> {
          if (asked == sequence) {
            refreshing = false;
            merge(fresh, fromTop);
          }
        },
        problem -> {
          if (asked == sequence) {
            failed(problem);
          }
        });
  }

  private record Refreshed(JobPage page, List<JobRow> rows) {}

  private JobPageRequest refreshRequest(boolean fromTop) {
    if (fromTop) {
      return new JobPageRequest(filter, null, 0, PAGE_SIZE, true);
    }
    // Oldest first grows at its end, where no index moves: it may take the new rows at once.
    return new JobPageRequest(filter, newestFirst ? anchorNo : null, 0, 1, newestFirst);
  }

  /** Shows at once what a command is about to change; the next refresh tells the truth. */
  void patch(List<JobRow> changed) {
    rows.get().refresh(changed);
  }

  private void startOver(JobPage page) {
    PagedList<JobRow> list = newList();
    takeFacts(page);
    list.resize(sizeOf(page));
    if (!page.rows().isEmpty()) {
      list.put(0, page.rows());
    }
    rows.set(list);
    loadedOnce.set(true);
    loading.set(false);
    failure.set(null);
  }

  private void merge(Refreshed fresh, boolean fromTop) {
    PagedList<JobRow> list = rows.get();
    JobPage page = fresh.page();
    failure.set(null);
    if (Math.abs(sizeOf(page) - list.size()) > MAX_MERGED_DIFFERENCE) {
      if (fromTop) {
        startOver(page);
      }
      return;
    }
    takeFacts(page);
    if (fromTop) {
      list.mergeFirstPage(page.rows(), sizeOf(page));
    } else {
      list.refresh(fresh.rows());
      if (!newestFirst && sizeOf(page) > list.size()) {
        list.resize(sizeOf(page));
      }
    }
  }

  private void takeFacts(JobPage page) {
    anchorNo = page.anchorNo();
    total.set(page.total());
    totalExact.set(page.totalExact());
    newer.set(page.newer());
  }

  private static int sizeOf(JobPage page) {
    return (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(page.total(), page.rows().size()));
  }

  private PagedList<JobRow> newList() {
    PageLoads[] loads = new PageLoads[1];
    PagedList<JobRow> list =
        new PagedList<>(
            JobRows.LOADING, JobRow::jobId, PAGE_SIZE, MAX_PAGES, page -> loads[0].want(page));
    loads[0] = new PageLoads(page -> load(list, loads[0], page));
    return list;
  }

  private void load(PagedList<JobRow> list, PageLoads loads, int page) {
    long from = (long) page * PAGE_SIZE;
    JobPageRequest request = new JobPageRequest(filter, anchorNo, from, PAGE_SIZE, newestFirst);
    tasks.run(
        "Load jobs",
        () -> jobs.page(request),
        answer -> {
          if (list == rows.get()) {
            arrived(list, page, request, answer);
          }
          loads.finished();
        },
        problem -> {
          if (list == rows.get()) {
            failed(problem);
          }
          loads.finished();
        });
  }

  private void arrived(PagedList<JobRow> list, int page, JobPageRequest request, JobPage answer) {
    boolean moved = newestFirst && (request.anchorNo() == null || request.anchorNo() != anchorNo);
    if (moved) {
      list.get(page * PAGE_SIZE); // asks again, by the anchor of now
      return;
    }
    failure.set(null);
    list.put(page, answer.rows());
    long end = request.offset() + answer.rows().size();
    boolean isEnd = answer.rows().size() < PAGE_SIZE;
    // The total may be an estimate, and rows may have left a list by state: the end decides.
    if (isEnd && end < list.size()) {
      list.resize((int) end);
    } else if (!isEnd && end >= list.size() && !answer.totalExact()) {
      list.resize((int) Math.min(Integer.MAX_VALUE - 8L, end + PAGE_SIZE));
    }
  }

  private void failed(Exception problem) {
    refreshing = false;
    loading.set(false);
    failure.set(problem);
  }

  JobFilter filter() {
    return filter;
  }

  boolean newestFirst() {
    return newestFirst;
  }

  ReadOnlyObjectProperty<PagedList<JobRow>> rowsProperty() {
    return rows.getReadOnlyProperty();
  }

  PagedList<JobRow> rows() {
    return rows.get();
  }

  /** Jobs that match up to the newest one the list knows. */
  ReadOnlyLongProperty totalProperty() {
    return total.getReadOnlyProperty();
  }

  ReadOnlyBooleanProperty totalExactProperty() {
    return totalExact.getReadOnlyProperty();
  }

  /** Matching jobs that came after the list was anchored. */
  ReadOnlyLongProperty newerProperty() {
    return newer.getReadOnlyProperty();
  }

  ReadOnlyBooleanProperty loadingProperty() {
    return loading.getReadOnlyProperty();
  }

  /** True once any answer arrived. */
  ReadOnlyBooleanProperty loadedOnceProperty() {
    return loadedOnce.getReadOnlyProperty();
  }

  /** Why the last read did not work, or null. */
  ReadOnlyObjectProperty<@Nullable Exception> failureProperty() {
    return failure.getReadOnlyProperty();
  }
}
