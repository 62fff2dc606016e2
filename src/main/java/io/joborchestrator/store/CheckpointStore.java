package io.joborchestrator.store;

import io.joborchestrator.domain.job.Checkpoint;
import io.joborchestrator.store.WorkStore.Claim;
import io.joborchestrator.store.WorkStore.WorkerSession;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finished parts of long runs. Every method is one transaction and blocks; thread-safe. False, or
 * an empty list, from a method that takes a claim: the claim was lost and nothing was written.
 */
public interface CheckpointStore {
  /** What earlier attempts have finished, by number. */
  List<Checkpoint> load(WorkerSession session, Claim claim);

  /** Stores a part whose files are complete on disk. */
  boolean save(WorkerSession session, Claim claim, Checkpoint checkpoint);

  /**
   * Keeps the first parts, forgets the others and tells the job's events. Without stored parts
   * nothing is written.
   *
   * @param keep parts that are used again, 0 for none
   * @param reason a sentence for people
   */
  boolean resume(WorkerSession session, Claim claim, int keep, String reason);

  /** The output is published: the parts are needed no more. */
  boolean end(WorkerSession session, Claim claim);

  /** A folder nobody will go on with. */
  record StaleFolder(long no, String folder) {}

  /** Folders of jobs that have ended for good. */
  List<StaleFolder> stale(int limit);

  /**
   * An attempt whose worker died and whose job has ended since.
   *
   * @param host of that worker, if it said so
   * @param paths that the job names; the output may be one of them
   */
  record Leftover(long no, int epoch, @Nullable String host, List<String> paths) {}

  /** Attempts that may have left temporary outputs. */
  List<Leftover> leftovers(int limit);

  /** Forgets attempts of jobs that have ended. */
  int forgetLeftovers(List<Leftover> removed);

  /** Forgets the parts of jobs whose folders have been removed; of others nothing. */
  int forget(List<Long> nos);
}
