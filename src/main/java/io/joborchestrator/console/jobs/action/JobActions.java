package io.joborchestrator.console.jobs.action;

import io.joborchestrator.console.dialog.Dialogs;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.Navigator;
import io.joborchestrator.domain.job.JobPriority;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import io.joborchestrator.store.JobStore.CommandResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Commands on the jobs a person chose: asks first where there is no way back, offers undo where
 * there is one, and says what came of it. FX thread only.
 */
public final class JobActions {
  /** From this many jobs on the number has to be typed. */
  static final int TYPED_COUNT_FROM = 100;

  private final EnhancedJobManager jobs;
  private final UiTasks tasks;
  private final Dialogs dialogs;
  private final Navigator navigator;
  private final Listener listener;

  /** Hears what was asked for, so that lists can show it before the next refresh. */
  public interface Listener {
    /** These jobs have been asked to stop. */
    void cancelRequested(List<JobRow> rows);

    /** A command ended: what is shown may be out of date. */
    void changed();
  }

  public JobActions(
      EnhancedJobManager jobs,
      UiTasks tasks,
      Dialogs dialogs,
      Navigator navigator,
      Listener listener) {
    this.jobs = jobs;
    this.tasks = tasks;
    this.dialogs = dialogs;
    this.navigator = navigator;
    this.listener = listener;
  }

  public void cancel(List<JobRow> chosen) {
    List<JobRow> rows = able(JobCommand.CANCEL, chosen);
    if (!rows.isEmpty()) {
      askThen(
          JobCommand.CANCEL,
          rows,
          "Running jobs are asked to stop and confirm it; waiting ones end at once. Unfinished"
              + " output is discarded.",
          reason -> {
            listener.cancelRequested(rows);
            command("Cancel", "Asked to cancel", () -> jobs.cancelAll(ids(rows), false, reason));
          });
    }
  }

  public void forceStop(List<JobRow> chosen) {
    List<JobRow> rows = able(JobCommand.FORCE_STOP, chosen);
    if (!rows.isEmpty()) {
      askThen(
          JobCommand.FORCE_STOP,
          rows,
          "The run is killed without waiting for the engine. Its output is discarded.",
          reason -> {
            listener.cancelRequested(rows);
            command("Force stop", "Force-stopped", () -> jobs.cancelAll(ids(rows), true, reason));
          });
    }
  }

  public void retry(List<JobRow> chosen) {
    List<JobRow> rows = able(JobCommand.RETRY, chosen);
    if (rows.size() == 1) {
      command("Retry", "Queued again", () -> jobs.retry(ids(rows), null));
    } else if (!rows.isEmpty()) {
      askThen(
          JobCommand.RETRY,
          rows,
          "Each goes back into its queue with a new attempt.",
          reason -> command("Retry", "Queued again", () -> jobs.retry(ids(rows), reason)));
    }
  }

  /** Opens the form with the job's payload; nothing is submitted yet. */
  public void rerunWithChanges(JobRow row) {
    tasks.run(
        "Read job " + row.jobId(),
        () -> jobs.submissionForRerun(row.jobId()),
        found ->
            found.ifPresentOrElse(
                navigator::openSubmit,
                () -> dialogs.notice("Job " + row.jobId() + " is not there any more", null)),
        failure -> dialogs.error("Job " + row.jobId() + " could not be read.", failure));
  }

  public void pause(List<JobRow> chosen) {
    List<JobRow> rows = able(JobCommand.PAUSE, chosen);
    if (!rows.isEmpty()) {
      commandWithUndo(
          "Pause", "Paused", () -> jobs.pause(ids(rows), null), done -> jobs.resume(done));
    }
  }

  public void resume(List<JobRow> chosen) {
    List<JobRow> rows = able(JobCommand.RESUME, chosen);
    if (!rows.isEmpty()) {
      commandWithUndo(
          "Resume", "Resumed", () -> jobs.resume(ids(rows)), done -> jobs.pause(done, null));
    }
  }

  public void setPriority(List<JobRow> chosen, JobPriority priority) {
    List<JobRow> rows = able(JobCommand.PRIORITY, chosen);
    if (rows.isEmpty()) {
      return;
    }
    Map<String, JobPriority> before =
        rows.stream().collect(Collectors.toMap(JobRow::jobId, JobRow::priority));
    commandWithUndo(
        "Priority",
        "Priority " + priority.wire() + " for",
        () -> jobs.setPriority(ids(rows), priority),
        done -> restorePriorities(done, before));
  }

