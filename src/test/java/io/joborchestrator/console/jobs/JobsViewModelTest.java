package io.joborchestrator.console.jobs;

import static io.joborchestrator.testing.JobRowBuilder.aJob;
import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.console.filter.FilterChip;
import io.joborchestrator.console.jobs.action.JobCommand;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.testing.FakeOrchestrator;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobsViewModelTest {
  private final JobsFixture fixture = new JobsFixture(FakeOrchestrator.busy());
  private final JobsViewModel page = fixture.viewModel();

  @BeforeEach
  void show() {
    page.shown();
  }

  private JobRow row(String name) {
    return JobsSample.row(fixture.orchestrator, name);
  }

  @Test
  void showsAllJobsAndTheirCounts() {
    assertThat(page.list().rows()).hasSize(19);
    assertThat(page.counts().countsProperty().get().of(JobStatus.RUNNING)).isEqualTo(4);
    assertThat(page.status().matchingProperty().get()).isEqualTo("19");
  }

  @Test
  void aTabShowsItsState() {
    page.chooseTab(new StateTab(JobStatus.FAILED));
    assertThat(page.list().rows()).extracting(JobRow::name).containsExactly("ledger_reconcile_q4");
  }

  @Test
  void everyStateHasATab() {
    assertThat(StateTab.TABS).hasSize(JobStatus.values().length + 1);
  }

  @Test
  void aTabCombinesWithTheFilterBar() {
    page.filterBar().setText("engine:local");
    page.chooseTab(new StateTab(JobStatus.RUNNING));
    assertThat(page.list().rows()).extracting(JobRow::name).containsExactly("fx_rates_refresh");
  }

  @Test
  void newRowsWaitBehindThePillWhileADetailIsOpen() {
    page.setCurrent(row("orders_daily_rollup"));
    page.openDetail();
    fixture.orchestrator.job(aJob("late").build(500));
    fixture.poll();
    assertThat(page.status().pillProperty().get()).isEqualTo("1 new");
    assertThat(page.list().rows()).hasSize(19);
    page.detail().close();
    fixture.poll();
    assertThat(page.status().pillProperty().get()).isEmpty();
    assertThat(page.list().rows().get(0).name()).isEqualTo("late");
  }

  @Test
  void aJobOpenedRightAfterItsSubmissionComesInAtOnce() {
    page.setCurrent(row("orders_daily_rollup"));
    page.openDetail();
    JobRow mine = aJob("mine").build(500);
    fixture.orchestrator.job(mine);
    page.openJob(mine.jobId());
    assertThat(page.list().rows().get(0).name()).isEqualTo("mine");
    assertThat(page.status().pillProperty().get()).isEmpty();
  }

  @Test
  void newRowsWaitWhileTheListIsScrolledOrHovered() {
    page.setVisible(3, 12);
    assertThat(page.isHeld()).isTrue();
    page.setVisible(0, 12);
    assertThat(page.isHeld()).isFalse();
    page.hoveringProperty().set(true);
    assertThat(page.isHeld()).isTrue();
  }

  @Test
  void thePillBringsTheNewRows() {
    page.hoveringProperty().set(true);
    fixture.orchestrator.job(aJob("late").build(500));
    fixture.poll();
    assertThat(page.status().pillProperty().get()).isEqualTo("1 new");
    page.reload();
    assertThat(page.list().rows().get(0).name()).isEqualTo("late");
  }

  @Test
  void hintsInAFloodCostAFewQueriesPerSecond() {
    fixture.poll();
    int before = fixture.tasks.started().size();
    for (int i = 0; i < 5_000; i++) {
      fixture.feed.refreshNow();
    }
    assertThat(fixture.tasks.started()).hasSize(before);
    fixture.clock.move(Duration.ofSeconds(1));
    fixture.tasks.elapse(Duration.ofSeconds(1));
    assertThat(fixture.tasks.started().size() - before).isLessThanOrEqualTo(3);
  }

  @Test
  void asksNothingWhileHidden() {
    page.hidden();
    int before = fixture.tasks.started().size();
    fixture.poll();
    fixture.feed.refreshNow();
    fixture.tasks.elapse(Duration.ofSeconds(10));
    assertThat(fixture.tasks.started()).hasSize(before);
    assertThat(fixture.tasks.waitingTimers()).isZero();
  }

  @Test
  void asksNothingWithoutAConnectionAndGoesOnAfterwards() {
    fixture.orchestrator.disconnect(fixture.clock.instant(), "Connection refused");
    fixture.poll();
    int before = fixture.tasks.started().size();
    fixture.poll();
    assertThat(fixture.tasks.started()).hasSize(before);
    assertThat(page.status().footProperty().get()).startsWith("19 rows loaded, data of");
    fixture.orchestrator.reconnect();
    fixture.orchestrator.job(aJob("meanwhile").build(501));
    fixture.poll();
    assertThat(page.list().rows().get(0).name()).isEqualTo("meanwhile");
  }

  @Test
  void checkedRowsSurviveARefreshAndKnowTheirNewState() {
    JobRow running = row("orders_daily_rollup");
    page.setVisible(0, 18);
    page.selection().toggle(running);
    fixture.orchestrator.job(io.joborchestrator.testing.Rows.in(running, JobStatus.COMPLETED));
    fixture.poll();
    fixture.poll();
    assertThat(page.selection().rows())
        .extracting(JobRow::status)
        .containsExactly(JobStatus.COMPLETED);
  }

  @Test
  void anotherFilterClearsTheChoice() {
    page.selection().toggle(row("orders_daily_rollup"));
    page.filterBar().setText("engine:spark");
    assertThat(page.selection().countProperty().get()).isZero();
  }

  @Test
  void actionsTakeTheCheckedRowsElseTheCurrentOne() {
    page.setCurrent(row("fx_rates_refresh"));
    assertThat(page.chosen().rows()).extracting(JobRow::name).containsExactly("fx_rates_refresh");
    page.selection().toggle(row("orders_daily_rollup"));
    assertThat(page.chosen().rows())
        .extracting(JobRow::name)
        .containsExactly("orders_daily_rollup");
  }

  @Test
  void anOpenDetailFollowsTheCurrentRow() {
    page.setCurrent(row("fx_rates_refresh"));
    page.openDetail();
    page.setCurrent(row("orders_daily_rollup"));
    assertThat(page.detail().detailProperty().get().row().name()).isEqualTo("orders_daily_rollup");
  }

  @Test
  void saysWhatHidesTheRowsAndWidens() {
    page.filterBar().setText("status:failed since:1m");
    ListStatusViewModel status = page.status();
    assertThat(status.kindProperty().get()).isEqualTo(ListStatusViewModel.Kind.NO_MATCH);
    assertThat(status.sentenceProperty().get())
        .isEqualTo("1 job that matches otherwise is older than 1 m.");
    assertThat(page.widerWords()).isEqualTo("Last 24 hours");
    page.widen();
    assertThat(page.list().rows()).hasSize(1);
    assertThat(status.kindProperty().get()).isEqualTo(ListStatusViewModel.Kind.ROWS);
  }

  @Test
  void tellsAFirstStartFromAFilterWithoutMatch() {
    JobsFixture empty = new JobsFixture(FakeOrchestrator.empty());
    empty.viewModel().shown();
    assertThat(empty.viewModel().status().kindProperty().get())
        .isEqualTo(ListStatusViewModel.Kind.NO_JOBS);
  }

  @Test
  void showsGreyBarsOnlyWhenTheFirstAnswerTakesLong() {
    JobsFixture slow = new JobsFixture(FakeOrchestrator.busy());
    slow.tasks.hold();
    slow.viewModel().shown();
    ListStatusViewModel status = slow.viewModel().status();
    assertThat(status.kindProperty().get()).isEqualTo(ListStatusViewModel.Kind.ROWS);
    slow.tasks.elapse(Duration.ofMillis(160));
    assertThat(status.kindProperty().get()).isEqualTo(ListStatusViewModel.Kind.LOADING);
    slow.tasks.release();
    assertThat(status.kindProperty().get()).isEqualTo(ListStatusViewModel.Kind.ROWS);
  }

  @Test
  void saysWhyNothingCouldBeRead() {
    FakeOrchestrator orchestrator = FakeOrchestrator.busy();
    orchestrator.failWith("Statement timed out.");
    JobsFixture failing = new JobsFixture(orchestrator);
    failing.viewModel().shown();
    ListStatusViewModel status = failing.viewModel().status();
    assertThat(status.kindProperty().get()).isEqualTo(ListStatusViewModel.Kind.FAILED);
    assertThat(status.sentenceProperty().get()).isEqualTo("Statement timed out.");
    orchestrator.failNoMore();
    failing.viewModel().reload();
    assertThat(status.kindProperty().get()).isEqualTo(ListStatusViewModel.Kind.ROWS);
  }

  @Test
  void opensAFilterFromAnotherPageAsTabAndChips() {
    page.showJobs(
        new JobFilter(
            Set.of(JobStatus.RUNNING),
            Set.of("etl"),
            Set.of(),
            Set.of(),
            java.util.List.of(),
            java.util.List.of(),
            Set.of(),
            Set.of(),
            null));
    assertThat(page.tabProperty().get().status()).isEqualTo(JobStatus.RUNNING);
    assertThat(page.filterBar().chips()).extracting(FilterChip::text).containsExactly("type:etl");
    assertThat(page.list().rows()).hasSize(3);
  }

  @Test
  void ownerMeIsThePersonTheDatabaseKnows() {
    page.filterBar().setText("owner:me");
    assertThat(page.list().rows()).hasSize(19);
  }

  @Test
  void viewsAreSavedAndShownAgain() {
    page.filterBar().setText("engine:spark");
    fixture.dialogs.answerWith("Spark only");
    page.savedViews().saveCurrent(page.filter());
    page.clearFilters();
    JobsViewModel again = new JobsFixture(fixture.orchestrator).viewModel();
    again.shown();
    again.showView(again.savedViews().views().get(0));
    assertThat(again.filter().engines()).containsExactly("spark");
  }

  @Test
  void nothingIsCommandedWithoutAConnection() {
    page.setCurrent(row("orders_daily_rollup"));
    fixture.orchestrator.disconnect(fixture.clock.instant(), "Connection refused");
    fixture.feed.tick();
    page.chosen().command(JobCommand.CANCEL);
    assertThat(fixture.dialogs.questions()).isEmpty();
  }

  @Test
  void whatIsClickedAsTheDatabaseIsCutForAMinuteIsNotLostSilently() {
    page.setCurrent(row("orders_daily_rollup"));
    fixture.orchestrator.failWith("The database does not answer.");
    page.chosen().command(JobCommand.CANCEL);
    assertThat(fixture.dialogs.errors()).hasSize(1);
    fixture.orchestrator.disconnect(fixture.clock.instant(), "Connection refused");
    for (int i = 0; i < 30; i++) {
      fixture.poll();
    }
    assertThat(page.list().rows().size()).isEqualTo(19);
    assertThat(page.status().footRightProperty().get())
        .isEqualTo("Actions wait until the connection is back");
    fixture.orchestrator.reconnect();
    fixture.orchestrator.job(aJob("meanwhile").build(501));
    fixture.poll();
    assertThat(page.list().rows().get(0).name()).isEqualTo("meanwhile");
    assertThat(page.status().footProperty().get()).doesNotContain("data of");
    page.setCurrent(row("orders_daily_rollup"));
    page.chosen().command(JobCommand.CANCEL);
    assertThat(fixture.orchestrator.commands()).anyMatch(c -> c.startsWith("cancel "));
  }

  @Test
  void cancelOfAllMatchingCountsAsksAndSkipsWhatHasEnded() {
    page.filterBar().setText("engine:spark");
    page.selection().checkAllMatching();
    fixture.dialogs.answerWith("cluster maintenance");
    page.chosen().command(JobCommand.CANCEL);
    assertThat(fixture.dialogs.questions().get(0)).contains("Cancel 4 jobs");
    assertThat(fixture.orchestrator.commands()).hasSize(4).allMatch(c -> c.startsWith("cancel "));
  }
}
