package io.joborchestrator.orchestrator.duty;

import io.joborchestrator.domain.worker.EngineExecutor;
import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.orchestrator.run.RunParts;
import io.joborchestrator.store.WorkStore.WorkerSession;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the list of executors that work for this process. Nothing is written while nothing changes;
 * with the process they go by themselves, because they hang on its lease.
 */
public final class ExecutorReporter implements Duty {
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final RunParts parts;
  private List<EngineExecutor> reported = List.of();
  private @Nullable WorkerSession reportedIn;

  public ExecutorReporter(RunParts parts) {
    this.parts = parts;
  }

  @Override
  public String name() {
    return "executors";
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public boolean runOnce() {
    Optional<WorkerSession> session = parts.membership().session();
    if (session.isEmpty()) {
      return false;
    }
    if (!session.get().equals(reportedIn)) {
      // A new session of the worker begins without any.
      reported = List.of();
      reportedIn = session.get();
    }
    List<EngineExecutor> now =
        parts.slots().engines().stream()
            .map(ExecutionEngine::executors)
            .flatMap(List::stream)
            .toList();
    if (!now.equals(reported) && parts.work().executors(session.get(), now)) {
      reported = now;
    }
    return false;
  }
}
