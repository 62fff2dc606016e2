package io.joborchestrator.console.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.config.AppConfig;
import io.joborchestrator.config.ConfigLoader;
import io.joborchestrator.config.LaunchOptions;
import io.joborchestrator.connection.Connections;
import io.joborchestrator.console.offline.LastSeen;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.orchestrator.OrchestratorLauncher;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.testing.FakeOrchestrator;
import io.joborchestrator.testing.Pages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
      new OpeningViewModel(
          broken,
          LaunchOptions.NONE,
          pages.tasks,
          pages.texts,
          pages.clock,
          config -> Optional.empty());

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

  /** Reads an empty configuration; its database is away. */
  private final class Away implements OrchestratorLauncher {
    private final Path home;

    Away(Path home) {
      this.home = home;
    }

    @Override
    public Connections connections(LaunchOptions options) {
      return Connections.NONE;
    }

    @Override
    public AppConfig configuration(LaunchOptions options) {
      return new ConfigLoader(Map.of(), System.getProperties()).load(LaunchOptions.inHome(home));
    }

    @Override
    public OrchestratorSession launch(LaunchOptions options, Purpose purpose) {
      attempts++;
      throw new OrchestratorException(ErrorCode.DATABASE_UNAVAILABLE, "Connection refused");
    }
  }

  @Test
  void showsWhatWasSeenLastWhileTheDatabaseIsAwayAndTriesAgainByItself(@TempDir Path home) {
    LastSeen seen = new LastSeen(0, Map.of("RUNNING", 4L), 2, List.of(), List.of());
    OpeningViewModel patient =
        new OpeningViewModel(
            new Away(home),
            LaunchOptions.NONE,
            pages.tasks,
            pages.texts,
            pages.clock,
            config -> Optional.of(seen));
    patient.open(LaunchOptions.NONE, opened::add);
    assertThat(patient.lastSeenProperty().get()).isEqualTo(seen);
    assertThat(patient.stateProperty().get().text())
        .contains("Connection refused")
        .endsWith("It is tried again every 5 s.");
    pages.tasks.elapse(OpeningViewModel.AGAIN.multipliedBy(3));
    assertThat(attempts).isEqualTo(4);
    assertThat(patient.stateProperty().get().failed()).as("stays to be read").isTrue();
    patient.stop();
    pages.tasks.elapse(OpeningViewModel.AGAIN.multipliedBy(3));
    assertThat(attempts).isEqualTo(4);
    assertThat(pages.tasks.waitingTimers()).isZero();
  }
}
