package io.joborchestrator.testing;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;

/** Runs parts of a test on the FX thread and waits for them; starts the toolkit once. */
public final class FxThread {
  private static final long PATIENCE_SECONDS = 20;
  private static boolean started;

  private FxThread() {}

  /** Starts the toolkit if no test has yet. */
  public static synchronized void start() {
    if (started) {
      return;
    }
    CountDownLatch ready = new CountDownLatch(1);
    try {
      Platform.startup(ready::countDown);
    } catch (IllegalStateException alreadyRunning) {
      ready.countDown();
    }
    await(ready);
    Platform.setImplicitExit(false);
    started = true;
  }

  /** The result of work done on the FX thread; its exception is thrown here. */
  public static <T> T get(Callable<T> work) {
    start();
    CompletableFuture<T> result = new CompletableFuture<>();
    Platform.runLater(
        () -> {
          try {
            result.complete(work.call());
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
        });
    try {
      return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      throw new AssertionError("Failed on the FX thread: " + e.getCause(), e.getCause());
    } catch (Exception e) {
      throw new AssertionError("The FX thread did not answer", e);
    }
  }

  public static void run(Runnable work) {
    FxThread.<Boolean>get(
        () -> {
          work.run();
          return true;
        });
  }

  /** Waits until the window was laid out and drawn this many times more. */
  public static void pulses(int count) {
    CountDownLatch seen = new CountDownLatch(count);
    AnimationTimer timer =
        new AnimationTimer() {
          @Override
          public void handle(long now) {
            seen.countDown();
            Platform.requestNextPulse();
          }
        };
    run(timer::start);
    await(seen);
    run(timer::stop);
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("The FX toolkit did not answer in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
