package io.joborchestrator.cli;

import io.joborchestrator.orchestrator.EngineManager.EngineView;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.orchestrator.lifecycle.EndSignals;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code worker run}: executes jobs until the process is asked to end. */
@Command(
    name = "run",
    description = {
      "Execute jobs in this process, without a window, until it is ended.",
      "TERM or Ctrl+C lets running jobs finish for a while and gives the rest back."
    })
final class WorkerRunCommand extends Verb {
  @Option(
      names = "--stop-after",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long running jobs may take to finish when it is ended (default 60).")
  int stopSeconds;

  WorkerRunCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    AtomicInteger exitCode = new AtomicInteger();
    Duration limit = Duration.ofSeconds(stopSeconds);
    try (OrchestratorSession session = open(Purpose.WORKER, limit);
        EndSignals signals =
            new EndSignals(
                code -> {
                  exitCode.set(code);
                  asked.countDown();
                })) {
      note("Executing jobs on " + engines(session) + ". Ctrl+C ends it.");
      asked.await();
      session.stop(limit);
    }
    return exitCode.get();
  }

  private static String engines(OrchestratorSession session) {
    return session.orchestrator().engines().engines().stream()
        .filter(engine -> engine.health().takesWork())
        .map(EngineView::name)
        .collect(Collectors.joining(" and "));
  }
}
