package io.joborchestrator.console.jobs.action;

import io.joborchestrator.console.dialog.Dialogs;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import io.joborchestrator.store.JobStore.CommandResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Cancel and retry of everything that matches a filter: counted first, asked by its size, then done
 * in batches in the background. FX thread only.
 */
public final class MatchingActions {
  /** More than this is a task for the command line, with a filter that says so. */
  static final int MOST = 100_000;

  private static final int BATCH = 500;

  private final EnhancedJobManager jobs;
  private final MatchingJobs matching;
  private final UiTasks tasks;
  private final Dialogs dialogs;
  private final Runnable changed;

  /**
   * @param changed called when a command ended
   */
  public MatchingActions(
      EnhancedJobManager jobs, UiTasks tasks, Dialogs dialogs, Runnable changed) {
    this.jobs = jobs;
    this.matching = new MatchingJobs(jobs);
    this.tasks = tasks;
    this.dialogs = dialogs;
    this.changed = changed;
  }

  public void cancelAll(JobFilter filter) {
    countThenAsk(
        JobCommand.CANCEL,
        filter,
        "Asked to cancel",
        "Jobs that have ended are left out. Running ones are asked to stop and confirm it.",
        reason -> ids -> jobs.cancelAll(ids, false, reason));
  }

  public void retryAll(JobFilter filter) {
    countThenAsk(
        JobCommand.RETRY,
        filter,
        "Queued again",
        "Only failed, timed-out and cancelled jobs are taken. Each goes back into its queue.",
        reason -> ids -> jobs.retry(ids, reason));
  }

  private void countThenAsk(
      JobCommand command,
      JobFilter filter,
      String done,
      String text,
      Function<String, Function<List<String>, List<CommandResult>>> work) {
    Optional<JobFilter> able = MatchingJobs.restrictTo(filter, command.possibleIn());
    if (able.isEmpty()) {
      dialogs.notice("None of the matching jobs can do this now", null);
      return;
    }
    tasks.run(
        "Count jobs",
        () -> jobs.count(able.get(), MOST + 1L),
        count -> asked(command, able.get(), count, done, text, work),
        failure -> dialogs.error("The matching jobs could not be counted.", failure));
  }

  private void asked(
      JobCommand command,
      JobFilter able,
      long count,
      String done,
      String text,
      Function<String, Function<List<String>, List<CommandResult>>> work) {
    if (count == 0) {
      dialogs.notice("None of the matching jobs can do this now", null);
    } else if (count > MOST) {
      dialogs.notice(
          "More than " + BulkSummary.number(MOST) + " jobs match. Narrow the filter first", null);
    } else {
      String verb = command.verb() + " " + BulkSummary.jobs(count);
      new BulkQuestion(dialogs)
          .ask(verb, count, text, reason -> run(verb, able, done, work.apply(reason)));
    }
  }

  private void run(
      String verb, JobFilter able, String done, Function<List<String>, List<CommandResult>> work) {
    tasks.run(
        verb,
        () -> inBatches(matching.ids(able, MOST), work),
        results -> {
          dialogs.notice(BulkSummary.of(done, results), null);
          changed.run();
        },
        failure -> {
          dialogs.error(verb + " stopped before its end; what was done stays done.", failure);
          changed.run();
        });
  }

  private static List<CommandResult> inBatches(
      List<String> ids, Function<List<String>, List<CommandResult>> work) {
    List<CommandResult> results = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += BATCH) {
      results.addAll(work.apply(ids.subList(from, Math.min(ids.size(), from + BATCH))));
    }
    return results;
  }
}
