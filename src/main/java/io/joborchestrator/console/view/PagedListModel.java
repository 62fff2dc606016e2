package io.joborchestrator.console.view;

import io.joborchestrator.console.task.UiTasks;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a page with a long list: one list at a time, loaded page by page, refreshed in place.
 * Answers of an earlier list are dropped; one refresh is under way at a time. What is asked, and
 * how an answer is merged, says the page. FX thread only; only the given work runs elsewhere.
 *
 * @param <T> type of the rows
 */
public abstract class PagedListModel<T> {
  private final UiTasks tasks;
  private final T placeholder;
  private final Function<? super T, ?> key;
  private final int pageSize;
  private final int maxPages;
  private final ReadOnlyObjectWrapper<PagedList<T>> rows;
  private final ReadOnlyLongWrapper total = new ReadOnlyLongWrapper(this, "total");
  private final ReadOnlyLongWrapper newer = new ReadOnlyLongWrapper(this, "newer");
  private final ReadOnlyBooleanWrapper loading = new ReadOnlyBooleanWrapper(this, "loading");
  private final ReadOnlyBooleanWrapper loadedOnce = new ReadOnlyBooleanWrapper(this, "loadedOnce");
  private final ReadOnlyObjectWrapper<@Nullable Exception> failure =
      new ReadOnlyObjectWrapper<>(this, "failure");

  private long sequence;
  private boolean refreshing;

  /**
   * @param placeholder stands for a row that is not there yet
   * @param maxPages kept in memory
   */
  protected PagedListModel(
      UiTasks tasks, T placeholder, Function<? super T, ?> key, int pageSize, int maxPages) {
    this.tasks = tasks;
    this.placeholder = placeholder;
    this.key = key;
    this.pageSize = pageSize;
    this.maxPages = maxPages;
    this.rows = new ReadOnlyObjectWrapper<>(this, "rows", newList());
  }

  /** How a page of the list is asked for and what becomes of the answer. */
  public record PageRequest<A>(String what, Callable<A> work, Consumer<? super A> arrived) {}

  /**
   * What is to be asked for a page that is looked at, in the present list.
   *
   * @param page number of the page, from 0
   */
  protected abstract PageRequest<?> request(int page);

  private PagedList<T> newList() {
    PageLoads[] loads = new PageLoads[1];
    PagedList<T> list =
        new PagedList<>(placeholder, key, pageSize, maxPages, page -> loads[0].want(page));
    loads[0] = new PageLoads(page -> load(list, loads[0], request(page)));
    return list;
  }

  private <A> void load(PagedList<T> list, PageLoads loads, PageRequest<A> request) {
    tasks.run(
        request.what(),
        request.work(),
        answer -> {
          if (list == rows.get()) {
            request.arrived().accept(answer);
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

  /** Asks for another list; the old rows stay until {@link #startOver}. */
  protected final <A> void reload(String what, Callable<A> work, Consumer<? super A> arrived) {
    sequence++;
    refreshing = false;
    loading.set(true);
    run(what, work, arrived);
  }

  /** Whether a refresh can begin: nothing else is under way. */
  protected final boolean mayRefresh() {
    return !refreshing && !loading.get();
  }

  /** Asks what is new in the present list. */
  protected final <A> void refresh(String what, Callable<A> work, Consumer<? super A> merge) {
    refreshing = true;
    run(
        what,
        work,
        answer -> {
          refreshing = false;
          failure.set(null);
          merge.accept(answer);
        });
  }

  private <A> void run(String what, Callable<A> work, Consumer<? super A> arrived) {
    long asked = sequence;
    tasks.run(
        what,
        work,
        answer -> {
          if (asked == sequence) {
            arrived.accept(answer);
          }
        },
        problem -> {
          if (asked == sequence) {
            failed(problem);
          }
        });
  }

  private void failed(Exception problem) {
    refreshing = false;
    loading.set(false);
    failure.set(problem);
  }

  /** Shows a new list that begins with these rows. */
  protected final void startOver(List<T> first, long matching) {
    PagedList<T> list = newList();
    list.resize(size(first, matching));
    if (!first.isEmpty()) {
      list.put(0, first);
    }
    rows.set(list);
    loadedOnce.set(true);
    loading.set(false);
    failure.set(null);
  }

  /** Length of a list with this first page and so many rows, as far as a list can be long. */
  protected static int size(List<?> first, long matching) {
    return (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(matching, first.size()));
  }

  /** A page came well. */
  protected final void healthy() {
    failure.set(null);
  }

  protected final void setTotal(long value) {
    total.set(value);
  }

  protected final void setNewer(long value) {
    newer.set(value);
  }

  public final ReadOnlyObjectProperty<PagedList<T>> rowsProperty() {
    return rows.getReadOnlyProperty();
  }

  public final PagedList<T> rows() {
    return rows.get();
  }

  /** Rows that match up to the newest one the list knows. */
  public final ReadOnlyLongProperty totalProperty() {
    return total.getReadOnlyProperty();
  }

  /** Matching rows that came after the list was anchored. */
  public final ReadOnlyLongProperty newerProperty() {
    return newer.getReadOnlyProperty();
  }

  public final ReadOnlyBooleanProperty loadingProperty() {
    return loading.getReadOnlyProperty();
  }

  /** True once any answer arrived. */
  public final ReadOnlyBooleanProperty loadedOnceProperty() {
    return loadedOnce.getReadOnlyProperty();
  }

  /** Why the last read did not work, or null. */
  public final ReadOnlyObjectProperty<@Nullable Exception> failureProperty() {
    return failure.getReadOnlyProperty();
  }
}
