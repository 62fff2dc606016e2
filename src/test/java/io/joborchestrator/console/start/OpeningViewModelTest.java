package io.joborchestrator.console.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.config.AppConfig;
import io.joborchestrator.config.LaunchOptions;
import io.joborchestrator.connection.Connections;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.orchestrator.OrchestratorLauncher;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.testing.FakeOrchestrator;
import io.joborchestrator.testing.Pages;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpeningViewModelTest {
  private final Pages pages = new Pages(FakeOrchestrator.empty());
  private final List<OrchestratorSession> opened = new ArrayList<>();
  private int attempts;

  private final OrchestratorLauncher broken =
      new OrchestratorLauncher() {
        @Override
        public Connections connections(LaunchOptions options) {
          return Connections.NONE;
        }

        @Override
        public AppConfig configuration(LaunchOptions options) {
          attempts++;
          throw new OrchestratorException(
              ErrorCode.INVALID_CONFIGURATION, "There is no profile 'warehous'.");
        }

        @Override
        public OrchestratorSession launch(LaunchOptions options, Purpose purpose) {
          throw new AssertionError("must not be reached");
        }
      };

  private final OpeningViewModel model =
      new OpeningViewModel(broken, LaunchOptions.NONE, pages.tasks, pages.texts, pages.clock);

  @Test
  void saysWhatIsDoneWhileItWaits() {
    pages.tasks.hold();
    model.open(LaunchOptions.NONE, opened::add);
    assertThat(model.stateProperty().get().failed()).isFalse();
    assertThat(model.stateProperty().get().text()).isEqualTo("Reading the configuration");
  }

  @Test
  void saysWhatIsWrongAndWhatToDoNext() {
    model.open(LaunchOptions.NONE, opened::add);
    OpeningViewModel.State state = model.stateProperty().get();
    assertThat(state.failed()).isTrue();
    assertThat(state.text())
        .contains("There is no profile 'warehous'.")
        .contains("Correct the configuration file, then try again.");
    assertThat(pages.tasks.waitingTimers()).isZero();
    assertThat(opened).isEmpty();
  }

  @Test
  void triesAgain() {
    model.open(LaunchOptions.NONE, opened::add);
    model.retry(opened::add);
    assertThat(attempts).isEqualTo(2);
  }
}
