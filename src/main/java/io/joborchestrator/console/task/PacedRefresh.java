package io.joborchestrator.console.task;

import java.time.Duration;
import java.time.Instant;

/**
 * Refreshes a page with the feed while it is shown. Hints come faster than anybody can read: what
 * comes too early is done once, a little later. FX thread only.
 */
public final class PacedRefresh {
  private static final Duration SHORTEST = Duration.ofMillis(900);

  private final LiveFeed feed;
  private final UiTasks tasks;
  private final Runnable refresh;
  private UiTasks.Handle subscription = () -> {};
  private UiTasks.Handle later = () -> {};
  private Instant last = Instant.EPOCH;
  private boolean running;

  public PacedRefresh(LiveFeed feed, UiTasks tasks, Runnable refresh) {
    this.feed = feed;
    this.tasks = tasks;
    this.refresh = refresh;
  }

  /** The page is shown: refreshes it now and from now on. */
  public void start() {
    running = true;
    subscription = feed.subscribe(this::refresh);
    refresh();
  }

  public void stop() {
    running = false;
    later.cancel();
    subscription.cancel();
  }

  public boolean isRunning() {
    return running;
  }

  private void refresh() {
    later.cancel();
    Duration since = Duration.between(last, feed.now());
    if (!since.isNegative() && since.compareTo(SHORTEST) < 0) {
      later = tasks.after(SHORTEST.minus(since), this::refreshIfConnected);
      return;
    }
    last = feed.now();
    refresh.run();
  }

  private void refreshIfConnected() {
    if (running && feed.connectedProperty().get()) {
      refresh();
    }
  }
}
