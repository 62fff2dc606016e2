package io.joborchestrator.store;

import io.joborchestrator.domain.job.JobPriority;
import io.joborchestrator.domain.job.PastRuns;
import io.joborchestrator.store.WorkStore.Claim;
import io.joborchestrator.store.WorkStore.WorkerSession;
import java.util.List;

/** What past runs of jobs took. Every method is one transaction and blocks; thread-safe. */
public interface RunCostStore {
  /** Nothing is known and nothing is kept. */
  RunCostStore NONE =
      new RunCostStore() {
        @Override
        public List<PastRuns> past(String type, String name) {
          return List.of();
        }

        @Override
        public Facts facts(long no) {
          return new Facts(JobPriority.NORMAL, List.of());
        }

        @Override
        public void record(
            WorkerSession session, Claim claim, String engine, double seconds, long bytes) {}
      };

  /** What routing asks about a claimed job. */
  record Facts(JobPriority priority, List<PastRuns> past) {}

  /** Completed runs of jobs of this kind and name, by engine. */
  List<PastRuns> past(String type, String name);

  Facts facts(long no);

  /**
   * Keeps what a completed run took.
   *
   * @param bytes of its inputs, or negative if they are not known
   */
  void record(WorkerSession session, Claim claim, String engine, double seconds, long bytes);
}
