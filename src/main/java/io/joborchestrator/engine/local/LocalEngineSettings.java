package io.joborchestrator.engine.local;

import java.time.Duration;

/**
 * How the local engine is sized.
 *
 * @param slots runs at once, at least 1
 * @param grace polite time between a cancel and force
 * @param forceLimit time between force and the report that the end is not confirmed
 * @param comfortableInputBytes above this size of input another capable engine is preferred
 */
public record LocalEngineSettings(
    int slots, Duration grace, Duration forceLimit, long comfortableInputBytes) {
  public static final Duration DEFAULT_GRACE = Duration.ofSeconds(5);
  public static final Duration DEFAULT_FORCE_LIMIT = Duration.ofSeconds(10);
  public static final long DEFAULT_COMFORTABLE_BYTES = 2L << 30;

  public LocalEngineSettings {
    if (slots < 1) {
      throw new IllegalArgumentException("slots must be at least 1, not " + slots);
    }
    if (grace.isNegative() || forceLimit.isNegative()) {
      throw new IllegalArgumentException(
          "grace and forceLimit must not be negative: " + grace + ", " + forceLimit);
    }
  }

  /** One slot a core, five seconds of grace, comfortable up to 2 GiB of input. */
  public static LocalEngineSettings defaults() {
    return withSlots(Math.max(1, Runtime.getRuntime().availableProcessors()));
  }

  /** The defaults with another number of slots. */
  public static LocalEngineSettings withSlots(int slots) {
    return new LocalEngineSettings(
        slots, DEFAULT_GRACE, DEFAULT_FORCE_LIMIT, DEFAULT_COMFORTABLE_BYTES);
  }
}
