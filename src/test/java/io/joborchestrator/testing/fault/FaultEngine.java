package io.joborchestrator.testing.fault;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.engine.EngineCapabilities;
import io.joborchestrator.engine.EngineHealth;
import io.joborchestrator.engine.EngineResources;
import io.joborchestrator.engine.EngineRun;
import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.RunListener;
import io.joborchestrator.engine.RunOutcome;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An engine that really runs its jobs: each lasts as long as its configuration says, leaves a side
 * effect that the fencing token guards, and then ends as told, with its whole process if need be. A
 * run holds no thread, so that a thousand can go on at once. Thread-safe.
 */
public final class FaultEngine implements ExecutionEngine {
  public static final String TYPE = "fault";
  public static final String NAME = "fault";

  /** Of jobs that end their process; only workers in processes of their own take them. */
  private static final String DEADLY = "deadly";

  private final int slots;
  private final Set<String> types;
  private final SideEffects effects;
  private final Map<String, Run> runs = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor timer;

  /**
   * @param expendable whether the process may be ended by its jobs
   */
  public FaultEngine(int slots, boolean expendable, SideEffects effects) {
    this.slots = slots;
    this.types = expendable ? Set.of(TYPE, DEADLY) : Set.of(TYPE);
    this.effects = effects;
    timer =
        new ScheduledThreadPoolExecutor(
            2,
            task -> {
              Thread thread = new Thread(task, "fault-engine");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
  }

  /** A job that works for so long and then completes. */
  public static JobSubmission job(String name, Duration work) {
    return JobSubmission.of(name, TYPE, config(work));
  }

  /** A job whose first attempt takes longer than the others. */
  public static JobSubmission slowAtFirst(String name, Duration first, Duration others) {
    return JobSubmission.of(name, TYPE, config(others).put("first_ms", first.toMillis()));
  }

  /** A job that fails with this code as long as its epoch is not above a number. */
  public static JobSubmission failing(String name, Duration work, ErrorCode code, int epochs) {
    ObjectNode config = config(work);
    config.put("fail", code.name()).put("until", epochs);
    return JobSubmission.of(name, TYPE, config);
  }

  /**
   * A job that ends the process it runs in, as long as its epoch is not above a number.
   *
   * @param how {@code halt} or {@code memory}
   */
  public static JobSubmission deadly(String name, Duration work, String how, int epochs) {
    ObjectNode config = config(work);
    config.put("die", how).put("until", epochs);
    return JobSubmission.of(name, TYPE, config);
  }

  /** As {@link #deadly}, and never taken by a worker whose process has other things to do. */
  public static JobSubmission deadlyApart(String name, Duration work, int epochs) {
    return JobSubmission.of(name, DEADLY, deadly(name, work, "halt", epochs).config());
  }

  private static ObjectNode config(Duration work) {
    return JsonNodeFactory.instance.objectNode().put("work_ms", work.toMillis());
  }

  public int running() {
    return runs.size();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public EngineCapabilities capabilities() {
    return new EngineCapabilities(types, slots, Long.MAX_VALUE);
  }

  @Override
  public EngineRun start(JobRun run, RunListener listener) {
    Run started = new Run(run, listener);
    runs.put(run.tag(), started);
    long work = run.config().path("work_ms").asLong();
    long millis = run.epoch() == 1 ? run.config().path("first_ms").asLong(work) : work;
    timer.schedule(started::work, millis, TimeUnit.MILLISECONDS);
    return started;
  }

  @Override
  public EngineHealth health() {
    return new EngineHealth(EngineHealth.State.READY, "Ready.");
  }

  @Override
  public EngineResources resources() {
    return new EngineResources(runs.size(), slots, 0, 0, Map.of());
  }

  @Override
  public void stop(Duration deadline) {
    runs.values().forEach(run -> run.cancel("The engine stops."));
    timer.shutdownNow();
    effects.close();
  }

  /** One run. */
  private final class Run implements EngineRun {
    private final JobRun job;
    private final RunListener listener;
    private final CompletableFuture<RunOutcome> outcome = new CompletableFuture<>();
    private final AtomicBoolean ended = new AtomicBoolean();

    Run(JobRun job, RunListener listener) {
      this.job = job;
      this.listener = listener;
    }

    void work() {
      listener.log("info", "worked in epoch " + job.epoch());
      boolean still = job.epoch() <= job.config().path("until").asInt();
      if (still && job.config().has("die")) {
        die(job.config().path("die").asText());
      }
      if (still && job.config().has("fail")) {
        end(failed(ErrorCode.valueOf(job.config().path("fail").asText()), "As it was told."));
        return;
      }
      if (!ended.get()) {
        effects.record(job.no(), job.epoch()).thenAccept(this::worked);
      }
    }

    private void worked(boolean accepted) {
      end(
          accepted
              ? new RunOutcome.Completed(
                  JsonNodeFactory.instance.objectNode().put("epoch", job.epoch()), 1)
              : failed(ErrorCode.FENCED, "The ledger refused the token."));
    }

    private void end(RunOutcome value) {
      if (ended.compareAndSet(false, true)) {
        runs.remove(job.tag());
        outcome.complete(value);
      }
    }

    private static RunOutcome failed(ErrorCode code, String message) {
      return new RunOutcome.Failed(new JobError(code.wire(), code.type(), message, null));
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
    public void cancel(String reason) {
      end(new RunOutcome.Cancelled(true, reason));
    }

    @Override
    public void kill() {
      end(new RunOutcome.Cancelled(true, "Killed."));
    }
  }

  private static void die(String how) {
    if (how.equals("memory")) {
      long[][] hoard = new long[1 << 20][];
      for (int i = 0; i < hoard.length; i++) {
        hoard[i] = new long[1 << 20];
      }
    }
    Runtime.getRuntime().halt(137);
  }
}
