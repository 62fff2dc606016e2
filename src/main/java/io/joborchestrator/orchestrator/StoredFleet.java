package io.joborchestrator.orchestrator;

import io.joborchestrator.domain.worker.WorkerRow;
import io.joborchestrator.store.FleetStore;
import io.joborchestrator.store.FleetStore.QueueRow;
import java.util.List;

/** Workers and queues on the shared database. */
final class StoredFleet implements QueueManager, WorkerManager {
  private final FleetStore fleet;
  private final StoredJobs.Hints hints;

  StoredFleet(FleetStore fleet, StoredJobs.Hints hints) {
    this.fleet = fleet;
    this.hints = hints;
  }

  @Override
  public List<QueueRow> queues() {
    return fleet.queues();
  }

  @Override
  public void pause(String queue, String reason) {
    fleet.pauseQueue(queue, true, reason);
    hints.jobs();
  }

  @Override
  public void resume(String queue, String reason) {
    fleet.pauseQueue(queue, false, reason);
    hints.jobs();
  }

  @Override
  public List<WorkerRow> workers() {
    return fleet.workers();
  }

  @Override
  public void command(String workerId, String command) {
    fleet.command(workerId, command);
    hints.commands();
    hints.jobs();
  }
}
