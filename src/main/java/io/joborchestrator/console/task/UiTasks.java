package io.joborchestrator.console.task;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * The only way from a view model to background work. Work runs on a background thread, callbacks
 * arrive on the FX thread. Call on the FX thread only. Tests use an implementation that does
 * everything on the calling thread.
 */
public interface UiTasks {
  /**
   * Runs work in the background.
   *
   * @param what in a few words what it does, for logs and for the list of operations
   * @return a handle; cancelling interrupts the work and drops its callbacks
   */
  <T> Handle run(
      String what,
      Callable<T> work,
      Consumer<? super T> onSuccess,
      Consumer<? super Exception> onFailure);

  /** Calls on the FX thread after a delay; cancel and call again to debounce. */
  Handle after(Duration delay, Runnable onFxThread);

  /** Calls on the FX thread again and again until cancelled. */
  Handle every(Duration interval, Runnable onFxThread);

  /** Something that can be called off. Idempotent. */
  interface Handle {
    void cancel();
  }
}
