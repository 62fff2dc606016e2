package io.joborchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.config.AppConfig;
import io.joborchestrator.orchestrator.Orchestrator;
import io.joborchestrator.orchestrator.OrchestratorSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeavingTest {
  private final List<String> done = new ArrayList<>();

  /** Only its end matters here. */
  private final class Core implements OrchestratorSession {
    @Override
    public Orchestrator orchestrator() {
      throw new UnsupportedOperationException();
    }

    @Override
    public AppConfig config() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean executes() {
      return false;
    }

    @Override
    public void stop(Duration deadline) {
      done.add("core");
    }
  }

  private Runnable fails(String step) {
    return () -> {
      done.add(step);
      throw new UncheckedIOException(new IOException("The disk is full"));
    };
  }

  @Test
  void closesTheCoreThoughNothingCouldBeWritten() {
    new Leaving(fails("state"), fails("look"), new Core()).run();
    assertThat(done).containsExactly("state", "look", "core");
  }

  @Test
  void looksOnceMoreBeforeTheCoreIsGone() {
    new Leaving(() -> done.add("state"), () -> done.add("look"), new Core()).run();
    assertThat(done).containsExactly("state", "look", "core");
  }

  @Test
  void writesTheStateThoughThereIsNoCore() {
    new Leaving(() -> done.add("state"), () -> done.add("look"), null).run();
    assertThat(done).containsExactly("state", "look");
  }

  @Test
  void aWrongConfigurationLeavesNoFileAnywhere() {
    StateFile none = StateFile.none();
    none.write(Map.of("page", "jobs"));
    assertThat(none.read().values()).isEmpty();
    assertThat(Path.of("none")).doesNotExist();
  }
}