  private List<CommandResult> restorePriorities(
      List<String> done, Map<String, JobPriority> before) {
    List<CommandResult> results = new ArrayList<>();
    for (JobPriority priority : JobPriority.values()) {
      List<String> ids = done.stream().filter(id -> before.get(id) == priority).toList();
      if (!ids.isEmpty()) {
        results.addAll(jobs.setPriority(ids, priority));
      }
    }
    return results;
  }

  /** Asks for tags and replaces those of the chosen jobs. */
  public void editTags(List<JobRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    Map<String, List<String>> before =
        rows.stream().collect(Collectors.toMap(JobRow::jobId, JobRow::tags));
    dialogs.ask(
        rows.size() == 1 ? "Tags of " + rows.get(0).name() : "Tags of " + count(rows),
        rows.size() == 1 ? "" : "They replace the tags of each chosen job.",
        "Tags, separated by commas",
        rows.size() == 1 ? String.join(", ", rows.get(0).tags()) : "",
        "Set tags",
        text ->
            commandWithUndo(
                "Tags",
                "Tagged",
                () -> jobs.setTags(ids(rows), tags(text)),
                done -> restoreTags(done, before)));
  }

  private List<CommandResult> restoreTags(List<String> done, Map<String, List<String>> before) {
    List<CommandResult> results = new ArrayList<>();
    for (String id : done) {
      results.addAll(jobs.setTags(List.of(id), before.getOrDefault(id, List.of())));
    }
    return results;
  }

  private static List<String> tags(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(tag -> !tag.isEmpty())
        .distinct()
        .toList();
  }

  /** Asks for a note and keeps it with the job. */
  public void editNote(JobRow row, String before) {
    dialogs.ask(
        "Note on " + row.name(),
        "",
        "Everybody who opens this job sees it",
        before,
        "Save note",
        text ->
            commandWithUndo(
                "Note",
                "Note saved on",
                () -> List.of(jobs.setNote(row.jobId(), text.strip())),
                done -> List.of(jobs.setNote(row.jobId(), before))));
  }

  private void askThen(
      JobCommand command, List<JobRow> rows, String text, Consumer<String> withReason) {
    String verb = command.verb() + " " + BulkSummary.jobs(rows.size());
    boolean dangerous = command != JobCommand.RETRY;
    if (rows.size() == 1) {
      dialogs.confirm(
          command.verb() + " " + rows.get(0).name() + "?",
          text,
          command.verb() + " job",
          "Keep it",
          dangerous,
          () -> withReason.accept(""));
      return;
    }
    new BulkQuestion(dialogs).ask(verb, rows.size(), text, withReason);
  }

  private void command(String what, String done, Callable<List<CommandResult>> work) {
    tasks.run(
        what + " jobs",
        work,
        results -> {
          dialogs.notice(BulkSummary.of(done, results), null);
          listener.changed();
        },
        failure -> failed(what, failure));
  }

  private void commandWithUndo(
      String what,
      String done,
      Callable<List<CommandResult>> work,
      java.util.function.Function<List<String>, List<CommandResult>> undo) {
    tasks.run(
        what + " jobs",
        work,
        results -> {
          List<String> changed =
              results.stream().filter(CommandResult::done).map(CommandResult::jobId).toList();
          Runnable back = () -> command("Undo", "Undone for", () -> undo.apply(changed));
          dialogs.notice(BulkSummary.of(done, results), changed.isEmpty() ? null : back);
          listener.changed();
        },
        failure -> failed(what, failure));
  }

  private void failed(String what, Exception failure) {
    dialogs.error(what + " did not work. Nothing is known to have changed.", failure);
    listener.changed();
  }

  private static List<JobRow> able(JobCommand command, List<JobRow> rows) {
    return rows.stream().filter(command::isPossible).toList();
  }

  private static List<String> ids(List<JobRow> rows) {
    return rows.stream().map(JobRow::jobId).toList();
  }

  private static String count(List<JobRow> rows) {
    return BulkSummary.jobs(rows.size());
  }
}
