package io.joborchestrator.engine.spark;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a session on a cluster needs beside the address of its master.
 *
 * @param authenticate the processes of the cluster know each other by a secret
 * @param secret of a standalone cluster; Kubernetes and YARN make their own
 * @param driverHost the address of this machine that executors call back, or null: the one that
 *     reaches the master
 * @param executorWait a run that gets no executor at all for this long fails, with what is missing
 */
public record SparkCluster(
    boolean authenticate,
    @Nullable SparkSecret secret,
    @Nullable String driverHost,
    Duration executorWait) {
  public static final Duration DEFAULT_EXECUTOR_WAIT = Duration.ofMinutes(1);

  /** A cluster that trusts everybody who reaches it. */
  public static final SparkCluster OPEN =
      new SparkCluster(false, null, null, DEFAULT_EXECUTOR_WAIT);

  public SparkCluster {
    if (executorWait.toMillis() < 1_000) {
      throw new IllegalArgumentException("spark.executor-wait must be at least a second");
    }
  }

  /** A cluster with a secret, everything else by default. */
  public static SparkCluster with(SparkSecret secret) {
    return new SparkCluster(true, secret, null, DEFAULT_EXECUTOR_WAIT);
  }

  public SparkCluster withExecutorWait(Duration value) {
    return new SparkCluster(authenticate, secret, driverHost, value);
  }
}
