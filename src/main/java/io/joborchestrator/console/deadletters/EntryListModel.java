package io.joborchestrator.console.deadletters;

import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.PagedList;
import io.joborchestrator.console.view.PagedListModel;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.deadletter.DeadLetterFilter;
import io.joborchestrator.domain.deadletter.DeadLetterPage;
import io.joborchestrator.domain.deadletter.DeadLetterRow;
import io.joborchestrator.orchestrator.DeadLetterManager;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The entries of the page, newest failure first. While somebody looks at a place of the list, newer
 * failures are only counted. FX thread only.
 */
final class EntryListModel extends PagedListModel<DeadLetterRow> {
  static final int PAGE_SIZE = 100;
  private static final int MAX_PAGES = 40;

  private final DeadLetterManager manager;
  private final Texts texts;
  private DeadLetterFilter filter = DeadLetterFilter.UNRESOLVED;

  /** What failed then or later is not in the list yet; null: everything is. */
  private @Nullable Instant anchor;

  EntryListModel(DeadLetterManager manager, UiTasks tasks, Texts texts) {
    super(tasks, EntryRows.LOADING, DeadLetterRow::entryNo, PAGE_SIZE, MAX_PAGES);
    this.manager = manager;
    this.texts = texts;
  }

  /** Shows other entries. The old rows stay until the new ones are there. */
  void show(DeadLetterFilter wanted) {
    filter = wanted;
    reload();
  }

  /** Reads the list anew from its newest failure. */
  void reload() {
    DeadLetterFilter wanted = filter;
    reload(
        texts.get("dead.task.list"),
        () -> manager.page(wanted, 0, PAGE_SIZE),
        page -> {
          startOver(page.rows(), page.total());
          take(page, 0);
        });
  }

  private void take(DeadLetterPage page, long newerNow) {
    setTotal(page.total());
    setNewer(newerNow);
    if (page.offset() == 0 && newerNow == 0 && !page.rows().isEmpty()) {
      // The database keeps microseconds.
      anchor = page.rows().get(0).failedAt().plusNanos(1_000);
    }
  }

  /**
   * Brings what is visible up to date.
   *
   * @param firstVisible index of the first row on the screen
   * @param held rows stay where they are and newer ones are only counted
   */
  void refresh(int firstVisible, boolean held) {
    if (!mayRefresh()) {
      return;
    }
    DeadLetterFilter wanted = filter;
    Instant until = anchor;
    boolean fromTop = !held || rows().isEmpty() || until == null;
    long offset = fromTop ? 0 : (long) firstVisible / PAGE_SIZE * PAGE_SIZE;
    refresh(
        texts.get("dead.task.refresh"),
        () -> ask(wanted, fromTop ? null : until, offset),
        fresh -> merge(fresh, fromTop));
  }

  private record Fresh(DeadLetterPage page, long newer) {}

  /** Runs in the background: everything it needs is given to it. */
  private Fresh ask(DeadLetterFilter wanted, @Nullable Instant until, long offset) {
    if (until == null) {
      return new Fresh(manager.page(wanted, 0, PAGE_SIZE), 0);
    }
    DeadLetterPage page = manager.page(between(wanted, null, until), offset, 2 * PAGE_SIZE);
    return new Fresh(page, manager.page(between(wanted, until, null), 0, 1).total());
  }

  private static DeadLetterFilter between(
      DeadLetterFilter filter, @Nullable Instant since, @Nullable Instant until) {
    return new DeadLetterFilter(
        filter.states(),
        filter.groups(),
        filter.reasons(),
        filter.types(),
        filter.engines(),
        filter.queues(),
        filter.owners(),
        filter.codes(),
        filter.names(),
        filter.assignees(),
        filter.text(),
        since == null ? filter.since() : since,
        until == null ? filter.until() : until);
  }

  private void merge(Fresh fresh, boolean fromTop) {
    DeadLetterPage page = fresh.page();
    PagedList<DeadLetterRow> list = rows();
    if (fromTop) {
      list.mergeFirstPage(page.rows(), size(page.rows(), page.total()));
    } else {
      putPages(list, page);
    }
    take(page, fresh.newer());
  }

  private static void putPages(PagedList<DeadLetterRow> list, DeadLetterPage page) {
    if (page.total() != list.size()) {
      list.resize((int) page.total());
    }
    int first = (int) (page.offset() / PAGE_SIZE);
    for (int at = 0; at < page.rows().size(); at += PAGE_SIZE) {
      int end = Math.min(at + PAGE_SIZE, page.rows().size());
      list.put(first + at / PAGE_SIZE, page.rows().subList(at, end));
    }
  }

  @Override
  protected PageRequest<DeadLetterPage> request(int page) {
    Instant until = anchor;
    DeadLetterFilter wanted = until == null ? filter : between(filter, null, until);
    return new PageRequest<>(
        texts.get("dead.task.list"),
        () -> manager.page(wanted, (long) page * PAGE_SIZE, PAGE_SIZE),
        answer -> {
          PagedList<DeadLetterRow> list = rows();
          healthy();
          list.put(page, answer.rows());
          if (answer.rows().size() < PAGE_SIZE) {
            list.resize(Math.min(list.size(), page * PAGE_SIZE + answer.rows().size()));
          }
        });
  }

  DeadLetterFilter filter() {
    return filter;
  }
}
