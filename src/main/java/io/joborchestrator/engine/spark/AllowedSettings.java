package io.joborchestrator.engine.spark;

import io.joborchestrator.domain.error.NearNames;
import io.joborchestrator.pipeline.sql.SparkDialect;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which of Spark's settings people may choose, for the session or for one run. All others are
 * refused: some load classes, run commands, open ports or write files, and what is not known to be
 * harmless is not let through.
 */
final class AllowedSettings {
  /** A running session takes these for each query. */
  private static final Set<String> RUN =
      Set.of(
          "spark.sql.shuffle.partitions",
          "spark.sql.adaptive.enabled",
          "spark.sql.adaptive.advisoryPartitionSizeInBytes",
          "spark.sql.adaptive.autoBroadcastJoinThreshold",
          "spark.sql.adaptive.coalescePartitions.enabled",
          "spark.sql.adaptive.coalescePartitions.minPartitionSize",
          "spark.sql.adaptive.skewJoin.enabled",
          "spark.sql.adaptive.skewJoin.skewedPartitionFactor",
          "spark.sql.adaptive.skewJoin.skewedPartitionThresholdInBytes",
          "spark.sql.autoBroadcastJoinThreshold",
          "spark.sql.broadcastTimeout",
          "spark.sql.files.maxPartitionBytes",
          "spark.sql.files.openCostInBytes",
          "spark.sql.join.preferSortMergeJoin");

  /** These are fixed when the session starts. */
  private static final Set<String> SESSION =
      Set.of(
          "spark.executor.memory",
          "spark.executor.memoryOverhead",
          "spark.executor.memoryOverheadFactor",
          "spark.executor.cores",
          "spark.executor.instances",
          "spark.executor.heartbeatInterval",
          "spark.executor.failuresValidityInterval",
          "spark.executor.maxNumFailures",
          "spark.cores.max",
          "spark.default.parallelism",
          "spark.task.cpus",
          "spark.task.maxFailures",
          "spark.stage.maxConsecutiveAttempts",
          "spark.locality.wait",
          "spark.memory.fraction",
          "spark.memory.storageFraction",
          "spark.memory.offHeap.enabled",
          "spark.memory.offHeap.size",
          "spark.driver.maxResultSize",
          "spark.driver.port",
          "spark.blockManager.port",
          "spark.driver.blockManager.port",
          "spark.port.maxRetries",
          "spark.network.timeout",
          "spark.network.crypto.enabled",
          "spark.io.encryption.enabled",
          "spark.io.compression.codec",
          "spark.rpc.askTimeout",
          "spark.shuffle.compress",
          "spark.shuffle.service.enabled",
          "spark.shuffle.spill.compress",
          "spark.decommission.enabled",
          "spark.storage.decommission.enabled",
          "spark.speculation",
          "spark.speculation.interval",
          "spark.speculation.multiplier",
          "spark.speculation.quantile",
          "spark.excludeOnFailure.enabled",
          "spark.excludeOnFailure.timeout",
          "spark.dynamicAllocation.enabled",
          "spark.dynamicAllocation.minExecutors",
          "spark.dynamicAllocation.maxExecutors",
          "spark.dynamicAllocation.initialExecutors",
          "spark.dynamicAllocation.executorIdleTimeout",
          "spark.dynamicAllocation.cachedExecutorIdleTimeout",
          "spark.dynamicAllocation.executorAllocationRatio",
          "spark.dynamicAllocation.schedulerBacklogTimeout",
          "spark.dynamicAllocation.sustainedSchedulerBacklogTimeout",
          "spark.dynamicAllocation.shuffleTracking.enabled",
          "spark.dynamicAllocation.shuffleTracking.timeout",
          "spark.kubernetes.container.image",
          "spark.kubernetes.container.image.pullPolicy",
          "spark.kubernetes.namespace",
          "spark.kubernetes.executor.request.cores",
          "spark.kubernetes.executor.limit.cores",
          "spark.yarn.queue");

  /** Why not, by the beginning of the name; the first that fits. */
  private static final Map<String, String> REFUSED = new LinkedHashMap<>();

  static {
    because("the key engines.spark.master sets it", "spark.master");
    because("the name of the program stands there", "spark.app.name");
    because(
        "the driver is this process: its memory is what the program is started with"
            + " (ORCHESTRATOR_HEAP=4g)",
        "spark.driver.memory",
        "spark.driver.cores");
    because(
        "the keys engines.spark.authenticate and engines.spark.secret-file set it",
        "spark.authenticate");
    because(
        "the key engines.spark.driver-host sets it",
        "spark.driver.host",
        "spark.driver.bindAddress");
    because(
        "it makes Spark run options, commands or classes that nobody has checked",
        "spark.driver.extra",
        "spark.driver.default",
        "spark.driver.userClassPathFirst",
        "spark.executor.extra",
        "spark.executor.default",
        "spark.executor.userClassPathFirst",
        "spark.executorEnv.",
        "spark.jars",
        "spark.files",
        "spark.archives",
        "spark.submit.",
        "spark.plugins",
        "spark.extraListeners",
        "spark.redaction.",
        "spark.serializer",
        "spark.kryo.",
        "spark.python.",
        "spark.pyspark.",
        "spark.sql.extensions",
        "spark.sql.catalog",
        "spark.sql.queryExecutionListeners",
        "spark.sql.streaming.",
        "spark.hadoop.",
        "spark.hive.");
    because(
        "it opens a port or writes files outside of what jobs may write",
        "spark.ui.",
        "spark.eventLog.",
        "spark.history.",
        "spark.metrics.",
        "spark.local.dir",
        "spark.sql.warehouse.dir",
        "spark.driver.log.");
    because(
        "the runs of this process share the cores by their weight in pools", "spark.scheduler.");
    String meaning = "the meaning of pipelines rests on it: both engines must give the same rows";
    SparkDialect.SETTINGS.keySet().forEach(name -> because(meaning, name));
  }

  private static void because(String reason, String... beginnings) {
    Arrays.stream(beginnings).forEach(beginning -> REFUSED.put(beginning, reason));
  }

  private AllowedSettings() {}

  /** Why the setting may not stand in the configuration of the engine, or empty if it may. */
  static Optional<String> refusedForSession(String name) {
    return SESSION.contains(name) || RUN.contains(name)
        ? Optional.empty()
        : Optional.of(refusal(name, SESSION));
  }

  /** Why the setting may not stand in a job, or empty if it may. */
  static Optional<String> refusedForRun(String name) {
    if (RUN.contains(name)) {
      return Optional.empty();
    }
    return Optional.of(
        SESSION.contains(name)
            ? name
                + " is fixed when the session starts, and all runs of a process share one session:"
                + " it can only be set in the configuration (engines.spark.settings). A job can set "
                + String.join(", ", forRuns())
                + "."
            : refusal(name, RUN));
  }

  /** In the order of their names. */
  static List<String> forRuns() {
    return List.copyOf(new TreeSet<>(RUN));
  }

  private static String refusal(String name, Set<String> allowed) {
    for (Map.Entry<String, String> refused : REFUSED.entrySet()) {
      if (name.startsWith(refused.getKey())) {
        return name + " is not allowed: " + refused.getValue() + ".";
      }
    }
    Set<String> known = new TreeSet<>(RUN);
    known.addAll(allowed);
    return name
        + " is not allowed: it is not on the list of settings that are known to be harmless."
        + NearNames.hint(name, known);
  }
}
