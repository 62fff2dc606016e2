package io.joborchestrator.engine.spark;

import io.joborchestrator.domain.job.RunEvent;
import io.joborchestrator.domain.worker.EngineExecutor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.status.api.v1.ExecutorSummary;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The executors of the running session: which are there, which were lost and why. A session in this
 * process has none: there the driver does the tasks itself. Thread-safe.
 */
final class ExecutorBook {
  static final String DRIVER = "driver";

  /** Lost ones that are still shown; older ones tell nobody anything. */
  private static final int MOST_LOST = 20;

  private static final int KILLED = 137;

  private final Map<String, String> hosts = new LinkedHashMap<>();
  private final Map<String, String> losses =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MOST_LOST;
        }
      };

  /** What it means for the runs in the session, or empty if it means nothing. */
  synchronized Optional<RunEvent> added(String id, String host, int cores) {
    if (DRIVER.equals(id)) {
      return Optional.empty();
    }
    hosts.put(id, host);
    String size = cores + (cores == 1 ? " core" : " cores");
    return Optional.of(
        new RunEvent("executor_added", "Executor " + id + " on " + host + " added: " + size + "."));
  }

  /** What it means for the runs in the session, or empty if it was not known. */
  synchronized Optional<RunEvent> removed(String id, String reason) {
    String host = hosts.remove(id);
    if (host == null) {
      return Optional.empty();
    }
    String name = "Executor " + id + " on " + host;
    if (isGivenBack(reason)) {
      return Optional.of(
          new RunEvent("executor_removed", name + " given back: it had nothing to do."));
    }
    String why = words(reason);
    losses.put(id, why);
    return Optional.of(
        new RunEvent("executor_lost", name + " lost: " + why + "; its tasks run again."));
  }

  synchronized void sessionEnded() {
    hosts.clear();
    losses.clear();
  }

  synchronized int alive() {
    return hosts.size();
  }

  private synchronized @Nullable String lossOf(String id) {
    return losses.get(id);
  }

  /** Those that work for the session now, and those it lost. */
  List<EngineExecutor> list(SparkSession session) {
    SparkContext spark = session.sparkContext();
    List<EngineExecutor> executors = new ArrayList<>();
    for (ExecutorSummary one :
        CollectionConverters.asJava(spark.statusStore().executorList(false))) {
      String loss = lossOf(one.id());
      if (!DRIVER.equals(one.id()) && (one.isActive() || loss != null)) {
        executors.add(executor(spark, one, one.isActive() ? null : loss));
      }
    }
    return executors;
  }

  private static EngineExecutor executor(
      SparkContext spark, ExecutorSummary one, @Nullable String loss) {
    return new EngineExecutor(
        spark.applicationId(),
        one.id(),
        spark.version(),
        one.hostPort().replaceFirst(":\\d+$", ""),
        one.totalCores(),
        one.maxMemory(),
        one.memoryUsed(),
        loss == null ? one.activeTasks() : 0,
        one.completedTasks(),
        one.failedTasks(),
        one.addTime().toInstant(),
        loss);
  }

  /** Spark asked for its end: it was idle, or the session has too many. */
  private static boolean isGivenBack(String reason) {
    return reason.contains("killed by driver") || reason.contains("Executor decommission");
  }

  private static String words(String reason) {
    String line = reason.strip().lines().findFirst().orElse("for no known reason");
    return line.endsWith("code " + KILLED)
        ? line + " (killed from outside, often because memory ran out)"
        : line.replaceFirst("\\.$", "");
  }
}
