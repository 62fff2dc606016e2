package io.joborchestrator.testing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.job.JobError;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** An engine on a cluster that can be broken and mended; every run ends at once. Thread-safe. */
public final class FlakyEngine implements ExecutionEngine {
  public static final String TYPE = "flaky-work";

  /** What all engines of it stand on. */
  public static final class Cluster {
    private final List<String> starts = new CopyOnWriteArrayList<>();
    private volatile ErrorCode failure;

    public void breakWith(ErrorCode code) {
      failure = code;
    }

    public void mend() {
      failure = null;
    }

    /** Job ids in the order they were started. */
    public List<String> starts() {
      return starts;
    }
  }

  private final String name;
  private final Cluster cluster;

  public FlakyEngine(String name, Cluster cluster) {
    this.name = name;
    this.cluster = cluster;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<String> sharedResource() {
    return Optional.of("cluster");
  }

  @Override
  public EngineCapabilities capabilities() {
    return new EngineCapabilities(Set.of(TYPE), 2, Long.MAX_VALUE);
  }

  @Override
  public EngineRun start(JobRun run, RunListener listener) {
    cluster.starts.add(run.jobId());
    ErrorCode code = cluster.failure;
    RunOutcome outcome =
        code == null
            ? new RunOutcome.Completed(JsonNodeFactory.instance.objectNode(), 1)
            : new RunOutcome.Failed(
                new JobError(code.wire(), code.type(), "The cluster is broken", null));
    return new Ended(run.tag(), outcome);
  }

  @Override
  public EngineHealth health() {
    return new EngineHealth(EngineHealth.State.READY, "Ready.");
  }

  @Override
  public CompletionStage<EngineHealth> ask() {
    return CompletableFuture.completedFuture(
        cluster.failure == null
            ? health()
            : new EngineHealth(EngineHealth.State.UNAVAILABLE, "The cluster is broken"));
  }

  @Override
  public EngineResources resources() {
    return new EngineResources(0, 2, 0, 0, Map.of());
  }

  @Override
  public void stop(Duration deadline) {}

  private record Ended(String engineRunId, RunOutcome end) implements EngineRun {
    @Override
    public CompletionStage<RunOutcome> outcome() {
      return CompletableFuture.completedFuture(end);
    }

    @Override
    public void cancel(String reason) {}

    @Override
    public void kill() {}
  }
}
