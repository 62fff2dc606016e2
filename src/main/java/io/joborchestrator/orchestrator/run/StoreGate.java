package io.joborchestrator.orchestrator.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.engine.PublishGate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the database whether an attempt is still the current one. Without an answer it stays closed:
 * an output that may not be ours must not become visible.
 */
record StoreGate(RunParts parts, ActiveRun run) implements PublishGate {
  private static final Logger log = LoggerFactory.getLogger(StoreGate.class);

  @Override
  public boolean tryEnter(ObjectNode manifest) {
    if (run.stopReason() != null) {
      return false;
    }
    try {
      ObjectNode storable = StoredText.json(manifest);
      boolean open = parts.work().preparePublish(run.session(), run.claim(), storable);
      if (!open) {
        log.warn("{} may not publish: another worker has the job", run.job().jobId());
        run.requestStop(StopReason.FENCED, "Another worker has the job.", parts.clock().nanos());
      }
      return open;
    } catch (OrchestratorException e) {
      if (e.code() != ErrorCode.DATABASE_UNAVAILABLE) {
        // It would be refused again and again: the job fails, or it would run for ever.
        throw e;
      }
      log.warn("{} does not publish: the database did not answer", run.job().jobId(), e);
      run.requestStop(
          StopReason.LEASE,
          "The database could not be asked before publishing: " + e.getMessage(),
          parts.clock().nanos());
      return false;
    }
  }
}
