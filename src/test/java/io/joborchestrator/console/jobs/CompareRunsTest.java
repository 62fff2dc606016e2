package io.joborchestrator.console.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.console.jobs.compare.CompareViewModel;
import io.joborchestrator.console.jobs.compare.ComparedText;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.testing.JobRowBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two runs side by side, as a person asks for them on the Jobs page. */
class CompareRunsTest {
  private final JobsFixture fixture = new JobsFixture(JobsSample.fleet());
  private final JobsViewModel page = fixture.viewModel();
  private final CompareViewModel compare = page.compare();
  private final JobRow fast = run(801, Duration.ofSeconds(20), 1_000_000);
  private final JobRow slow = run(802, Duration.ofSeconds(42), 1_000_000);

  CompareRunsTest() {
    fixture.orchestrator.job(fast);
    fixture.orchestrator.job(slow);
    page.shown();
  }

  private static JobRow run(long no, Duration took, long records) {
    return JobRowBuilder.aJob("nightly_totals")
        .type("etl")
        .engine("local")
        .records(records)
        .ended(JobStatus.COMPLETED, took)
        .build(no);
  }

  private void choose(JobRow... rows) {
    for (JobRow row : rows) {
      page.selection().toggle(row);
    }
    page.chosen().compare();
  }

  @Test
  void saysInWordsHowMuchSlowerTheLaterRunIs() {
    choose(slow, fast);
    assertThat(ComparedText.line(compare, "Ran")).isEqualTo("Ran: 20 s → 42 s (2.1 × slower)");
    assertThat(ComparedText.line(compare, "Speed")).contains("2.1 × slower");
  }

  @Test
  void whatIsTheSameIsShownOnlyWhenAskedFor() {
    choose(fast, slow);
    assertThat(ComparedText.labels(compare)).contains("Ran").doesNotContain("Records", "Kind");
    ComparedText.showEverything(compare);
    assertThat(ComparedText.labels(compare)).contains("Ran", "Records", "Kind");
  }

  @Test
  void findsThePreviousRunOfTheSameNameByItself() {
    fixture.orchestrator.job(JobRowBuilder.aJob("nightly_totals_of_others").build(799));
    choose(slow);
    assertThat(ComparedText.ids(compare)).containsExactly(fast.jobId(), slow.jobId());
  }

  @Test
  void saysWhenThereIsNoEarlierRun() {
    choose(fast);
    assertThat(compare.openProperty().get()).isFalse();
    assertThat(fixture.dialogs.notices().get(0)).contains("no earlier run");
  }

  @Test
  void aRunningJobIsFollowed() {
    JobRow running =
        JobRowBuilder.aJob("nightly_totals").running(10, Duration.ofSeconds(5)).build(803);
    fixture.orchestrator.job(running);
    choose(slow, running);
    assertThat(ComparedText.line(compare, "State")).contains("Running");
    fixture.orchestrator.job(run(803, Duration.ofSeconds(9), 10));
    fixture.poll();
    assertThat(ComparedText.labels(compare)).doesNotContain("State");
    assertThat(ComparedText.line(compare, "Ran")).contains("42 s → 9.0 s (4.7 × faster)");
  }

  @Test
  void showsWhichValuesOfTheConfigurationDiffer() {
    JobRow first = JobsSample.row(fixture.orchestrator, "ledger_reconcile_q4");
    choose(first, slow);
    assertThat(ComparedText.labels(compare)).contains("input.path", "output.whenExists");
  }

  @Test
  void oneOfThePanelsIsOpenAtATime() {
    choose(fast, slow);
    JobsSample.open(fixture, "ledger_reconcile_q4");
    assertThat(compare.openProperty().get()).isFalse();
    page.chosen().compare();
    assertThat(page.detail().openProperty().get()).isFalse();
  }

  @Test
  void threeJobsAreNotCompared() {
    List<JobRow> three =
        List.of(fast, slow, JobsSample.row(fixture.orchestrator, "ledger_reconcile_q4"));
    assertThat(compare.whyNot(three, true)).contains("one or two");
    assertThat(compare.whyNot(three.subList(0, 2), false)).contains("database");
    choose(three.toArray(JobRow[]::new));
    assertThat(compare.openProperty().get()).isFalse();
  }

  @Test
  void copiesAsTextAndAsCsv() {
    choose(fast, slow);
    ComparedText.copy(compare);
    assertThat(fixture.dialogs.clipboard()).contains("  Ran: 20 s → 42 s (2.1 × slower)");
    ComparedText.copyCsv(compare);
    assertThat(fixture.dialogs.clipboard())
        .startsWith("part,figure," + fast.jobId() + "," + slow.jobId() + ",verdict\n")
        .contains("Times,Ran,20 s,42 s,2.1 × slower\n");
  }
}
