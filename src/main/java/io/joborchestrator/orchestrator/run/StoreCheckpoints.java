package io.joborchestrator.orchestrator.run;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.Checkpoint;
import io.joborchestrator.engine.Checkpoints;
import io.joborchestrator.store.CheckpointStore;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the finished parts of a run in the database, for as long as the run has its lease. */
record StoreCheckpoints(RunParts parts, ActiveRun run) implements Checkpoints {
  private static final Logger log = LoggerFactory.getLogger(StoreCheckpoints.class);

  private CheckpointStore store() {
    return parts.work().checkpoints();
  }

  @Override
  public boolean areKept() {
    return true;
  }

  @Override
  public List<Checkpoint> load() {
    return store().load(run.session(), run.claim());
  }

  @Override
  public Answer save(Checkpoint checkpoint) {
    return ask(() -> store().save(run.session(), run.claim(), checkpoint));
  }

  @Override
  public Answer resume(int keep, String reason) {
    return ask(() -> store().resume(run.session(), run.claim(), keep, reason));
  }

  @Override
  public Answer end() {
    return ask(() -> store().end(run.session(), run.claim()));
  }

  private Answer ask(BooleanSupplier call) {
    try {
      if (call.getAsBoolean()) {
        return Answer.STORED;
      }
      log.warn("{} keeps no checkpoint: another worker has the job", run.job().jobId());
      run.requestStop(StopReason.FENCED, "Another worker has the job.", parts.clock().nanos());
      return Answer.FENCED;
    } catch (OrchestratorException e) {
      if (e.code() != ErrorCode.DATABASE_UNAVAILABLE) {
        throw e;
      }
      log.warn("{} could not store a checkpoint now: {}", run.job().jobId(), e.getMessage());
      return Answer.UNKNOWN;
    }
  }
}
