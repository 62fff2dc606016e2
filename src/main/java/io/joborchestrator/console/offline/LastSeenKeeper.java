package io.joborchestrator.console.offline;

import io.joborchestrator.console.task.LiveFeed;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.orchestrator.Orchestrator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what was seen last in its file: every half a minute while there is a connection, and once
 * more at the end. FX thread, except for what {@link #lastWrite} gives.
 */
public final class LastSeenKeeper {
  private static final Logger log = LoggerFactory.getLogger(LastSeenKeeper.class);
  static final Duration SPACING = Duration.ofSeconds(30);

  private final Orchestrator orchestrator;
  private final LiveFeed feed;
  private final UiTasks tasks;
  private final LastSeenFile file;
  private final String what;
  private UiTasks.Handle subscription = () -> {};
  private Instant written = Instant.EPOCH;
  private boolean writing;

  /**
   * @param what it does, in words
   */
  public LastSeenKeeper(
      Orchestrator orchestrator, LiveFeed feed, UiTasks tasks, LastSeenFile file, String what) {
    this.orchestrator = orchestrator;
    this.feed = feed;
    this.tasks = tasks;
    this.file = file;
    this.what = what;
  }

  public void start() {
    subscription = feed.subscribe(this::refresh);
  }

  public void stop() {
    subscription.cancel();
  }

  private void refresh() {
    Instant now = feed.now();
    boolean due = Duration.between(written, now).compareTo(SPACING) >= 0;
    if (!due || writing || !feed.connectedProperty().get()) {
      return;
    }
    writing = true;
    written = now;
    tasks.run(
        what,
        () -> {
          file.write(LastSeen.look(orchestrator, now));
          return true;
        },
        done -> writing = false,
        failure -> {
          writing = false;
          log.warn("What was seen is not kept; the older one stays", failure);
        });
  }

  /** For the last moment, on another thread: does nothing without a connection. */
  public Runnable lastWrite() {
    boolean connected = feed.connectedProperty().get();
    Instant now = feed.now();
    return () -> {
      if (connected) {
        try {
          file.write(LastSeen.look(orchestrator, now));
        } catch (IOException | RuntimeException e) {
          log.warn("What was seen at the end is not kept; the older one stays", e);
        }
      }
    };
  }
}
