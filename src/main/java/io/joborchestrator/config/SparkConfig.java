package io.joborchestrator.config;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What only Spark on a cluster has.
 *
 * @param authenticate the processes of the cluster know each other by a secret
 * @param secretFile holds that secret, or null: it is in the variable {@code
 *     ORCHESTRATOR_SPARK_SECRET}, or there is none
 * @param driverHost the address of this machine that executors call back, or null: found out
 * @param executorCores of each executor, or null: all of its worker
 * @param minExecutors kept even without work
 * @param maxExecutors at once, or null: as many as the cluster gives
 * @param executorWait a run that gets no executor for this long fails
 * @param settings further ones by Spark's own names; what is not allowed is refused where they are
 *     used
 */
public record SparkConfig(
    boolean authenticate,
    @Nullable String secretFile,
    @Nullable String driverHost,
    @Nullable Integer executorCores,
    int minExecutors,
    @Nullable Integer maxExecutors,
    Duration executorWait,
    Map<String, String> settings) {
  /** The variable that may hold the secret itself. */
  public static final String SECRET_VARIABLE = "ORCHESTRATOR_SPARK_SECRET";

  public static final SparkConfig DEFAULTS =
      new SparkConfig(true, null, null, null, 0, null, Duration.ofMinutes(1), Map.of());

  public SparkConfig {
    settings = Map.copyOf(settings);
    if (executorCores != null && executorCores < 1) {
      throw new IllegalArgumentException("executor-cores must be at least 1");
    }
    if (minExecutors < 0) {
      throw new IllegalArgumentException("min-executors must not be negative");
    }
    if (maxExecutors != null && maxExecutors < Math.max(1, minExecutors)) {
      throw new IllegalArgumentException(
          "max-executors must be at least 1 and not less than min-executors");
    }
    if (executorWait.toMillis() < 1_000) {
      throw new IllegalArgumentException("executor-wait must be at least a second");
    }
  }
}
