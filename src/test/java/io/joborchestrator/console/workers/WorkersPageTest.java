package io.joborchestrator.console.workers;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.domain.worker.WorkerRow;
import io.joborchestrator.testing.FakeOrchestrator;
import io.joborchestrator.testing.FxThread;
import io.joborchestrator.testing.Pages;
import java.time.Duration;
import java.util.List;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.Test;

class WorkersPageTest {
  private final Pages pages = new Pages(new FakeOrchestrator());

  @Test
  void theOnlyWorkerStaysChosenOverItsHeartbeats() {
    pages.orchestrator.worker(worker(0));
    FxThread.run(
        () -> {
          WorkersPage page = new WorkersPage(pages.context, "worker run");
          page.onShown();
          Parent root = (Parent) page.node();
          TableView<?> table = (TableView<?>) root.lookup("#workersTable");
          assertThat(root.lookup("#bulkBar").isVisible()).isFalse();
          table.getSelectionModel().select(0);
          assertThat(root.lookup("#bulkBar").isVisible()).isTrue();
          for (int running = 1; running <= 3; running++) {
            pages.orchestrator.worker(worker(running));
            page.refresh();
            assertThat(root.lookup("#bulkBar").isVisible()).isTrue();
            assertThat(((Label) root.lookup("#selectionFacts")).getText())
                .startsWith(Integer.toString(running));
          }
          page.onHidden();
        });
  }

  private static WorkerRow worker(int running) {
    return new WorkerRow(
        "w-1",
        "etl-fra-01",
        "worker",
        "online",
        "etl-fra-01.example",
        "0.1.0",
        null,
        Duration.ofMillis(running),
        null,
        4,
        running,
        null,
        null,
        List.of("etl"),
        "m.keller");
  }
}
