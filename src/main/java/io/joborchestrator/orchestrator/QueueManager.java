package io.joborchestrator.orchestrator;

import io.joborchestrator.store.FleetStore.QueueRow;
import java.util.List;

/** The queues: statistics that include what runs on the engines, pause and resume. Blocks. */
public interface QueueManager {
  List<QueueRow> queues();

  void pause(String queue, String reason);

  void resume(String queue, String reason);
}
