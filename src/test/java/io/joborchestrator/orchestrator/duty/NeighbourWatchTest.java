package io.joborchestrator.orchestrator.duty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.orchestrator.run.WorkFolders;
import io.joborchestrator.testing.FakeWorkStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeighbourWatchTest {
  private final FakeWorkStore store = new FakeWorkStore(Clock.systemUTC(), Duration.ofSeconds(8));
  private final AtomicInteger reported = new AtomicInteger();
  @TempDir Path root;
  private NeighbourWatch watch;

  @BeforeEach
  void aWorkerDied() throws IOException {
    watch =
        new NeighbourWatch(store, new WorkFolders(root, "own"), "here", reported::incrementAndGet);
    Files.createDirectories(root.resolve("dead").resolve("run"));
    Files.createFile(root.resolve("dead").resolve(".lock"));
  }

  @Test
  void aDeadNeighbourIsReportedOnceAndItsFolderRemoved() {
    store.knownWorkers.add("dead");
    watch.runOnce();
    assertThat(store.calls).isEmpty();
    watch.runOnce();
    assertThat(store.calls).containsExactly("process ended: here dead");
    assertThat(reported).hasValue(1);
    assertThat(root.resolve("dead")).doesNotExist();
    watch.runOnce();
    assertThat(store.calls).hasSize(1);
  }

  @Test
  void aWorkerOfAnotherDatabaseIsLeftToItsNeighboursForAMinute() {
    for (int i = 0; i < 200; i++) {
      watch.runOnce();
    }
    assertThat(store.calls).hasSize(1);
    assertThat(reported).hasValue(0);
    assertThat(root.resolve("dead")).exists();
    for (int i = 0; i < 60; i++) {
      watch.runOnce();
    }
    assertThat(root.resolve("dead")).doesNotExist();
  }

  @Test
  void aReportThatDidNotArriveIsRepeated() {
    store.knownWorkers.add("dead");
    store.cutOff(true);
    watch.runOnce();
    assertThatThrownBy(watch::runOnce).isInstanceOf(OrchestratorException.class);
    store.cutOff(false);
    watch.runOnce();
    assertThat(reported).hasValue(1);
    assertThat(root.resolve("dead")).doesNotExist();
  }
}
