package io.joborchestrator.store;

/**
 * Hints that something changed, from LISTEN where the connection allows it. A hint may be lost,
 * doubled or false: readers poll as well.
 */
public interface ChangeFeed {
  /** Receives hints on the feed's thread; must return at once. */
  interface Listener {
    /** New or changed jobs. */
    void jobsChanged();

    /** A command for a running job (cancel, kill). */
    void commandsChanged();
  }

  AutoCloseable subscribe(Listener listener);

  /** Whether no hint of another process can come, so that changes are seen by polling alone. */
  default boolean pollOnly() {
    return false;
  }

  /** Tells other processes, coalesced with other hints of the last moment. Does not block. */
  void hintJobs();

  void hintCommands();
}
