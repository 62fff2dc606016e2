package io.joborchestrator.console.jobs;

import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.PagedList;
import io.joborchestrator.console.view.PagedListModel;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobPage;
import io.joborchestrator.domain.job.JobPageRequest;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;

/** The rows of the Jobs page, anchored at the newest job that the list knows. FX thread only. */
final class JobListModel extends PagedListModel<JobRow> {
  static final int PAGE_SIZE = 100;
  private static final int MAX_PAGES = 50;

  /** Above this the list is read anew rather than moved row by row. */
  private static final int MAX_MERGED_DIFFERENCE = 10_000;

  private final EnhancedJobManager jobs;
  private final ReadOnlyBooleanWrapper totalExact =
      new ReadOnlyBooleanWrapper(this, "totalExact", true);

  private JobFilter filter = JobFilter.ALL;
  private boolean newestFirst = true;
  private long anchorNo;

  JobListModel(EnhancedJobManager jobs, UiTasks tasks) {
    super(tasks, JobRows.LOADING, JobRow::jobId, PAGE_SIZE, MAX_PAGES);
    this.jobs = jobs;
  }

  /** Shows other jobs or another order. The old rows stay until the new ones are there. */
  void show(JobFilter newFilter, boolean newest) {
    filter = newFilter;
    newestFirst = newest;
    reload();
  }

  /** Reads the list anew from its newest job. */
  void reload() {
    JobPageRequest request = new JobPageRequest(filter, null, 0, PAGE_SIZE, newestFirst);
    reload("List jobs", () -> jobs.page(request), this::startOver);
  }

  /**
   * Brings the visible rows up to date.
   *
   * @param ids of the visible rows
   * @param held true: rows stay where they are and new ones are only counted; false: the list is at
   *     its top and new rows come in
   */
  void refresh(List<String> ids, boolean held) {
    if (!mayRefresh()) {
      return;
    }
    // An empty list has no row that could jump.
    boolean fromTop = newestFirst && (!held || rows().isEmpty());
    JobPageRequest request = refreshRequest(fromTop);
    refresh(
        "Refresh jobs",
        () -> new Refreshed(jobs.page(request), fromTop ? List.of() : jobs.rows(ids)),
        fresh -> merge(fresh, fromTop));
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
    rows().refresh(changed);
  }

  private void startOver(JobPage page) {
    takeFacts(page);
    startOver(page.rows(), page.total());
  }

  private void merge(Refreshed fresh, boolean fromTop) {
    PagedList<JobRow> list = rows();
    JobPage page = fresh.page();
    int size = size(page.rows(), page.total());
    if (Math.abs(size - list.size()) > MAX_MERGED_DIFFERENCE) {
      if (fromTop) {
        startOver(page);
      }
      return;
    }
    takeFacts(page);
    if (fromTop) {
      list.mergeFirstPage(page.rows(), size);
    } else {
      list.refresh(fresh.rows());
      if (!newestFirst && size > list.size()) {
        list.resize(size);
      }
    }
  }

  private void takeFacts(JobPage page) {
    anchorNo = page.anchorNo();
    setTotal(page.total());
    totalExact.set(page.totalExact());
    setNewer(page.newer());
  }

  @Override
  protected PageRequest<JobPage> request(int page) {
    long from = (long) page * PAGE_SIZE;
    JobPageRequest request = new JobPageRequest(filter, anchorNo, from, PAGE_SIZE, newestFirst);
    return new PageRequest<>(
        "Load jobs", () -> jobs.page(request), answer -> arrived(page, request, answer));
  }

  private void arrived(int page, JobPageRequest request, JobPage answer) {
    PagedList<JobRow> list = rows();
    boolean moved = newestFirst && (request.anchorNo() == null || request.anchorNo() != anchorNo);
    if (moved) {
      list.get(page * PAGE_SIZE); // asks again, by the anchor of now
      return;
    }
    healthy();
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

  JobFilter filter() {
    return filter;
  }

  boolean newestFirst() {
    return newestFirst;
  }

  ReadOnlyBooleanProperty totalExactProperty() {
    return totalExact.getReadOnlyProperty();
  }
}
