package io.joborchestrator.orchestrator.run;

import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.store.WorkStore.DirectClaim;
import io.joborchestrator.store.WorkStore.WorkerSession;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs jobs in this process as soon as they are submitted, past the queue: with a slot of their
 * engine, stored and claimed in one step, and like any other job from then on. Thread-safe; blocks
 * until the job is stored.
 */
public final class DirectRuns {
  /** A process that has just started is a worker a moment later. */
  private static final Duration JOINING = Duration.ofSeconds(10);

  private final Execution execution;

  public DirectRuns(Execution execution) {
    this.execution = execution;
  }

  /**
   * What became of a job.
   *
   * @param direct null: nothing was stored
   * @param reason why nothing was stored, or null
   */
  public record Answer(@Nullable DirectClaim direct, @Nullable String reason) {
    private static Answer no(String reason) {
      return new Answer(null, reason);
    }
  }

  /**
   * Stores a job and runs it here, if there is room for it at once.
   *
   * @param engine the one it would take
   * @param refuse whether it is stored only if the database lets this worker have it
   * @throws OrchestratorException NOT_POSSIBLE_NOW with {@code refuse}, if it does not; others if
   *     the job is wrong or the database cannot be reached
   */
  public Answer submit(JobSubmission job, String engine, boolean refuse) {
    RunParts parts = execution.parts();
    Optional<WorkerSession> session = parts.membership().awaitSession(JOINING);
    if (session.isEmpty() || !parts.membership().mayWork()) {
      return Answer.no("This process takes no jobs just now.");
    }
    String taken = parts.slots().reserve(engine);
    if (taken != null) {
      return Answer.no(taken);
    }
    DirectClaim claim = null;
    try {
      claim = parts.work().submitAndClaim(session.get(), List.of(job), refuse).get(0);
    } finally {
      if (claim == null || claim.claimed() == null) {
        execution.dispatcher().withdraw();
      }
    }
    if (claim.claimed() != null) {
      execution.dispatcher().acceptReserved(session.get(), claim.claimed());
    }
    return new Answer(claim, null);
  }
}
