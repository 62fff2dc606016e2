package io.joborchestrator.console.submit;

import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.orchestrator.Orchestrator;
import io.joborchestrator.pipeline.Problem;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/** Sends the job, once at a time; a failure leaves the form as it is. FX thread only. */
final class Sending {
  /** What came of it. */
  enum What {
    JOB,
    SCHEDULE
  }

  /** The id of the job or schedule, and a sentence for people. */
  record Sent(What what, String id, String sentence) {}

  private record Outcome(List<Problem> problems, @Nullable Sent sent) {}

  private final Orchestrator orchestrator;
  private final UiTasks tasks;
  private final Clock clock;
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");

  Sending(Orchestrator orchestrator, UiTasks tasks, Clock clock) {
    this.orchestrator = orchestrator;
    this.tasks = tasks;
    this.clock = clock;
  }

  ReadOnlyBooleanProperty busy() {
    return busy.getReadOnlyProperty();
  }

  /** Why the last try failed and what to do, else empty. */
  ReadOnlyStringProperty failure() {
    return failure.getReadOnlyProperty();
  }

  void clear() {
    failure.set("");
  }

  void send(SubmitForm form, Consumer<List<Problem>> onProblems, Consumer<Sent> onSent) {
    JobSubmission job = form.submission();
    StartViewModel start = form.run().start();
    boolean recurring = start.mode().get() == StartViewModel.Mode.CRON;
    String cron = start.cron().get().strip();
    String zone = start.zoneId();
    busy.set(true);
    failure.set("");
    tasks.run(
        "submit a job",
        () -> recurring ? schedule(job, cron, zone) : submit(job),
        outcome -> finish(outcome, onProblems, onSent),
        problem -> fail(problem, recurring ? "schedule" : "job"));
  }

  private void finish(Outcome outcome, Consumer<List<Problem>> onProblems, Consumer<Sent> onSent) {
    busy.set(false);
    if (outcome.sent() == null) {
      onProblems.accept(outcome.problems());
    } else {
      onSent.accept(outcome.sent());
    }
  }

  private void fail(Exception problem, String what) {
    busy.set(false);
    String sentence = Objects.requireNonNullElse(problem.getMessage(), problem.toString());
    boolean lost =
        problem instanceof OrchestratorException known
            && known.code() == ErrorCode.DATABASE_UNAVAILABLE;
    failure.set(
        lost
            ? "The database does not answer. Nothing is lost: try again, it stays one " + what + "."
            : sentence);
  }

  private Outcome submit(JobSubmission job) {
    List<Problem> problems = orchestrator.jobs().check(job);
    if (!problems.isEmpty()) {
      return new Outcome(problems, null);
    }
    String id = orchestrator.jobs().submit(job);
    return new Outcome(List.of(), new Sent(What.JOB, id, "Submitted " + job.name()));
  }

  private Outcome schedule(JobSubmission job, String cron, String zone) {
    List<Problem> problems = orchestrator.jobs().check(job);
    if (!problems.isEmpty()) {
      return new Outcome(problems, null);
    }
    String id = orchestrator.jobs().schedule(job, cron, zone);
    String next =
        io.joborchestrator.domain.job.CronTimes.next(
                cron, java.time.ZoneId.of(zone), clock.instant(), 1)
            .stream()
            .findFirst()
            .map(time -> ", next at " + time.toLocalDateTime())
            .orElse("");
    return new Outcome(List.of(), new Sent(What.SCHEDULE, id, "Scheduled " + job.name() + next));
  }
}
