package io.joborchestrator.console.view;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntConsumer;
import javafx.collections.ObservableListBase;
import org.jspecify.annotations.Nullable;

/**
 * A list of any length of which only the pages last looked at are in memory. A row that is not
 * there yet reads as the placeholder and asks for its page. FX thread only.
 *
 * @param <T> an immutable row
 */
public final class PagedList<T> extends ObservableListBase<T> {
  private final T placeholder;
  private final Function<? super T, ?> key;
  private final int pageSize;
  private final IntConsumer wantPage;
  private final LinkedHashMap<Integer, List<T>> pages;
  private int size;

  /**
   * @param key what makes two versions of a row the same row
   * @param maxPages pages kept; the one not looked at for longest goes first
   * @param wantPage called, possibly again and again, for a page that is not there
   */
  public PagedList(
      T placeholder, Function<? super T, ?> key, int pageSize, int maxPages, IntConsumer wantPage) {
    this.placeholder = placeholder;
    this.key = key;
    this.pageSize = pageSize;
    this.wantPage = wantPage;
    this.pages =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Integer, List<T>> eldest) {
            return size() > maxPages;
          }
        };
  }

  @Override
  public T get(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(index);
    }
    int page = index / pageSize;
    List<T> rows = pages.get(page);
    if (rows == null) {
      wantPage.accept(page);
      rows = pages.getOrDefault(page, List.of());
    }
    int at = index % pageSize;
    return at < rows.size() ? rows.get(at) : placeholder;
  }

  /** The row if it is in memory. Asks for nothing. */
  public @Nullable T peek(int index) {
    if (index < 0 || index >= size) {
      return null;
    }
    List<T> rows = pages.get(index / pageSize);
    int at = index % pageSize;
    return rows == null || at >= rows.size() ? null : rows.get(at);
  }

  /** The rows of a range that are in memory. Asks for nothing. */
  public List<T> peek(int first, int last) {
    List<T> rows = new ArrayList<>();
    for (int i = Math.max(0, first); i <= Math.min(last, size - 1); i++) {
      T row = peek(i);
      if (row != null) {
        rows.add(row);
      }
    }
    return rows;
  }

  @Override
  public int size() {
    return size;
  }

  public int pageSize() {
    return pageSize;
  }

  public boolean has(int page) {
    return pages.containsKey(page);
  }

  public int loadedPages() {
    return pages.size();
  }

  /** Index of the row with this key among the rows in memory, or -1. */
  public int indexOfKey(Object wanted) {
    for (Map.Entry<Integer, List<T>> page : pages.entrySet()) {
      List<T> rows = page.getValue();
      for (int i = 0; i < rows.size(); i++) {
        if (key.apply(rows.get(i)).equals(wanted)) {
          return page.getKey() * pageSize + i;
        }
      }
    }
    return -1;
  }

  /** Makes the list longer or shorter at its end. */
  public void resize(int newSize) {
    beginChange();
    changeEnd(newSize);
    endChange();
  }

  /** Stores a page that was asked for and shows it. */
  public void put(int page, List<T> rows) {
    int from = page * pageSize;
    int to = Math.min(from + rows.size(), size);
    beginChange();
    pages.put(page, new ArrayList<>(rows));
    for (int i = from; i < to; i++) {
      nextUpdate(i);
    }
    endChange();
  }

  /** Puts newer versions of rows in the place of those in memory; others are ignored. */
  public void refresh(List<T> newer) {
    Map<Object, T> byKey = new HashMap<>();
    newer.forEach(row -> byKey.put(key.apply(row), row));
    beginChange();
    for (Map.Entry<Integer, List<T>> page : List.copyOf(pages.entrySet())) {
      replaceIn(page.getKey() * pageSize, page.getValue(), byKey);
    }
    endChange();
  }

  private void replaceIn(int from, List<T> rows, Map<Object, T> byKey) {
    for (int i = 0; i < rows.size() && from + i < size; i++) {
      T newer = byKey.get(key.apply(rows.get(i)));
      if (newer != null && !newer.equals(rows.get(i))) {
        rows.set(i, newer);
        nextUpdate(from + i);
      }
    }
  }

  /**
   * Shows a newer first page: rows that are new come in, rows that left go, the others stay and
   * move with their selection. Pages behind it are dropped, because their rows have moved.
   *
   * @param newSize length of the whole list now
   */
  public void mergeFirstPage(List<T> first, int newSize) {
    List<T> old = pages.getOrDefault(0, List.of());
    List<T> now = new ArrayList<>(old);
    beginChange();
    pages.clear();
    pages.put(0, now);
    removeMissing(now, first);
    addNew(now, first);
    changeEnd(Math.max(newSize, first.size()));
    endChange();
  }

  private void removeMissing(List<T> now, List<T> first) {
    Map<Object, T> wanted = new HashMap<>();
    first.forEach(row -> wanted.put(key.apply(row), row));
    for (int i = now.size() - 1; i >= 0; i--) {
      if (!wanted.containsKey(key.apply(now.get(i)))) {
        nextRemove(i, now.remove(i));
        size--;
      }
    }
  }

  // The order of a list never changes between rows, so one walk over both is enough.
  private void addNew(List<T> now, List<T> first) {
    for (int i = 0; i < first.size(); i++) {
      T row = first.get(i);
      boolean same = i < now.size() && key.apply(now.get(i)).equals(key.apply(row));
      if (!same) {
        now.add(i, row);
        size++;
        nextAdd(i, i + 1);
      } else if (!row.equals(now.get(i))) {
        now.set(i, row);
        nextUpdate(i);
      }
    }
  }

  private void changeEnd(int newSize) {
    int old = size;
    size = newSize;
    if (newSize > old) {
      nextAdd(old, newSize);
    } else if (newSize < old) {
      nextRemove(newSize, Collections.nCopies(old - newSize, placeholder));
      pages.keySet().removeIf(page -> page * pageSize >= newSize);
    }
  }
}
