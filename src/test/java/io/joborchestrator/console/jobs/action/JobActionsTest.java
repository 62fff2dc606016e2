package io.joborchestrator.console.jobs.action;

import static io.joborchestrator.testing.JobRowBuilder.aJob;
import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.console.view.Navigator;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobPriority;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.testing.DirectUiTasks;
import io.joborchestrator.testing.FakeOrchestrator;
import io.joborchestrator.testing.RecordingDialogs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobActionsTest {
  private final FakeOrchestrator orchestrator = FakeOrchestrator.empty();
  private final DirectUiTasks tasks = new DirectUiTasks();
  private final RecordingDialogs dialogs = new RecordingDialogs();
  private final List<String> echo = new ArrayList<>();
  private final List<String> opened = new ArrayList<>();
  private final JobActions actions =
      new JobActions(
          orchestrator.jobs(),
          tasks,
          dialogs,
          new Navigator() {
            @Override
            public void openJob(String jobId) {}

            @Override
            public void openJobs(JobFilter filter) {}

            @Override
            public void openDeadLetter(long entryNo) {}

            @Override
            public void openDeadLetters() {}

            @Override
            public void openSubmit(@Nullable JobSubmission prefill) {
              opened.add(prefill == null ? "" : prefill.name() + " " + prefill.parentJobId());
            }
          },
          new JobActions.Listener() {
            @Override
            public void cancelRequested(List<JobRow> rows) {
              echo.add("requested " + rows.size());
            }

            @Override
            public void changed() {
              echo.add("changed");
            }
          });

  private JobRow job(long no, JobStatus status) {
    JobRow row = aJob("job_" + no).in(status).build(no);
    orchestrator.job(row);
    return row;
  }

  private JobRow now(JobRow row) {
    return orchestrator.jobs().status(row.jobId()).orElseThrow();
  }

  @Test
  void cancelAsksShowsAtOnceAndThenTells() {
    JobRow row = job(1, JobStatus.RUNNING);
    actions.cancel(List.of(row));
    assertThat(dialogs.questions()).containsExactly("Cancel job_1? | Cancel job | Keep it");
    assertThat(echo).containsExactly("requested 1", "changed");
    assertThat(now(row).cancelRequested()).isTrue();
    assertThat(dialogs.notices()).containsExactly("Asked to cancel 1 job");
  }

  @Test
  void nothingHappensWhenThePersonKeepsTheJob() {
    JobRow row = job(1, JobStatus.RUNNING);
    dialogs.refuse();
    actions.cancel(List.of(row));
    assertThat(orchestrator.commands()).isEmpty();
    assertThat(echo).isEmpty();
  }

  @Test
  void jobsThatCannotAreLeftOut() {
    JobRow done = job(1, JobStatus.COMPLETED);
    JobRow running = job(2, JobStatus.RUNNING);
    actions.cancel(List.of(done, running));
    assertThat(orchestrator.commands()).containsExactly("cancel " + running.jobId());
    actions.cancel(List.of(done));
    assertThat(dialogs.questions()).hasSize(1);
  }

  @Test
  void severalJobsNeedAReason() {
    List<JobRow> rows = List.of(job(1, JobStatus.QUEUED), job(2, JobStatus.QUEUED));
    dialogs.answerWith(" ");
    actions.cancel(rows);
    assertThat(orchestrator.commands()).isEmpty();
    dialogs.answerWith("wrong input");
    actions.cancel(rows);
    assertThat(orchestrator.commands()).hasSize(2);
  }

  @Test
  void manyJobsNeedTheirNumberTyped() {
    List<JobRow> rows = new ArrayList<>();
    for (int no = 1; no <= 120; no++) {
      rows.add(job(no, JobStatus.QUEUED));
    }
    dialogs.answerWith("maintenance", "12");
    actions.cancel(rows);
    assertThat(orchestrator.commands()).isEmpty();
    dialogs.answerWith("maintenance", "120");
    actions.cancel(rows);
    assertThat(orchestrator.commands()).hasSize(120);
  }

  @Test
  void retryOfOneJobNeedsNoQuestion() {
    JobRow row = job(1, JobStatus.FAILED);
    actions.retry(List.of(row));
    assertThat(dialogs.questions()).isEmpty();
    assertThat(now(row).status()).isEqualTo(JobStatus.QUEUED);
  }

  @Test
  void pauseCanBeUndone() {
    JobRow row = job(1, JobStatus.QUEUED);
    actions.pause(List.of(row));
    assertThat(now(row).status()).isEqualTo(JobStatus.PAUSED);
    dialogs.undo();
    assertThat(now(row).status()).isEqualTo(JobStatus.QUEUED);
  }

  @Test
  void priorityComesBackToWhatEachJobHad() {
    JobRow low = aJob("low").priority(JobPriority.LOW).build(1);
    JobRow normal = aJob("normal").build(2);
    orchestrator.job(low).job(normal);
    actions.setPriority(List.of(low, normal), JobPriority.URGENT);
    assertThat(now(low).priority()).isEqualTo(JobPriority.URGENT);
    dialogs.undo();
    assertThat(now(low).priority()).isEqualTo(JobPriority.LOW);
    assertThat(now(normal).priority()).isEqualTo(JobPriority.NORMAL);
  }

  @Test
  void tagsAreTrimmedAndCanBeUndone() {
    JobRow row = aJob("tagged").tags("old").build(1);
    orchestrator.job(row);
    dialogs.answerWith(" nightly ,, finance,nightly");
    actions.editTags(List.of(row));
    assertThat(now(row).tags()).containsExactly("nightly", "finance");
    dialogs.undo();
    assertThat(now(row).tags()).containsExactly("old");
  }

  @Test
  void rerunOpensTheFormWithLineage() {
    JobRow row = job(1, JobStatus.FAILED);
    actions.rerunWithChanges(row);
    assertThat(opened).containsExactly("job_1 " + row.jobId());
  }

  @Test
  void aFailedCommandIsSaid() {
    JobRow row = job(1, JobStatus.FAILED);
    orchestrator.failWith("The database is away.");
    actions.retry(List.of(row));
    assertThat(dialogs.errors().get(0))
        .contains("Retry did not work")
        .contains("The database is away.");
  }

  @Test
  void whyNotNamesWhatIsMissing() {
    JobRow running = job(1, JobStatus.RUNNING);
    assertThat(JobCommand.RETRY.whyNot(running))
        .isEqualTo("Retry needs a failed, timed-out or cancelled job. This one is running");
    assertThat(JobCommand.CANCEL.whyNot(running)).isNull();
    assertThat(JobCommand.CANCEL.whyNot(List.of(running), false))
        .isEqualTo(JobCommand.NOT_CONNECTED);
    assertThat(JobCommand.CANCEL.whyNot(List.of(), true)).isEqualTo("Choose a job first");
    JobRow asked = aJob("asked").in(JobStatus.RUNNING).cancelRequested().build(9);
    assertThat(JobCommand.CANCEL.whyNot(asked)).contains("Cancel is requested already");
    assertThat(JobCommand.FORCE_STOP.whyNot(asked)).isNull();
  }

  @Test
  void retryOfAllMatchingWalksEveryPageOnce() {
    for (int no = 1; no <= 2_345; no++) {
      job(no, no % 3 == 0 ? JobStatus.FAILED : JobStatus.COMPLETED);
    }
    dialogs.answerWith("input mended", "781");
    new MatchingActions(orchestrator.jobs(), tasks, dialogs, () -> echo.add("changed"))
        .retryAll(JobFilter.ALL);
    assertThat(orchestrator.commands()).hasSize(781).doesNotHaveDuplicates();
    assertThat(dialogs.notices()).contains("Queued again 781 jobs");
  }

  @Test
  void theSummaryGroupsWhatDidNotWork() {
    var results =
        List.of(
            new io.joborchestrator.store.JobStore.CommandResult("a", true, "Done"),
            new io.joborchestrator.store.JobStore.CommandResult("b", false, "It has ended"),
            new io.joborchestrator.store.JobStore.CommandResult("c", false, "It has ended"));
    assertThat(BulkSummary.of("Cancelled", results))
        .isEqualTo("Cancelled 1 job, 2 left as they were: It has ended");
  }

  @Test
  void exportWritesEveryMatchAndDefusesFormulas(@TempDir Path folder) throws IOException {
    orchestrator.job(aJob("=HYPERLINK(\"http://x\")").build(1));
    orchestrator.job(aJob("with, comma and \"quote\"").in(JobStatus.FAILED).because("-1").build(2));
    Path file = folder.resolve("jobs.csv");
    long written = new CsvExport(orchestrator.jobs()).write(JobFilter.ALL, file);
    List<String> lines = Files.readAllLines(file);
    assertThat(written).isEqualTo(2);
    assertThat(lines.get(0)).startsWith("job_id,name,type,status");
    assertThat(lines.get(1)).contains("\"with, comma and \"\"quote\"\"\"").contains(",'-1,");
    assertThat(lines.get(2)).contains("\"'=HYPERLINK(\"\"http://x\"\")\"");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aFailedExportLeavesNoFile(@TempDir Path folder) throws IOException {
    orchestrator.failWith("The database is away.");
    dialogs.choose(folder.resolve("jobs.csv"));
    new JobExports(orchestrator.jobs(), tasks, dialogs).exportCsv(JobFilter.ALL);
    assertThat(dialogs.errors()).hasSize(1);
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void copiesAreReadyToPaste() {
    JobRow row = aJob("o'brien").ended(JobStatus.COMPLETED, Duration.ofSeconds(2)).build(1);
    orchestrator.job(row);
    JobExports exports = new JobExports(orchestrator.jobs(), tasks, dialogs);
    exports.copySql(row);
    assertThat(dialogs.clipboard())
        .isEqualTo("SELECT * FROM jobs WHERE job_id = '" + row.jobId() + "';");
    exports.copyJson(row);
    assertThat(dialogs.clipboard()).contains("\"name\" : \"o'brien\"").contains("2026-11-23T");
    exports.copyCommandLine(row);
    assertThat(dialogs.clipboard()).startsWith("orchestrator submit").contains("o'brien");
  }
}
