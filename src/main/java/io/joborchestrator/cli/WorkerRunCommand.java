package io.joborchestrator.cli;

import io.joborchestrator.orchestrator.EngineManager.EngineView;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
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

  private final CountDownLatch ended = new CountDownLatch(1);

  WorkerRunCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() throws InterruptedException {
    OrchestratorSession session = open(Purpose.WORKER);
    Thread hook = new Thread(() -> stop(session), "ejo-worker-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    note("Executing jobs on " + engines(session) + ". Ctrl+C ends it.");
    ended.await();
    return ExitCode.OK;
  }

  private void stop(OrchestratorSession session) {
    note("Ending: running jobs may finish for " + stopSeconds + " s.");
    session.stop(Duration.ofSeconds(stopSeconds));
    ended.countDown();
  }

  private static String engines(OrchestratorSession session) {
    return session.orchestrator().engines().engines().stream()
        .filter(engine -> engine.health().takesWork())
        .map(EngineView::name)
        .collect(Collectors.joining(" and "));
  }
}
