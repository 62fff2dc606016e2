package io.joborchestrator.engine;

import io.joborchestrator.domain.job.Checkpoint;
import java.util.List;

/**
 * Where a run keeps its finished parts, fenced by its lease. The calls block for one database round
 * trip; one thread at a time.
 */
public interface Checkpoints {
  /** For runs whose parts nobody could use: previews and tests. */
  Checkpoints NONE =
      new Checkpoints() {
        @Override
        public boolean areKept() {
          return false;
        }

        @Override
        public List<Checkpoint> load() {
          return List.of();
        }

        @Override
        public Answer save(Checkpoint checkpoint) {
          return Answer.STORED;
        }

        @Override
        public Answer resume(int keep, String reason) {
          return Answer.STORED;
        }

        @Override
        public Answer end() {
          return Answer.STORED;
        }
      };

  /** What became of a call. */
  enum Answer {
    STORED,
    /** Another attempt is the current one: the run must end. */
    FENCED,
    /** The database did not answer: the run may go on and try again. */
    UNKNOWN
  }

  /** Whether it is worth cutting a run into parts. */
  boolean areKept();

  /**
   * What earlier attempts have finished, by number.
   *
   * @throws io.joborchestrator.domain.error.OrchestratorException DATABASE_UNAVAILABLE
   */
  List<Checkpoint> load();

  /** Stores a part whose files are complete on disk. May be repeated. */
  Answer save(Checkpoint checkpoint);

  /** Keeps the first parts, forgets the others, and tells people why. */
  Answer resume(int keep, String reason);

  /** The output is published. */
  Answer end();
}
