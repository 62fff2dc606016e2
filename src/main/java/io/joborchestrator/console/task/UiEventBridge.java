package io.joborchestrator.console.task;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;

/**
 * Carries the newest value of something from any thread to the FX thread. Producers never wait:
 * while a delivery is pending, newer values replace the one that waits, so at most one runnable is
 * in the FX queue whatever the rate. Thread-safe.
 */
public final class UiEventBridge<T> {
  private final AtomicReference<@Nullable T> latest = new AtomicReference<>();
  private final Consumer<T> onFxThread;
  private final Consumer<Runnable> fxQueue;

  public UiEventBridge(Consumer<T> onFxThread) {
    this(onFxThread, Platform::runLater);
  }

  UiEventBridge(Consumer<T> onFxThread, Consumer<Runnable> fxQueue) {
    this.onFxThread = onFxThread;
    this.fxQueue = fxQueue;
  }

  /** Hands over a value. The consumer sees this one or a newer one. */
  public void publish(T value) {
    if (latest.getAndSet(value) == null) {
      fxQueue.accept(this::deliver);
    }
  }

  private void deliver() {
    T value = latest.getAndSet(null);
    if (value != null) {
      onFxThread.accept(value);
    }
  }
}
