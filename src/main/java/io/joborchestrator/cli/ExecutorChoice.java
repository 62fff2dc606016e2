package io.joborchestrator.cli;

import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.worker.WorkerRow;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import java.util.List;
import java.util.Set;

/**
 * Who executes a job that was just submitted. On the embedded database a waiting command does it
 * itself when nobody else could: a person alone at a machine must not have to start a worker first.
 */
final class ExecutorChoice {
  private static final Set<String> ALIVE = Set.of("online", "busy");

  private final Verb verb;
  private final OrchestratorSession session;

  ExecutorChoice(Verb verb, OrchestratorSession session) {
    this.verb = verb;
    this.session = session;
  }

  /** Waits for the end of the job and returns the exit code. */
  int waitFor(String id, JobSubmission submission) throws Exception {
    boolean mayExecute = session.config().profile().database().embedded();
    if (session.executes() || isTaken(submission) || !mayExecute) {
      noteIfNobodyTakes(submission);
      return new Waiting(verb, session.orchestrator(), null).untilEnded(List.of(id));
    }
    verb.note("No worker is running, so this process executes it.");
    try (OrchestratorSession executing = verb.open(Purpose.WORKER)) {
      new ExecutorChoice(verb, executing).noteIfNobodyTakes(submission);
      return new Waiting(verb, executing.orchestrator(), null).untilEnded(List.of(id));
    }
  }

  /** Says so if the job would wait for a worker that is not there. */
  void noteIfNobodyTakes(JobSubmission submission) {
    // A process that has just begun to execute is in the list a moment later.
    if (!isTaken(submission) && !runsHere(submission)) {
      verb.note(
          "No running worker takes jobs of type "
              + submission.type()
              + (session.executes()
                  ? ", nor does this process: 'orchestrator engines' says why."
                  : ": it waits until a console or 'orchestrator worker run' is started."));
    }
  }

  private boolean runsHere(JobSubmission submission) {
    return session.executes()
        && session.orchestrator().engines().engines().stream()
            .map(engine -> engine.capabilities())
            .anyMatch(can -> can.slots() > 0 && can.jobTypes().contains(submission.type()));
  }

  private boolean isTaken(JobSubmission submission) {
    return session.orchestrator().workers().workers().stream()
        .anyMatch(worker -> takes(worker, submission));
  }

  private static boolean takes(WorkerRow worker, JobSubmission submission) {
    return ALIVE.contains(worker.status())
        && worker.slots() > 0
        && worker.capabilities().contains(submission.type());
  }
}
