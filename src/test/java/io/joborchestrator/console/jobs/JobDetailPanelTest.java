package io.joborchestrator.console.jobs;

import static io.joborchestrator.testing.JobRowBuilder.aJob;
import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.console.jobs.detail.JobDetailViewModel;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.testing.JobRowBuilder;
import io.joborchestrator.testing.Rows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the panel follows its job. */
class JobDetailPanelTest {
  private final JobsFixture fixture = new JobsFixture(JobsSample.fleet());
  private final JobsViewModel page = fixture.viewModel();
  private final JobDetailViewModel detail = page.detail();

  @BeforeEach
  void show() {
    page.shown();
  }

  private String shownName() {
    JobDetail shown = detail.detailProperty().get();
    return shown == null ? "" : shown.row().name();
  }

  @Test
  void oldContentStaysUntilTheNewOneIsThere() {
    JobsSample.open(fixture, "orders_daily_rollup");
    fixture.tasks.hold();
    JobsSample.open(fixture, "ledger_reconcile_q4");
    assertThat(shownName()).isEqualTo("orders_daily_rollup");
    fixture.tasks.release();
    assertThat(shownName()).isEqualTo("ledger_reconcile_q4");
  }

  @Test
  void anAnswerForAJobLeftMeanwhileIsDropped() {
    fixture.tasks.hold();
    JobsSample.open(fixture, "orders_daily_rollup");
    JobsSample.open(fixture, "ledger_reconcile_q4");
    fixture.tasks.releaseNewestFirst();
    assertThat(shownName()).isEqualTo("ledger_reconcile_q4");
  }

  @Test
  void followsTheStateOfItsJob() {
    JobRow row = aJob("short").running(10, java.time.Duration.ofSeconds(2)).build(700);
    fixture.orchestrator.job(row);
    page.openJob(row.jobId());
    fixture.orchestrator.job(Rows.in(row, JobStatus.COMPLETED));
    fixture.poll();
    assertThat(detail.rowProperty().get().status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void opensAJobThatIsNotInTheList() {
    page.filterBar().setText("engine:spark");
    page.openJob(JobsSample.row(fixture.orchestrator, "fx_rates_refresh").jobId());
    assertThat(shownName()).isEqualTo("fx_rates_refresh");
  }

  @Test
  void saysWhenAJobIsGone() {
    page.openJob(JobRowBuilder.idOf(9_999));
    assertThat(detail.openProperty().get()).isTrue();
    assertThat(detail.problemText()).contains("is not there any more");
  }

  @Test
  void asksNothingOnceClosed() {
    JobsSample.open(fixture, "orders_daily_rollup");
    detail.close();
    int before =
        (int) fixture.tasks.started().stream().filter(what -> what.startsWith("Read job")).count();
    fixture.poll();
    assertThat(fixture.tasks.started().stream().filter(what -> what.startsWith("Read job")))
        .hasSize(before);
  }

  @Test
  void tabsReadWhatTheyShowOnlyWhenLookedAt() {
    JobsSample.open(fixture, "ledger_reconcile_q4");
    assertThat(fixture.tasks.started()).noneMatch(what -> what.startsWith("Read log"));
    page.openLog();
    assertThat(fixture.tasks.started()).anyMatch(what -> what.startsWith("Read log"));
  }
}
