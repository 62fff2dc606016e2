package io.joborchestrator.engine.local;

import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.RunListener;
import io.joborchestrator.engine.RunOutcome;
import java.util.Map;
import java.util.Set;

/**
 * Runs one kind of job on this machine. The local engine calls {@link #run} on a thread of its own,
 * at most {@code slots} at once; implementations are thread-safe.
 */
public interface LocalRunner {
  Set<String> jobTypes();

  /**
   * Runs to the end. Checks {@code cancellation} at least every 100 ms of work, or registers a hook
   * with it; ends with {@link RunOutcome.Cancelled} when nothing is left running.
   *
   * @throws Exception anything unexpected; it becomes an outcome of type SYSTEM
   */
  RunOutcome run(JobRun run, RunListener listener, Cancellation cancellation) throws Exception;

  /** Named figures and abilities of this runner, for people; cheap. */
  default Map<String, String> facts() {
    return Map.of();
  }

  /** Frees what is kept for later runs; called after the engine has ended its runs. */
  default void close() {}

  /** A request to end, seen by the runner. Thread-safe. */
  interface Cancellation {
    boolean isRequested();

    /** In words, or the empty text before it is requested. */
    String reason();

    /** True once the polite time is over. */
    boolean isForced();

    /**
     * Called once, on the requester's thread, when it is requested (at once if it already is); each
     * of several hooks is.
     */
    void onRequest(Runnable hook);

    /** Called once when it is forced. */
    void onForce(Runnable hook);
  }
}
