package io.joborchestrator.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.job.JobError;

/** How a run ended. */
public sealed interface RunOutcome {
  /**
   * @param result output files, counts, first rows; see {@link RunResult}
   * @param records records read or processed, 0 if the kind has none
   */
  record Completed(ObjectNode result, long records) implements RunOutcome {}

  record Failed(JobError error) implements RunOutcome {}

  /**
   * @param confirmed the engine proved that nothing of the run is left; false: it was asked but did
   *     not answer in time
   */
  record Cancelled(boolean confirmed, String message) implements RunOutcome {}
}
