package io.joborchestrator.orchestrator.run;

import io.joborchestrator.domain.job.RunEvent;
import io.joborchestrator.engine.EngineRun;
import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.RunListener;
import io.joborchestrator.engine.RunProgress;
import io.joborchestrator.store.WorkStore.ClaimedJob;
import java.util.Optional;

/**
 * How a run enters an engine: what the engine is given, and what it says meanwhile. Thread-safe.
 */
final class EngineEntry {
  private final RunParts parts;

  EngineEntry(RunParts parts) {
    this.parts = parts;
  }

  JobRun jobRun(ActiveRun run) {
    ClaimedJob job = run.job();
    return new JobRun(
        job.no(),
        job.jobId(),
        job.epoch(),
        job.name(),
        job.type(),
        job.config(),
        job.timeout(),
        parts.folders().of(tag(run)),
        new StoreGate(parts, run),
        new StoreCheckpoints(parts, run));
  }

  private static String tag(ActiveRun run) {
    return JobRun.tag(run.job().no(), run.job().epoch());
  }

  /** Nothing of it runs any more. */
  void removeFolder(ActiveRun run) {
    parts.folders().remove(tag(run));
  }

  /** Follows the run of the attempt before if the engine still has it. */
  EngineRun start(ExecutionEngine engine, JobRun jobRun, ActiveRun run) {
    RunListener listener = new Listener(run);
    ClaimedJob job = run.job();
    String earlier = job.previousEngineRunId();
    if (earlier != null && engine.name().equals(job.previousEngine())) {
      Optional<EngineRun> living = engine.reattach(jobRun, earlier, listener);
      if (living.isPresent()) {
        run.log().add("info", "The run of the attempt before is still going on; it is followed.");
        return living.get();
      }
    }
    return engine.start(jobRun, listener);
  }

  /** Hands on what a run says; never blocks it. */
  private record Listener(ActiveRun run) implements RunListener {
    @Override
    public void progress(RunProgress progress) {
      run.progress(progress);
    }

    @Override
    public void log(String level, String line) {
      line.lines().forEach(part -> run.log().add(level, part));
    }

    @Override
    public void event(RunEvent event) {
      log("info", event.text());
      run.event(event);
    }
  }
}
