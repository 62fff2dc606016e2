package io.joborchestrator.console.view;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntConsumer;

/**
 * Decides which page is loaded next while somebody scrolls: one load at a time, the page wanted
 * last goes first, and pages that were only passed on the way are forgotten. FX thread only.
 */
public final class PageLoads {
  /** The visible rows touch at most two pages; one more for the next step. */
  private static final int MAX_WAITING = 3;

  private final IntConsumer start;
  private final Deque<Integer> waiting = new ArrayDeque<>();
  private int loading = -1;

  /**
   * @param start begins to load a page; {@link #finished} must follow
   */
  public PageLoads(IntConsumer start) {
    this.start = start;
  }

  public void want(int page) {
    if (page == loading) {
      return;
    }
    waiting.remove(page);
    waiting.addFirst(page);
    while (waiting.size() > MAX_WAITING) {
      waiting.removeLast();
    }
    next();
  }

  /** The load in hand ended, well or badly. */
  public void finished() {
    loading = -1;
    next();
  }

  private void next() {
    if (loading < 0 && !waiting.isEmpty()) {
      loading = waiting.removeFirst();
      start.accept(loading);
    }
  }
}
