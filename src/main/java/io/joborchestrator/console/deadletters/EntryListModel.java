package io.joborchestrator.console.deadletters;

import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.PageLoads;
import io.joborchestrator.console.view.PagedList;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.deadletter.DeadLetterFilter;
import io.joborchestrator.domain.deadletter.DeadLetterPage;
import io.joborchestrator.domain.deadletter.DeadLetterRow;
import io.joborchestrator.orchestrator.DeadLetterManager;
import java.time.Instant;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The entries of the page, newest failure first: one list at a time, loaded page by page, refreshed
 * in place. While somebody looks at a place of it, newer failures are only counted. FX thread only.
 */
final class EntryListModel {
  static final int PAGE_SIZE = 100;
  private static final int MAX_PAGES = 40;

  private final DeadLetterManager manager;
  private final UiTasks tasks;
  private final Texts texts;
  private final ReadOnlyObjectWrapper<PagedList<DeadLetterRow>> rows;
  private final ReadOnlyLongWrapper total = new ReadOnlyLongWrapper(this, "total");
  private final ReadOnlyLongWrapper newer = new ReadOnlyLongWrapper(this, "newer");
  private final ReadOnlyBooleanWrapper loading = new ReadOnlyBooleanWrapper(this, "loading");
  private final ReadOnlyBooleanWrapper loadedOnce = new ReadOnlyBooleanWrapper(this, "loadedOnce");
  private final ReadOnlyObjectWrapper<@Nullable Exception> failure =
      new ReadOnlyObjectWrapper<>(this, "failure");
  private DeadLetterFilter filter = DeadLetterFilter.UNRESOLVED;

  /** What failed then or later is not in the list yet; null: everything is. */
  private @Nullable Instant anchor;

  private long sequence;
  private boolean refreshing;

  EntryListModel(DeadLetterManager manager, UiTasks tasks, Texts texts) {
    this.manager = manager;
    this.tasks = tasks;
    this.texts = texts;
    this.rows = new ReadOnlyObjectWrapper<>(this, "rows", newList());
  }

  /** Shows other entries. The old rows stay until the new ones are there. */
  void show(DeadLetterFilter wanted) {
    filter = wanted;
    reload();
  }

  /** Reads the list anew from its newest failure. */
  void reload() {
    long asked = ++sequence;
    refreshing = false;
    loading.set(true);
    DeadLetterFilter wanted = filter;
    tasks.run(
        texts.get("dead.task.list"),
        () -> manager.page(wanted, 0, PAGE_SIZE),
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

  private void startOver(DeadLetterPage page) {
    loading.set(false);
    failure.set(null);
    loadedOnce.set(true);
    PagedList<DeadLetterRow> fresh = newList();
    fresh.resize(size(page));
    fresh.put(0, page.rows());
    rows.set(fresh);
    take(page, 0);
  }

  private void take(DeadLetterPage page, long newerNow) {
    total.set(page.total());
    newer.set(newerNow);
    if (page.offset() == 0 && newerNow == 0 && !page.rows().isEmpty()) {
      // The database keeps microseconds.
      anchor = page.rows().get(0).failedAt().plusNanos(1_000);
    }
  }

  private static int size(DeadLetterPage page) {
    return (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(page.total(), page.rows().size()));
  }

  /**
   * Brings what is visible up to date.
   *
   * @param firstVisible index of the first row on the screen
   * @param held rows stay where they are and newer ones are only counted
   */
  void refresh(int firstVisible, boolean held) {
    if (refreshing || loading.get()) {
      return;
    }
    refreshing = true;
    long asked = sequence;
    boolean fromTop = !held || rows.get().isEmpty() || anchor == null;
    long offset = fromTop ? 0 : (long) firstVisible / PAGE_SIZE * PAGE_SIZE;
    tasks.run(
        texts.get("dead.task.refresh"),
        () -> ask(fromTop, offset),
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

  private record Fresh(DeadLetterPage page, long newer) {}

  private Fresh ask(boolean fromTop, long offset) {
    Instant until = anchor;
    if (fromTop || until == null) {
      return new Fresh(manager.page(filter, 0, PAGE_SIZE), 0);
    }
    DeadLetterPage page = manager.page(between(null, until), offset, 2 * PAGE_SIZE);
    return new Fresh(page, manager.page(between(until, null), 0, 1).total());
  }

  private DeadLetterFilter between(@Nullable Instant since, @Nullable Instant until) {
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
    failure.set(null);
    DeadLetterPage page = fresh.page();
    PagedList<DeadLetterRow> list = rows.get();
    if (fromTop) {
      list.mergeFirstPage(page.rows(), size(page));
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

  private PagedList<DeadLetterRow> newList() {
    PageLoads[] loads = new PageLoads[1];
    PagedList<DeadLetterRow> list =
        new PagedList<>(
            EntryRows.LOADING,
            DeadLetterRow::entryNo,
            PAGE_SIZE,
            MAX_PAGES,
            page -> loads[0].want(page));
    loads[0] = new PageLoads(page -> load(list, loads[0], page));
    return list;
  }

  private void load(PagedList<DeadLetterRow> list, PageLoads loads, int page) {
    Instant until = anchor;
    DeadLetterFilter wanted = until == null ? filter : between(null, until);
    tasks.run(
        texts.get("dead.task.list"),
        () -> manager.page(wanted, (long) page * PAGE_SIZE, PAGE_SIZE),
        answer -> {
          if (list == rows.get()) {
            failure.set(null);
            list.put(page, answer.rows());
            if (answer.rows().size() < PAGE_SIZE) {
              list.resize(Math.min(list.size(), page * PAGE_SIZE + answer.rows().size()));
            }
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

  private void failed(Exception problem) {
    refreshing = false;
    loading.set(false);
    failure.set(problem);
  }

  DeadLetterFilter filter() {
    return filter;
  }

  ReadOnlyObjectProperty<PagedList<DeadLetterRow>> rowsProperty() {
    return rows.getReadOnlyProperty();
  }

  PagedList<DeadLetterRow> rows() {
    return rows.get();
  }

  ReadOnlyLongProperty totalProperty() {
    return total.getReadOnlyProperty();
  }

  /** Matching entries that failed after the list was anchored. */
  ReadOnlyLongProperty newerProperty() {
    return newer.getReadOnlyProperty();
  }

  ReadOnlyBooleanProperty loadingProperty() {
    return loading.getReadOnlyProperty();
  }

  ReadOnlyBooleanProperty loadedOnceProperty() {
    return loadedOnce.getReadOnlyProperty();
  }

  /** Why the last read did not work, or null. */
  ReadOnlyObjectProperty<@Nullable Exception> failureProperty() {
    return failure.getReadOnlyProperty();
  }
}
