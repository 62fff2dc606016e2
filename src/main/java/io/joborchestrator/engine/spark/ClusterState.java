package io.joborchestrator.engine.spark;

import java.util.Map;

/**
 * What the master of a standalone cluster says of it.
 *
 * @param master its address
 * @param workers that are alive
 * @param mostMemoryMib of a single worker, free or not
 * @param mostFreeMemoryMib free on a single worker
 * @param applications that run on it
 */
record ClusterState(
    String master,
    int workers,
    int cores,
    int freeCores,
    int mostMemoryMib,
    int mostFreeMemoryMib,
    int applications) {
  /** In one sentence. */
  String summary() {
    return "The master at %s answers: %s, %d of %d cores free."
        .formatted(master, count(workers, "worker"), freeCores, cores);
  }

  /** Why no executor comes, as far as the master's figures tell. */
  String whyNoExecutor(Map<String, String> conf) {
    int wantedMib = memoryMib(conf.getOrDefault("spark.executor.memory", "1g"));
    int wantedCores = Integer.parseInt(conf.getOrDefault("spark.executor.cores", "1"));
    if (workers == 0) {
      return "The cluster has no worker: start one.";
    }
    if (mostMemoryMib < wantedMib) {
      return "An executor asks for %d MiB of memory (engines.spark.memory), and no worker has more than %d MiB."
          .formatted(wantedMib, mostMemoryMib);
    }
    if (mostFreeMemoryMib < wantedMib) {
      return "An executor asks for %d MiB of memory, and no worker has more than %d MiB free: %s on the cluster."
          .formatted(wantedMib, mostFreeMemoryMib, count(applications, "application"));
    }
    if (freeCores < wantedCores) {
      return "An executor asks for %s, and %d of %d are free: %s on the cluster."
          .formatted(
              count(wantedCores, "core"), freeCores, cores, count(applications, "application"));
    }
    return "It has room (%s, %d of %d cores free), so executors are probably started and fail at once: look at their logs on the workers."
        .formatted(count(workers, "worker"), freeCores, cores);
  }

  private static int memoryMib(String size) {
    return (int) org.apache.spark.network.util.JavaUtils.byteStringAsMb(size);
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
