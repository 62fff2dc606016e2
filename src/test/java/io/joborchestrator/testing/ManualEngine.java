package io.joborchestrator.testing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.worker.EngineExecutor;
import io.joborchestrator.engine.EngineCapabilities;
import io.joborchestrator.engine.EngineHealth;
import io.joborchestrator.engine.EngineResources;
import io.joborchestrator.engine.EngineRun;
import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.RunListener;
import io.joborchestrator.engine.RunOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** An engine whose runs do what a test says, and nothing else. Thread-safe. */
public final class ManualEngine implements ExecutionEngine {
  public static final String TYPE = "manual";

  private final String name;
  private final int slots;
  private final List<ManualRun> runs = new CopyOnWriteArrayList<>();
  private volatile List<EngineExecutor> executors = List.of();
  private volatile EngineHealth health = new EngineHealth(EngineHealth.State.READY, "Ready.");

  public ManualEngine(String name, int slots) {
    this.name = name;
    this.slots = slots;
  }

  public void executors(List<EngineExecutor> value) {
    executors = List.copyOf(value);
  }

  @Override
  public List<EngineExecutor> executors() {
    return executors;
  }

  /** One run of it. */
  public static final class ManualRun implements EngineRun {
    private final JobRun job;
    private final RunListener listener;
    private final CompletableFuture<RunOutcome> outcome = new CompletableFuture<>();
    private final CompletableFuture<Void> released = new CompletableFuture<>();
    private volatile String cancelReason = "";
    private volatile boolean killed;

    private ManualRun(JobRun job, RunListener listener) {
      this.job = job;
      this.listener = listener;
    }

    public JobRun job() {
      return job;
    }

    public RunListener listener() {
      return listener;
    }

    public boolean isCancelled() {
      return !cancelReason.isEmpty();
    }

    public String cancelReason() {
      return cancelReason;
    }

    public boolean isKilled() {
      return killed;
    }

    public void complete() {
      outcome.complete(
          new RunOutcome.Completed(JsonNodeFactory.instance.objectNode().put("ok", true), 7));
    }

    public void fail(ErrorCode code, String message) {
      outcome.complete(
          new RunOutcome.Failed(new JobError(code.wire(), code.type(), message, null)));
    }

    public void endCancelled() {
      outcome.complete(new RunOutcome.Cancelled(true, "Stopped."));
    }

    /** Ends without proof; the engine is not free of it before {@link #release()}. */
    public void endUnconfirmed() {
      outcome.complete(new RunOutcome.Cancelled(false, "It did not answer."));
    }

    public void release() {
      released.complete(null);
    }

    public void end(RunOutcome value) {
      outcome.complete(value);
    }

    @Override
    public String engineRunId() {
      return job.tag();
    }

    @Override
    public CompletionStage<RunOutcome> outcome() {
      return outcome;
    }

    @Override
    public CompletionStage<?> released() {
      CompletableFuture<Void> now = CompletableFuture.completedFuture(null);
      return outcome.thenCompose(end -> isUnconfirmed(end) ? released : now);
    }

    private static boolean isUnconfirmed(RunOutcome end) {
      return end instanceof RunOutcome.Cancelled cancelled && !cancelled.confirmed();
    }

    @Override
    public void cancel(String reason) {
      cancelReason = reason;
    }

    @Override
    public void kill() {
      killed = true;
    }
  }

  public List<ManualRun> runs() {
    return runs;
  }

  public ManualRun run(int index) {
    return runs.get(index);
  }

  public void health(EngineHealth.State state, String message) {
    health = new EngineHealth(state, message);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public EngineCapabilities capabilities() {
    return new EngineCapabilities(Set.of(TYPE), slots, Long.MAX_VALUE);
  }

  @Override
  public EngineRun start(JobRun run, RunListener listener) {
    ManualRun started = new ManualRun(run, listener);
    runs.add(started);
    return started;
  }

  @Override
  public EngineHealth health() {
    return health;
  }

  @Override
  public EngineResources resources() {
    return new EngineResources(runs.size(), slots, 0, 0, Map.of());
  }

  @Override
  public void stop(Duration deadline) {
    runs.forEach(ManualRun::endCancelled);
  }
}
