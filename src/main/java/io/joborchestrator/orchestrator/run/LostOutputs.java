package io.joborchestrator.orchestrator.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.store.WorkStore.ClaimedJob;
import java.util.Optional;

/** Deals with what an attempt left behind whose worker died. Thread-safe; blocks. */
public interface LostOutputs {
  /** Leaves everything as it is. */
  LostOutputs UNTOUCHED = (job, manifest) -> Optional.empty();

  /**
   * Finishes what the dead attempt was about to publish, or removes it.
   *
   * @param manifest what it stored before its first rename
   * @return the outcome if the publishing was finished: the job then needs no further run
   */
  Optional<RunOutcome.Completed> recover(ClaimedJob job, ObjectNode manifest);
}
