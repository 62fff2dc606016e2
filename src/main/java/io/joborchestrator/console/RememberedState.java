package io.joborchestrator.console;

import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.UiState;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes {@link UiState} down half a second after the last change. FX thread only. */
final class RememberedState {
  private static final Logger log = LoggerFactory.getLogger(RememberedState.class);
  private static final Duration QUIET = Duration.ofMillis(500);

  private final StateFile file;
  private final UiTasks tasks;
  private final UiState state;
  private Map<String, String> newest;
  private UiTasks.Handle waiting = () -> {};

  RememberedState(StateFile file, Map<String, String> initial, UiTasks tasks) {
    this.file = file;
    this.tasks = tasks;
    this.newest = initial;
    this.state = new UiState(initial, this::changed);
  }

  UiState state() {
    return state;
  }

  private void changed(Map<String, String> values) {
    newest = values;
    waiting.cancel();
    waiting = tasks.after(QUIET, () -> writeSoon(values));
  }

  private void writeSoon(Map<String, String> values) {
    tasks.run(
        "Remember the window",
        () -> {
          file.write(values);
          return true;
        },
        done -> {},
        failure -> log.warn("The window's state is not remembered", failure));
  }

  /** For the last moment: gives what to do, on another thread, so that nothing is lost. */
  Runnable lastWrite() {
    waiting.cancel();
    Map<String, String> values = newest;
    return () -> file.write(values);
  }
}
