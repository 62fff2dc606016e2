package io.joborchestrator.engine.spark;

import io.joborchestrator.domain.job.RunEvent;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.StageInfo;
import org.apache.spark.scheduler.TaskInfo;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Sorts what Spark says about jobs, stages and tasks by run. Spark calls it on one thread of its
 * own; runs are added and removed on any thread.
 */
final class RunTracker extends SparkListener {
  private static final String TAGS = "spark.job.tags";

  private final ExecutorBook executors = new ExecutorBook();
  private final Map<String, TrackedRun> runsByTag = new ConcurrentHashMap<>();
  private final Map<Integer, TrackedRun> runsByJob = new ConcurrentHashMap<>();
  private final Map<Integer, TrackedRun> runsByStage = new ConcurrentHashMap<>();

  ExecutorBook executors() {
    return executors;
  }

  void add(TrackedRun run) {
    runsByTag.put(run.tag(), run);
  }

  void remove(TrackedRun run) {
    runsByTag.remove(run.tag(), run);
    runsByJob.values().removeIf(other -> other == run);
    runsByStage.values().removeIf(other -> other == run);
  }

  /** Tasks that occupy a core at this moment, of all runs. */
  int runningTasks() {
    return runsByTag.values().stream().mapToInt(TrackedRun::runningTasks).sum();
  }

  @Override
  public void onJobStart(SparkListenerJobStart event) {
    runOf(event.properties())
        .ifPresent(
            run -> {
              runsByJob.put(event.jobId(), run);
              for (StageInfo stage : CollectionConverters.asJava(event.stageInfos())) {
                runsByStage.put(stage.stageId(), run);
              }
              run.jobStarted(event.jobId());
            });
  }

  @Override
  public void onJobEnd(SparkListenerJobEnd event) {
    TrackedRun run = runsByJob.remove(event.jobId());
    if (run != null) {
      run.jobEnded(event.jobId());
    }
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted event) {
    StageInfo stage = event.stageInfo();
    runOf(event.properties()).ifPresent(run -> runsByStage.put(stage.stageId(), run));
    TrackedRun run = runsByStage.get(stage.stageId());
    if (run != null) {
      run.stageStarted(stage.stageId(), stage.numTasks());
    }
  }

  @Override
  public void onStageCompleted(SparkListenerStageCompleted event) {
    StageInfo stage = event.stageInfo();
    TrackedRun run = runsByStage.get(stage.stageId());
    if (run != null) {
      run.stageEnded(stage.stageId(), stage.failureReason().isDefined());
    }
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart event) {
    TrackedRun run = runsByStage.get(event.stageId());
    if (run != null) {
      run.taskStarted(event.taskInfo().taskId());
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd event) {
    TrackedRun run = runsByStage.get(event.stageId());
    if (run != null) {
      TaskInfo task = event.taskInfo();
      run.taskEnded(task.taskId(), event.stageId(), task.successful(), read(event.taskMetrics()));
    }
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate event) {
    for (var update : CollectionConverters.asJava(event.accumUpdates())) {
      TrackedRun run = runsByStage.get((Integer) update._2());
      if (run != null) {
        run.taskProgressed((Long) update._1(), Heartbeats.read(update._4()));
      }
    }
  }

  @Override
  public void onExecutorAdded(SparkListenerExecutorAdded event) {
    tell(
        executors.added(
            event.executorId(),
            event.executorInfo().executorHost(),
            event.executorInfo().totalCores()));
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
    tell(executors.removed(event.executorId(), event.reason()));
  }

  @Override
  public void onApplicationEnd(SparkListenerApplicationEnd event) {
    executors.sessionEnded();
  }

  private void tell(Optional<RunEvent> event) {
    event.ifPresent(told -> runsByTag.values().forEach(run -> run.tell(told)));
  }

  private static TrackedRun.Read read(@Nullable TaskMetrics metrics) {
    if (metrics == null) {
      return TrackedRun.Read.NOTHING;
    }
    return new TrackedRun.Read(
        metrics.inputMetrics().recordsRead(),
        metrics.inputMetrics().bytesRead(),
        metrics.outputMetrics().recordsWritten());
  }

  private Optional<TrackedRun> runOf(@Nullable Properties properties) {
    String tags = properties == null ? null : properties.getProperty(TAGS);
    if (tags == null) {
      return Optional.empty();
    }
    return Arrays.stream(tags.split(","))
        .map(runsByTag::get)
        .filter(run -> run != null)
        .findFirst();
  }
}
