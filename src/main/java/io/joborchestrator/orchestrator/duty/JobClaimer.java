package io.joborchestrator.orchestrator.duty;

import io.joborchestrator.orchestrator.run.Execution;
import io.joborchestrator.orchestrator.run.RunParts;
import io.joborchestrator.store.WorkStore.ClaimRequest;
import io.joborchestrator.store.WorkStore.ClaimedJob;
import io.joborchestrator.store.WorkStore.WorkerSession;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Claims as many jobs as the engines have room for, and no more. */
public final class JobClaimer implements Duty {
  /** Outcomes that may wait for the database before no further work is taken. */
  private static final int MOST_UNREPORTED = 2_000;

  private final Execution execution;
  private final Duration poll;

  public JobClaimer(Execution execution, Duration poll) {
    this.execution = execution;
    this.poll = poll;
  }

  @Override
  public String name() {
    return "claim";
  }

  @Override
  public Duration interval() {
    return poll;
  }

  @Override
  public boolean runOnce() {
    execution.dispatcher().startWaiting();
    RunParts parts = execution.parts();
    Optional<WorkerSession> session = parts.membership().session();
    Optional<ClaimRequest> room = parts.slots().room();
    if (session.isEmpty()
        || room.isEmpty()
        || !parts.membership().mayClaim()
        || execution.reports().size() > MOST_UNREPORTED) {
      return false;
    }
    List<ClaimedJob> jobs = parts.work().claim(session.get(), room.get());
    execution.dispatcher().accept(session.get(), jobs);
    return jobs.size() == room.get().limit();
  }
}
