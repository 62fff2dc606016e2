package io.joborchestrator.orchestrator.run;

import io.joborchestrator.store.WorkStore.Cancellation;
import io.joborchestrator.store.WorkStore.Completion;
import io.joborchestrator.store.WorkStore.Failure;

/** What is to be stored of a run that ended. */
public sealed interface Report {
  ActiveRun run();

  record Done(ActiveRun run, Completion completion) implements Report {}

  record Broken(ActiveRun run, Failure failure) implements Report {}

  record Stopped(ActiveRun run, Cancellation cancellation) implements Report {}

  /** The job goes back to the queue. */
  record GivenBack(ActiveRun run, String reason) implements Report {}
}
