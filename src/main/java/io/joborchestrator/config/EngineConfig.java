package io.joborchestrator.config;

import io.joborchestrator.domain.breaker.BreakerRule;

/**
 * Settings of one engine.
 *
 * @param enabled false: it is shown as off and takes nothing
 * @param slots runs at once
 * @param memoryBytes it may use
 * @param comfortableInputBytes above this size of input another capable engine is preferred
 * @param breaker when its circuit breaker opens
 * @param master Spark's master ({@code local[*]}, {@code spark://host:7077}, …), empty for others
 * @param spark what only Spark on a cluster has; defaults for others
 */
public record EngineConfig(
    boolean enabled,
    int slots,
    long memoryBytes,
    long comfortableInputBytes,
    BreakerRule breaker,
    String master,
    SparkConfig spark) {
  /**
   * Measured on a CSV of 1.5 GB the columnar engine of this machine took a third of the time of
   * Spark on the same cores, and a tenth on small files. Beyond some gigabytes joins and sorts no
   * longer fit into a workstation's memory, and Spark may have a cluster behind it.
   */
  public static final long LOCAL_COMFORTABLE_INPUT = 4L << 30;

  public EngineConfig {
    if (slots < 1 || slots > 10_000) {
      throw new IllegalArgumentException("slots must be between 1 and 10000, not " + slots);
    }
    if (memoryBytes < 64L << 20) {
      throw new IllegalArgumentException("memory must be at least 64 MiB");
    }
    if (comfortableInputBytes < 0) {
      throw new IllegalArgumentException("comfortable-input must not be negative");
    }
  }

  /** The engine of this machine, sized for it. */
  public static EngineConfig local(int cores, long machineMemory) {
    return new EngineConfig(
        true,
        Math.max(2, cores),
        Math.max(512L << 20, machineMemory / 4),
        LOCAL_COMFORTABLE_INPUT,
        BreakerRule.DEFAULT,
        "",
        SparkConfig.DEFAULTS);
  }

  /** Handlers from plug-ins: as many at once as there are cores. */
  public static EngineConfig custom(int cores) {
    return new EngineConfig(
        true,
        Math.max(2, cores),
        64L << 20,
        Long.MAX_VALUE,
        BreakerRule.DEFAULT,
        "",
        SparkConfig.DEFAULTS);
  }

  /** Spark on this machine, sized for it. */
  public static EngineConfig spark(int cores, long machineMemory) {
    return new EngineConfig(
        true,
        Math.max(2, cores),
        Math.max(1L << 30, machineMemory / 8),
        Long.MAX_VALUE,
        BreakerRule.DEFAULT,
        "local[*]",
        SparkConfig.DEFAULTS);
  }
}
