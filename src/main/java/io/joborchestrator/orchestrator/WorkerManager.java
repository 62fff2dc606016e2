package io.joborchestrator.orchestrator;

import io.joborchestrator.domain.worker.WorkerRow;
import java.util.List;

/** The fleet: traditional workers, consoles and executors in one list. Blocks. */
public interface WorkerManager {
  List<WorkerRow> workers();

  /** {@code drain}, {@code pause}, {@code resume} or {@code remove}. */
  void command(String workerId, String command);
}
