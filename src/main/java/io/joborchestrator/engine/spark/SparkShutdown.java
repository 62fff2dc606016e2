package io.joborchestrator.engine.spark;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.util.ShutdownHookManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order at the end of the process. Spark stops its context by itself when the process is asked
 * to end, and every run in it would fail before the worker could give its job back. Its hooks wait
 * in a queue by priority; this one stands in front of them and lets the worker finish first.
 */
final class SparkShutdown {
  private static final Logger log = LoggerFactory.getLogger(SparkShutdown.class);

  /** Spark's own hook has 40, that of Hadoop's file systems 10; the highest is called first. */
  private static final int BEFORE_SPARK = 100;

  /** A worker that takes longer than this to stop loses its runs as failures. */
  private static final long LIMIT_MINUTES = 60;

  private static final long LOOK_EVERY_MILLIS = 200;

  private SparkShutdown() {}

  /**
   * At the end of the process, keeps Spark alive as long as it is needed. To be called after the
   * session was started.
   *
   * @param needed whether runs are there
   * @param ended given when the engine was stopped in order
   */
  static void holdBackWhile(BooleanSupplier needed, CountDownLatch ended) {
    ShutdownHookManager.get()
        .addShutdownHook(
            () -> hold(needed, ended), BEFORE_SPARK, LIMIT_MINUTES + 1, TimeUnit.MINUTES);
  }

  private static void hold(BooleanSupplier needed, CountDownLatch ended) {
    long begin = System.nanoTime();
    try {
      while (needed.getAsBoolean() && !ended.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        if (System.nanoTime() - begin > TimeUnit.MINUTES.toNanos(LIMIT_MINUTES)) {
          log.warn("Runs in Spark have not ended in {} minutes; Spark stops now", LIMIT_MINUTES);
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
