package io.joborchestrator.cli;

import io.joborchestrator.orchestrator.EnhancedJobManager;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code retry}: puts ended jobs back into the queue. */
@Command(
    name = "retry",
    description = "Put failed, timed-out or cancelled jobs back into the queue.")
final class RetryCommand extends Verb {
  @Parameters(arity = "1..*", paramLabel = "JOB", description = "Id, or four characters of it.")
  List<String> references;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Kept with the job.")
  @Nullable String reason;

  RetryCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() {
    try (OrchestratorSession session = open(Purpose.COMMAND)) {
      EnhancedJobManager jobs = session.orchestrator().jobs();
      List<String> ids = new JobReference(jobs).ids(references);
      return new CommandResults(this).show(jobs.retry(ids, reason));
    }
  }
}
