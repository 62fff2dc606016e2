package io.joborchestrator.cli;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.orchestrator.Orchestrator;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Looks at some jobs again when something may have changed, at the latest every half second. */
final class JobWatch implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);

  private final Orchestrator orchestrator;
  private final List<String> ids;
  private final Semaphore hint = new Semaphore(0);
  private final AutoCloseable subscription;

  JobWatch(Orchestrator orchestrator, List<String> ids) {
    this.orchestrator = orchestrator;
    this.ids = ids;
    this.subscription = orchestrator.onChange(hint::release);
  }

  /** The rows now, in the order of the ids. */
  List<JobRow> first() {
    Map<String, JobRow> byId = new HashMap<>();
    orchestrator.jobs().rows(ids).forEach(row -> byId.put(row.jobId(), row));
    return ids.stream().map(id -> present(id, byId.get(id))).toList();
  }

  /** Waits for a hint or the poll interval, then as {@link #first}. */
  List<JobRow> next() throws InterruptedException {
    if (hint.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
      hint.drainPermits();
    }
    return first();
  }

  private static JobRow present(String id, @Nullable JobRow row) {
    if (row == null) {
      throw new OrchestratorException(
          ErrorCode.JOB_NOT_FOUND,
          "The job '" + id + "' is gone: finished jobs are removed in time.");
    }
    return row;
  }

  @Override
  public void close() throws Exception {
    subscription.close();
  }
}
