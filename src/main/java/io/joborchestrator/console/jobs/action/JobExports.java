package io.joborchestrator.console.jobs.action;

import io.joborchestrator.console.dialog.Dialogs;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import java.util.List;
import java.util.Optional;

/** Copies and exports of jobs. Copying what is shown needs no connection. FX thread only. */
public final class JobExports {
  private final EnhancedJobManager jobs;
  private final UiTasks tasks;
  private final Dialogs dialogs;

  public JobExports(EnhancedJobManager jobs, UiTasks tasks, Dialogs dialogs) {
    this.jobs = jobs;
    this.tasks = tasks;
    this.dialogs = dialogs;
  }

  public void copyIds(List<JobRow> rows) {
    copy(JobCopies.ids(rows), rows.size() == 1 ? "Id copied" : rows.size() + " ids copied");
  }

  public void copyRows(List<JobRow> rows) {
    copy(JobCopies.rows(rows), rows.size() == 1 ? "Row copied" : rows.size() + " rows copied");
  }

  public void copySql(JobRow row) {
    copy(JobCopies.sql(row), "SQL copied");
  }

  public void copyJson(JobDetail detail) {
    copy(JobCopies.json(detail), "JSON copied");
  }

  /** Reads the whole job first. */
  public void copyJson(JobRow row) {
    tasks.run(
        "Read job " + row.jobId(),
        () -> jobs.detail(row.jobId()),
        (Optional<JobDetail> found) -> found.ifPresentOrElse(this::copyJson, () -> gone(row)),
        failure -> dialogs.error("Job " + row.jobId() + " could not be read.", failure));
  }

  public void copyCommandLine(JobRow row) {
    tasks.run(
        "Read job " + row.jobId(),
        () -> jobs.submissionForRerun(row.jobId()),
        (Optional<JobSubmission> found) ->
            found.ifPresentOrElse(
                submission -> copy(JobCopies.commandLine(submission), "Command copied"),
                () -> gone(row)),
        failure -> dialogs.error("Job " + row.jobId() + " could not be read.", failure));
  }

  /** Asks for a file and writes all matching jobs into it. */
  public void exportCsv(JobFilter filter) {
    dialogs
        .chooseTarget("Export jobs", "jobs.csv", null)
        .ifPresent(
            target ->
                tasks.run(
                    "Export jobs to " + target.getFileName(),
                    () -> new CsvExport(jobs).write(filter, target),
                    written ->
                        dialogs.notice(BulkSummary.jobs(written) + " written to " + target, null),
                    failure ->
                        dialogs.error("The export to " + target + " did not work.", failure)));
  }

  private void gone(JobRow row) {
    dialogs.notice("Job " + row.jobId() + " is not there any more", null);
  }

  private void copy(String text, String notice) {
    dialogs.copyToClipboard(text);
    dialogs.notice(notice, null);
  }
}
