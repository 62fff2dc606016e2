package io.joborchestrator.orchestrator;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.orchestrator.DirectSubmission.WhenBusy;
import io.joborchestrator.orchestrator.run.DirectRuns;
import io.joborchestrator.store.JobStore;
import io.joborchestrator.store.WorkStore.DirectClaim;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Jobs that run in this process at once, and what becomes of those that cannot. Thread-safe. */
final class DirectPath {
  private final JobStore jobs;
  private final @Nullable DirectRuns runs;

  /**
   * @param runs null: this process executes nothing
   */
  DirectPath(JobStore jobs, @Nullable DirectRuns runs) {
    this.jobs = jobs;
    this.runs = runs;
  }

  /**
   * @param job checked, with a key
   * @param engine the one it would take
   */
  DirectSubmission submit(JobSubmission job, String engine, WhenBusy whenBusy) {
    String reason = "This process does not execute jobs.";
    if (runs != null) {
      DirectRuns.Answer answer = runs.submit(job, engine, whenBusy == WhenBusy.REFUSE);
      DirectClaim direct = answer.direct();
      if (direct != null) {
        return new DirectSubmission(direct.jobId(), direct.claimed() != null, direct.reason());
      }
      reason = String.valueOf(answer.reason());
    }
    if (whenBusy == WhenBusy.REFUSE) {
      throw new OrchestratorException(
          ErrorCode.NOT_POSSIBLE_NOW, "It cannot run directly, and was not stored. " + reason);
    }
    return new DirectSubmission(jobs.submit(List.of(job)).get(0), false, reason);
  }
}
