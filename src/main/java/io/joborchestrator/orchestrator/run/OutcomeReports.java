package io.joborchestrator.orchestrator.run;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.engine.RunOutcome.Cancelled;
import io.joborchestrator.engine.RunOutcome.Completed;
import io.joborchestrator.engine.RunOutcome.Failed;
import io.joborchestrator.store.WorkStore.Cancellation;
import io.joborchestrator.store.WorkStore.Completion;
import io.joborchestrator.store.WorkStore.Failure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is stored for an outcome: it depends on how the run ended and on why it was asked to. A run
 * that completed is completed, whatever was asked meanwhile. Thread-safe.
 */
final class OutcomeReports {
  /** Empty: nothing may be written, the job belongs to another worker. */
  Optional<Report> report(ActiveRun run, RunOutcome outcome) {
    StopReason reason = run.stopReason();
    if (reason == StopReason.FENCED || (reason == null && isFenced(outcome))) {
      return Optional.empty();
    }
    if (outcome instanceof Completed completed) {
      return Optional.of(done(run, completed));
    }
    if (reason == null) {
      return Optional.of(endedByItself(run, outcome));
    }
    return Optional.of(
        switch (reason) {
          case CANCEL -> stopped(run, outcome);
          case TIME_LIMIT -> timedOut(run, isConfirmed(outcome));
          case SHUTDOWN, LEASE, FENCED -> new Report.GivenBack(run, run.stopText());
        });
  }

  /** For a claim that never reached an engine because it was asked to stop before. */
  Optional<Report> unstarted(ActiveRun run) {
    return report(run, new Cancelled(true, "It had not started yet."));
  }

  /** For a run that did not end although it was killed. */
  Optional<Report> unconfirmed(ActiveRun run) {
    return report(
        run, new Cancelled(false, "It was ended by force, but the engine has not confirmed it."));
  }

  /** For an outcome that the database refused to store. */
  Report unstorable(ActiveRun run, String why) {
    String message = "The job ran, but its outcome could not be stored: " + why;
    return failed(run, error(ErrorCode.INTERNAL, message, null), false, false);
  }

  private static Report done(ActiveRun run, Completed completed) {
    return new Report.Done(
        run,
        new Completion(
            run.claim(),
            run.startedAt(),
            engine(run),
            StoredText.json(completed.result()),
            completed.records()));
  }

  /** Whether it is tried again is decided by its retry policy, in the database. */
  private static Report endedByItself(ActiveRun run, RunOutcome outcome) {
    JobError error =
        outcome instanceof Failed failed
            ? failed.error()
            : error(ErrorCode.ENGINE_FAILED, "The engine ended the run: " + words(outcome), null);
    return failed(run, error, false, true);
  }

  /** A run that fails while it is being cancelled runs no more: that is what was asked for. */
  private static Report stopped(ActiveRun run, RunOutcome outcome) {
    return new Report.Stopped(
        run,
        new Cancellation(
            run.claim(), run.startedAt(), run.engine(), isConfirmed(outcome), words(outcome)));
  }

  /** No retry while the earlier run may still live. */
  private static Report timedOut(ActiveRun run, boolean confirmed) {
    JobError error = error(ErrorCode.TIME_LIMIT, run.stopText(), null);
    return failed(run, error, true, confirmed);
  }

  private static Report failed(ActiveRun run, JobError error, boolean timedOut, boolean byPolicy) {
    JobError clean =
        new JobError(
            error.code(),
            error.type(),
            error.message().replace('\0', ' '),
            error.detail() == null ? null : error.detail().replace('\0', ' '));
    return new Report.Broken(
        run,
        new Failure(run.claim(), run.startedAt(), run.engine(), clean, timedOut, null, byPolicy));
  }

  private static JobError error(ErrorCode code, String message, @Nullable String detail) {
    return new JobError(code.wire(), code.type(), message, detail);
  }

  private static boolean isFenced(RunOutcome outcome) {
    return outcome instanceof Failed failed
        && failed.error().code().equals(ErrorCode.FENCED.wire());
  }

  private static boolean isConfirmed(RunOutcome outcome) {
    return !(outcome instanceof Cancelled cancelled) || cancelled.confirmed();
  }

  private static String words(RunOutcome outcome) {
    if (outcome instanceof Cancelled cancelled) {
      return cancelled.message();
    }
    if (isFenced(outcome)) {
      return "It ended before its output was published.";
    }
    return outcome instanceof Failed failed ? failed.error().message() : "completed";
  }

  /** An output that was published for a dead attempt is that attempt's engine's work. */
  private static String engine(ActiveRun run) {
    String engine = run.engine() == null ? run.job().previousEngine() : run.engine();
    return engine == null ? "" : engine;
  }
}
