package io.joborchestrator.testing;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what another process does, where no signal can come from there. */
public final class Await {
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

  private Await() {}

  /**
   * @param what for the message
   * @param state shown if the time passes
   */
  public static void until(
      String what, Duration limit, BooleanSupplier condition, Supplier<String> state) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "Not within " + limit.toMillis() + " ms: " + what + ". " + state.get());
      }
      LockSupport.parkNanos(PAUSE);
    }
  }

  public static void until(String what, Duration limit, BooleanSupplier condition) {
    until(what, limit, condition, () -> "");
  }
}
