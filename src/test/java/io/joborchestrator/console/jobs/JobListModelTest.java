package io.joborchestrator.console.jobs;

import static io.joborchestrator.testing.JobRowBuilder.aJob;
import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.testing.DirectUiTasks;
import io.joborchestrator.testing.FakeOrchestrator;
import io.joborchestrator.testing.Rows;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobListModelTest {
  private final FakeOrchestrator orchestrator = FakeOrchestrator.empty();
  private final DirectUiTasks tasks = new DirectUiTasks();
  private final JobListModel list = new JobListModel(orchestrator.jobs(), tasks);

  @BeforeEach
  void fill() {
    for (int no = 1; no <= 450; no++) {
      orchestrator.job(aJob("job_" + no).build(no));
    }
  }

  private String nameAt(int index) {
    return list.rows().get(index).name();
  }

  @Test
  void showsTheNewestFirstAndLoadsFurtherPagesOnDemand() {
    list.show(JobFilter.ALL, true);
    assertThat(list.rows()).hasSize(450);
    assertThat(nameAt(0)).isEqualTo("job_450");
    assertThat(nameAt(449)).isEqualTo("job_1");
    assertThat(tasks.started()).containsExactly("List jobs", "Load jobs");
  }

  @Test
  void showsTheOldestFirstWhenAsked() {
    list.show(JobFilter.ALL, false);
    assertThat(nameAt(0)).isEqualTo("job_1");
  }

  @Test
  void newRowsComeInAtTheTop() {
    list.show(JobFilter.ALL, true);
    orchestrator.job(aJob("late").build(451));
    list.refresh(List.of(), false);
    assertThat(nameAt(0)).isEqualTo("late");
    assertThat(list.rows()).hasSize(451);
    assertThat(list.newerProperty().get()).isZero();
  }

  @Test
  void newRowsAreOnlyCountedWhileTheListIsHeld() {
    list.show(JobFilter.ALL, true);
    orchestrator.job(aJob("late").build(451));
    list.refresh(List.of(list.rows().get(3).jobId()), true);
    assertThat(nameAt(0)).isEqualTo("job_450");
    assertThat(list.newerProperty().get()).isEqualTo(1);
  }

  @Test
  void heldRowsChangeInPlaceEvenIfTheyNoLongerMatch() {
    JobFilter queued = JobFilter.ALL.withStatuses(Set.of(JobStatus.QUEUED));
    list.show(queued, true);
    JobRow row = list.rows().get(2);
    orchestrator.job(Rows.in(row, JobStatus.RUNNING));
    list.refresh(List.of(row.jobId()), true);
    assertThat(list.rows().get(2).status()).isEqualTo(JobStatus.RUNNING);
  }

  @Test
  void rowsThatNoLongerMatchLeaveAListThatIsNotHeld() {
    JobFilter queued = JobFilter.ALL.withStatuses(Set.of(JobStatus.QUEUED));
    list.show(queued, true);
    orchestrator.job(Rows.in(list.rows().get(0), JobStatus.COMPLETED));
    list.refresh(List.of(), false);
    assertThat(nameAt(0)).isEqualTo("job_449");
  }

  @Test
  void theAnchorKeepsPagesInPlaceWhileNewJobsArrive() {
    list.show(JobFilter.ALL, true);
    orchestrator.job(aJob("late").build(451));
    assertThat(nameAt(150)).isEqualTo("job_300");
  }

  @Test
  void oldRowsStayUntilNewOnesAreThere() {
    list.show(JobFilter.ALL, true);
    tasks.hold();
    list.show(JobFilter.ALL.withStatuses(Set.of(JobStatus.FAILED)), true);
    assertThat(list.rows()).hasSize(450);
    assertThat(list.loadingProperty().get()).isTrue();
    tasks.release();
    assertThat(list.rows()).isEmpty();
  }

  @Test
  void anAnswerThatWasOvertakenIsDropped() {
    orchestrator.job(aJob("failed").in(JobStatus.FAILED).build(900));
    tasks.hold();
    list.show(JobFilter.ALL, true);
    list.show(JobFilter.ALL.withStatuses(Set.of(JobStatus.FAILED)), true);
    tasks.releaseNewestFirst();
    assertThat(list.rows()).hasSize(1);
  }

  @Test
  void aFailedReadKeepsTheRowsAndSaysWhy() {
    list.show(JobFilter.ALL, true);
    orchestrator.failWith("The database is away.");
    list.refresh(List.of(), false);
    assertThat(list.rows()).hasSize(450);
    assertThat(list.failureProperty().get()).hasMessage("The database is away.");
    orchestrator.failNoMore();
    list.refresh(List.of(), false);
    assertThat(list.failureProperty().get()).isNull();
  }

  @Test
  void onlyOneRefreshIsUnderWay() {
    list.show(JobFilter.ALL, true);
    tasks.hold();
    list.refresh(List.of(), false);
    list.refresh(List.of(), false);
    list.refresh(List.of(), false);
    assertThat(tasks.started()).filteredOn("Refresh jobs"::equals).hasSize(1);
  }

  @Test
  void aCancelRequestShowsBeforeTheServerKnows() {
    list.show(JobFilter.ALL, true);
    JobRow row = list.rows().get(5);
    list.patch(List.of(JobRows.cancelRequested(row)));
    assertThat(list.rows().get(5).cancelRequested()).isTrue();
  }
}
