package io.joborchestrator.console.workers;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.domain.worker.WorkerRow;
import io.joborchestrator.testing.FakeOrchestrator;
import io.joborchestrator.testing.JobRowBuilder;
import io.joborchestrator.testing.Pages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javafx.collections.ListChangeListener;
import org.junit.jupiter.api.Test;

class WorkersViewModelTest {
  private final Pages pages = new Pages(FakeOrchestrator.busy());
  private final WorkersViewModel model = new WorkersViewModel(pages.context);

  private WorkerRow named(String name) {
    return model.rows().stream().filter(row -> row.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void sortsByKindThenNameSoThatALostWorkerStaysInItsPlace() {
    model.onShown();
    assertThat(model.rows().stream().map(WorkerRow::name))
        .filteredOn(name -> !name.startsWith("Executor"))
        .startsWith("etl-fra-01", "etl-fra-02", "etl-fra-04", "etl-fra-05", "gpu-fra-01")
        .endsWith("ws-ber-007", "ws-muc-098", "ws-muc-114");
  }

  @Test
  void whoComesAndGoesLeavesTheRowsOfTheOthers() {
    model.onShown();
    List<WorkerRow> before = List.copyOf(model.rows());
    List<WorkerRow> removed = new ArrayList<>();
    model
        .rows()
        .addListener(
            (ListChangeListener<WorkerRow>)
                change -> {
                  while (change.next()) {
                    removed.addAll(change.getRemoved());
                  }
                });
    WorkerRow first = named("etl-fra-01");
    pages.orchestrator.worker(
        new WorkerRow(
            "w-etl-fra-03",
            "etl-fra-03",
            "worker",
            "busy",
            "etl-fra-03.example",
            "0.1.0",
            first.lastHeartbeat(),
            first.heartbeatAge(),
            first.clockSkew(),
            4,
            0,
            null,
            null,
            List.of("etl"),
            "m.keller"));
    model.refresh();
    assertThat(removed).isEmpty();
    assertThat(model.rows()).hasSize(before.size() + 1).containsAll(before);
    assertThat(model.rows().stream().map(WorkerRow::name))
        .filteredOn(name -> name.startsWith("etl"))
        .containsExactly("etl-fra-01", "etl-fra-02", "etl-fra-03", "etl-fra-04", "etl-fra-05");
  }

  @Test
  void sumsUpWhatIsAliveAndWhatNeedsALook() {
    model.onShown();
    WorkersViewModel.Summary sum = model.summary();
    assertThat(sum.workers()).isEqualTo(6);
    assertThat(sum.aliveWorkers()).isEqualTo(5);
    assertThat(sum.consoles()).isEqualTo(3);
    assertThat(sum.lost()).isEqualTo(1);
    assertThat(sum.skewed()).isEqualTo(1);
    assertThat(sum.running()).isEqualTo(33);
    assertThat(sum.slots()).isEqualTo(62);
  }

  @Test
  void executorsStandBehindTheirProcessAndObeyOnlyIt() {
    model.onShown();
    assertThat(model.rows().stream().map(WorkerRow::name))
        .startsWith("etl-fra-01", "Executor 2", "Executor 9", "Executor 10", "etl-fra-02");
    assertThat(model.summary().executors()).isEqualTo(3);
    assertThat(model.summary().aliveExecutors()).isEqualTo(2);
    assertThat(model.lost())
        .as("what can be removed")
        .extracting(WorkerRow::name)
        .containsExactly("etl-fra-05");
    assertThat(model.missing("drain", List.of(named("Executor 9"))))
        .isEqualTo("An executor belongs to the session of its process: drain or pause that one");
    model.choose(WorkersViewModel.Tab.EXECUTORS);
    assertThat(model.rows()).hasSize(3);
    model.choose(WorkersViewModel.Tab.WORKERS);
    assertThat(model.rows()).hasSize(6);
  }

  @Test
  void countsAgesOnFromTheLastHeartbeat() {
    model.onShown();
    assertThat(model.age(named("etl-fra-05"))).isEqualTo(Duration.ofSeconds(94));
  }

  @Test
  void saysWhyACommandIsNotPossible() {
    model.onShown();
    assertThat(model.missing("drain", List.of(named("etl-fra-01")))).isNull();
    assertThat(model.missing("drain", List.of(named("etl-fra-05"))))
        .isEqualTo("Only a worker that is alive can be drained");
    assertThat(model.missing("remove", List.of(named("etl-fra-01"))))
        .isEqualTo("Only a lost or stopped worker can be removed");
    assertThat(model.missing("resume", List.of(named("etl-fra-04"), named("legacy-ora-02"))))
        .isNull();
  }

  @Test
  void asksBeforeItRemovesAndSendsOnlyAfterYes() {
    model.onShown();
    pages.dialogs.refuse();
    model.command("remove", List.of(named("etl-fra-05")));
    assertThat(pages.orchestrator.commands()).isEmpty();
    assertThat(pages.dialogs.questions())
        .containsExactly("Remove 1 worker? | Remove 1 worker | Keep in the list");
  }

  @Test
  void pausesAtOnce() {
    model.onShown();
    model.command("pause", List.of(named("etl-fra-01"), named("etl-fra-02")));
    assertThat(pages.orchestrator.commands())
        .containsExactly("pause w-etl-fra-01", "pause w-etl-fra-02");
    assertThat(pages.dialogs.notices().get(0)).isEqualTo("2 workers paused");
  }

  @Test
  void keepsTheRowsAndSaysWhatIsWrongWhenTheDatabaseFails() {
    model.onShown();
    pages.orchestrator.disconnect(JobRowBuilder.NOW, "Connection refused");
    model.refresh();
    assertThat(model.rows()).hasSize(12);
    assertThat(model.problemProperty().get()).isEqualTo("Connection refused");
    pages.feed.tick();
    assertThat(model.missing("pause", List.of(named("etl-fra-01"))))
        .isEqualTo("Needs a connection to the database");
  }

  @Test
  void asksNoMoreOnceHidden() {
    model.onShown();
    model.onHidden();
    int asked = pages.tasks.started().size();
    pages.feed.refreshNow();
    assertThat(pages.tasks.started()).hasSize(asked);
  }
}
