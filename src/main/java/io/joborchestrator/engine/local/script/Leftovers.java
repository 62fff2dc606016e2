package io.joborchestrator.engine.local.script;

import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.RunListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Ends processes that outlive what they belong to: TERM, a grace, KILL, and an honest answer. */
final class Leftovers {
  private static final Duration AFTER_KILL = Duration.ofSeconds(3);
  private static final long POLL_NANOS = Duration.ofMillis(20).toNanos();

  private Leftovers() {}

  /** The variables that tell the processes of one attempt. */
  static Map<String, String> marks(JobRun run) {
    return Map.of(ScriptEnvironment.JOB_ID, run.jobId(), ScriptEnvironment.EPOCH, "" + run.epoch());
  }

  /**
   * A worker that died may have left the job's earlier attempt running on this machine: two at once
   * would do the work twice.
   */
  static void endEarlierAttempts(JobRun run, RunListener listener, Duration grace) {
    if (run.epoch() <= 1) {
      return;
    }
    Supplier<List<ProcessHandle>> earlier =
        () -> ProcessTree.marked(variables -> isEarlier(run, variables), marks(run).keySet());
    List<ProcessHandle> found = earlier.get();
    if (!found.isEmpty()) {
      listener.log(
          "warn", "Ending what an earlier attempt left running: " + ProcessTree.describe(found));
      end(earlier, grace);
    }
  }

  private static boolean isEarlier(JobRun run, Map<String, String> variables) {
    String epoch = variables.getOrDefault(ScriptEnvironment.EPOCH, "");
    return run.jobId().equals(variables.get(ScriptEnvironment.JOB_ID))
        && epoch.matches("\\d{1,9}")
        && Integer.parseInt(epoch) < run.epoch();
  }

  /** Blocks until they are gone or cannot be ended. Returns those still there. */
  static List<ProcessHandle> end(Supplier<List<ProcessHandle>> alive, Duration grace) {
    alive.get().forEach(ProcessHandle::destroy);
    if (waitUntilGone(alive, grace).isEmpty()) {
      return List.of();
    }
    return kill(alive);
  }

  /** As {@link #end} without the polite part. */
  static List<ProcessHandle> kill(Supplier<List<ProcessHandle>> alive) {
    long end = System.nanoTime() + AFTER_KILL.toNanos();
    List<ProcessHandle> left = alive.get();
    // Again and again: one that forks may be faster than one look at the list.
    while (!left.isEmpty() && System.nanoTime() < end) {
      left.forEach(ProcessHandle::destroyForcibly);
      LockSupport.parkNanos(POLL_NANOS);
      left = alive.get();
    }
    return left;
  }

  private static List<ProcessHandle> waitUntilGone(
      Supplier<List<ProcessHandle>> alive, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    List<ProcessHandle> left = alive.get();
    while (!left.isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(POLL_NANOS);
      left = alive.get();
    }
    return left;
  }
}
