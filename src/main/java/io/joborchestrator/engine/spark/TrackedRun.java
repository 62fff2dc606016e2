package io.joborchestrator.engine.spark;

import io.joborchestrator.domain.job.RunEvent;
import io.joborchestrator.engine.RunListener;
import io.joborchestrator.engine.RunProgress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one run inside Spark: its jobs, the tasks that occupy cores, what they read. The
 * percentage follows the bytes read and never falls; 100 is only said at the end. Thread-safe.
 */
final class TrackedRun {
  /** What a task read and wrote. */
  record Read(long records, long bytes, long written) {
    static final Read NOTHING = new Read(0, 0, 0);

    Read plus(Read other) {
      return new Read(records + other.records, bytes + other.bytes, written + other.written);
    }

    Read atLeast(Read other) {
      return new Read(
          Math.max(records, other.records),
          Math.max(bytes, other.bytes),
          Math.max(written, other.written));
    }
  }

  /** Reading counts for this much; the rest is for sorting, grouping and writing afterwards. */
  private static final double READING_PERCENT = 90;

  private static final long REPORT_EVERY_NANOS = 200_000_000;

  private final String tag;
  private final RunListener listener;
  private final LongSupplier nanoTime;

  private final Set<Integer> activeJobs = new HashSet<>();
  private final Map<Long, Read> runningTasks = new HashMap<>();
  private final Map<Integer, int[]> stages = new HashMap<>();
  private Read finished = Read.NOTHING;
  private long expectedBytes;
  private long startedTasks;
  private double percent = -1;
  private long reportedAt;
  private Read reported = Read.NOTHING;
  private @Nullable String phase;

  TrackedRun(String tag, RunListener listener, LongSupplier nanoTime) {
    this.tag = tag;
    this.listener = listener;
    this.nanoTime = nanoTime;
    this.reportedAt = nanoTime.getAsLong() - REPORT_EVERY_NANOS;
  }

  String tag() {
    return tag;
  }

  /** Says what the run does now. */
  void phase(String text) {
    synchronized (this) {
      phase = text;
    }
    report(true);
  }

  /** Says how far the run is as a whole, and what it does now. */
  void reached(double value, @Nullable String text) {
    synchronized (this) {
      percent = Math.max(percent, value);
      phase = text;
    }
    report(true);
  }

  /** Bytes that will be read in all; until it is known there is no percentage. */
  synchronized void expectBytes(long bytes) {
    expectedBytes = bytes;
  }

  /** For parts of the run that tell of themselves; their percentage is the run's. */
  RunListener heard() {
    return new RunListener() {
      @Override
      public void progress(RunProgress progress) {
        Double percent = progress.percent();
        reached(percent == null ? 0 : percent, progress.message());
      }

      @Override
      public void log(String level, String line) {
        say(level, line);
      }
    };
  }

  void say(String level, String line) {
    listener.log(level, line);
  }

  /** Says what belongs into the history of the job. */
  void tell(RunEvent event) {
    listener.event(event);
  }

  /** Whether it waits for tasks, running or not. */
  synchronized boolean hasActiveJobs() {
    return !activeJobs.isEmpty();
  }

  synchronized int runningTasks() {
    return runningTasks.size();
  }

  synchronized long startedTasks() {
    return startedTasks;
  }

  /** Rows written to files by tasks that succeeded. */
  synchronized long rowsWritten() {
    return finished.written();
  }

  /** No job of the run is active and no task of it occupies a core, as far as Spark has told. */
  synchronized boolean isQuiet() {
    return activeJobs.isEmpty() && runningTasks.isEmpty();
  }

  synchronized void jobStarted(int jobId) {
    activeJobs.add(jobId);
  }

  synchronized void jobEnded(int jobId) {
    activeJobs.remove(jobId);
  }

  void stageStarted(int stageId, int tasks) {
    synchronized (this) {
      stages.put(stageId, new int[] {tasks, 0});
    }
    say("info", "stage " + stageId + " started: " + tasks + (tasks == 1 ? " task" : " tasks"));
  }

  void stageEnded(int stageId, boolean failed) {
    int[] tasks;
    synchronized (this) {
      tasks = stages.getOrDefault(stageId, new int[2]);
    }
    String end = failed ? "stopped" : "finished";
    say("info", "stage " + stageId + " " + end + ": " + tasks[1] + " of " + tasks[0] + " tasks");
    report(true);
  }

  synchronized void taskStarted(long taskId) {
    startedTasks++;
    runningTasks.put(taskId, Read.NOTHING);
  }

  void taskEnded(long taskId, int stageId, boolean successful, Read read) {
    synchronized (this) {
      runningTasks.remove(taskId);
      if (successful) {
        finished = finished.plus(read);
        stages.computeIfPresent(stageId, (id, tasks) -> new int[] {tasks[0], tasks[1] + 1});
      }
    }
    report(false);
  }

  void taskProgressed(long taskId, Read read) {
    synchronized (this) {
      runningTasks.computeIfPresent(taskId, (id, before) -> read);
    }
    report(false);
  }

  /** The last word: everything is done. */
  void completed() {
    synchronized (this) {
      percent = 100;
      phase = "finished";
    }
    report(true);
  }

  private void report(boolean now) {
    RunProgress progress;
    synchronized (this) {
      long time = nanoTime.getAsLong();
      if (!now && time - reportedAt < REPORT_EVERY_NANOS) {
        return;
      }
      reportedAt = time;
      progress = progress();
      // Inside the lock, or an older report could overtake a newer one.
      listener.progress(progress);
    }
  }

  private RunProgress progress() {
    Read sum = finished;
    for (Read read : runningTasks.values()) {
      sum = sum.plus(read);
    }
    // A task that failed is run again: what it had read must not make the figures fall.
    reported = reported.atLeast(sum);
    if (expectedBytes > 0) {
      double reading = Math.min(1, (double) reported.bytes() / expectedBytes) * READING_PERCENT;
      percent = Math.max(percent, reading);
    }
    Double shown = percent < 0 ? null : percent;
    return new RunProgress(shown, reported.records(), 0, reported.bytes(), phase);
  }
}
