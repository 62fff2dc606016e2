package io.joborchestrator.cli;

import io.joborchestrator.config.AppConfig;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.orchestrator.EngineManager.EngineView;
import io.joborchestrator.orchestrator.Orchestrator;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.sample.SampleJob;
import io.joborchestrator.sample.Samples;
import java.util.ArrayList;
import java.util.List;

/** Runs the sample pipelines on every engine that runs them, and the sample script. */
final class Demo {
  private final Verb verb;

  Demo(Verb verb) {
    this.verb = verb;
  }

  /** Returns the exit code. */
  int run() throws Exception {
    AppConfig config = verb.launcher().configuration(verb.root().launchOptions());
    Samples samples = new Samples(config.home());
    List<SampleJob> jobs = samples.jobs();
    verb.note(
        config.profile().database().embedded()
            ? "Starting the embedded database …"
            : "Connecting to the database …");
    try (OrchestratorSession session = verb.open(Purpose.WORKER)) {
      return run(session.orchestrator(), samples, jobs);
    }
  }

  private int run(Orchestrator orchestrator, Samples samples, List<SampleJob> jobs)
      throws Exception {
    List<JobSubmission> submissions = submissions(orchestrator, jobs);
    verb.note("Running " + submissions.size() + " sample jobs. Spark takes some seconds to start.");
    List<String> ids = orchestrator.jobs().submitAll(submissions);
    List<JobRow> rows;
    try (JobWatch watch = new JobWatch(orchestrator, ids);
        DemoProgress progress = DemoProgress.of(verb.io(), ids.size())) {
      rows = watch.first();
      progress.show(rows);
      while (!rows.stream().allMatch(row -> row.status().isTerminal())) {
        rows = watch.next();
        progress.show(rows);
      }
    }
    return new DemoReport(verb, orchestrator.jobs()).print(rows, samples.output());
  }

  private static List<JobSubmission> submissions(Orchestrator orchestrator, List<SampleJob> jobs) {
    List<JobSubmission> submissions = new ArrayList<>();
    for (SampleJob job : jobs) {
      if (!job.isPipeline()) {
        submissions.add(job.submission());
        continue;
      }
      for (EngineView engine : orchestrator.engines().engines()) {
        if (engine.capabilities().runs(job.submission().type()) && engine.health().takesWork()) {
          submissions.add(job.onEngine(engine.name()));
        }
      }
    }
    return submissions;
  }
}
