package io.joborchestrator.engine;

import io.joborchestrator.domain.job.RunEvent;

/** Receives what a run says while it goes on. Thread-safe, never blocks for long, never throws. */
public interface RunListener {
  /** Nobody listens. */
  RunListener NONE =
      new RunListener() {
        @Override
        public void progress(RunProgress progress) {}

        @Override
        public void log(String level, String line) {}
      };

  /** The newest progress; older ones may be dropped. */
  void progress(RunProgress progress);

  /**
   * @param level {@code info}, {@code warn}, {@code error}, {@code stdout} or {@code stderr}
   */
  void log(String level, String line);

  /** Something that belongs into the history of the job; a few per run, and no log line. */
  default void event(RunEvent event) {
    log("info", event.text());
  }
}
