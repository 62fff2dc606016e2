package io.joborchestrator.cli;

import io.joborchestrator.orchestrator.EnhancedJobManager;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cancel}: waiting jobs at once, running ones when their engine confirms it. */
@Command(
    name = "cancel",
    description = {
      "Cancel jobs. Waiting ones end at once; running ones are asked to,",
      "and are cancelled when their engine has proved it (see 'wait')."
    })
final class CancelCommand extends Verb {
  @Parameters(arity = "1..*", paramLabel = "JOB", description = "Id, or four characters of it.")
  List<String> references;

  @Option(names = "--force", description = "End it by force, without the polite part.")
  boolean force;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Kept with the job.")
  @Nullable String reason;

  CancelCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() {
    try (OrchestratorSession session = open(Purpose.COMMAND)) {
      EnhancedJobManager jobs = session.orchestrator().jobs();
      List<String> ids = new JobReference(jobs).ids(references);
      return new CommandResults(this).show(jobs.cancelAll(ids, force, reason));
    }
  }
}
