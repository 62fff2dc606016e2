package io.joborchestrator.console.offline;

import static io.joborchestrator.testing.JobRowBuilder.NOW;
import static io.joborchestrator.testing.JobRowBuilder.aJob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joborchestrator.console.task.LiveFeed;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.testing.DirectUiTasks;
import io.joborchestrator.testing.FakeOrchestrator;
import io.joborchestrator.testing.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LastSeenTest {
  @TempDir Path folder;

  private final FakeOrchestrator orchestrator = FakeOrchestrator.busy();
  private final DirectUiTasks tasks = new DirectUiTasks();
  private final SettableClock clock = new SettableClock();
  private final LiveFeed feed = new LiveFeed(orchestrator, tasks, clock);

  private LastSeenFile file() {
    return LastSeenFile.of(folder, "warehouse/eu");
  }

  private Path path() {
    return folder.resolve("console/warehouse_eu.seen.json");
  }

  private LastSeenKeeper keeper() {
    return new LastSeenKeeper(orchestrator, feed, tasks, file(), "keep");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void keepsTheFirstPageAndTheCountsForTheOwnerOnly() throws IOException {
    LastSeen seen = LastSeen.look(orchestrator, NOW);
    file().write(seen);
    assertThat(file().read()).contains(seen);
    assertThat(seen.at()).isEqualTo(NOW);
    assertThat(seen.count(JobStatus.RUNNING)).isEqualTo(4);
    assertThat(seen.jobs())
        .hasSize(19)
        .extracting(LastSeen.SeenJob::name)
        .contains("fx_rates_refresh");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
        .isEqualTo("rw-------");
  }

  @Test
  void holdsAHundredJobsAndShortTextsOnly() {
    FakeOrchestrator full = FakeOrchestrator.empty();
    for (int i = 1; i <= 300; i++) {
      full.job(aJob("j".repeat(5_000)).in(JobStatus.QUEUED).build(i));
    }
    LastSeen seen = LastSeen.look(full, NOW);
    assertThat(seen.jobs()).hasSize(100).allMatch(job -> job.name().length() <= 201);
  }

  @Test
  void refusesWhatIsTooLargeAndReadsNothingBroken() throws IOException {
    List<LastSeen.SeenJob> many = new ArrayList<>();
    for (int i = 0; i < 9_000; i++) {
      many.add(new LastSeen.SeenJob("id", "n".repeat(90), "etl", "RUNNING", null, "me", null, 0));
    }
    assertThatThrownBy(() -> file().write(new LastSeen(0, Map.of(), 0, many, List.of())))
        .hasMessageContaining("too large");
    assertThat(file().read()).isEmpty();
    Files.createDirectories(path().getParent());
    for (String broken : List.of("", "{", "null", "[1]", "{\"atMillis\":1}")) {
      Files.writeString(path(), broken);
      assertThat(file().read()).as(broken).isEmpty();
    }
  }

  @Test
  void isWrittenAtMostEveryHalfMinuteAndOnceMoreAtTheEnd() throws IOException {
    LastSeenKeeper keeper = keeper();
    keeper.start();
    for (int i = 0; i < 61; i++) {
      feed.refreshNow();
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(tasks.started()).containsExactly("keep", "keep", "keep");
    orchestrator.job(aJob("last_minute").in(JobStatus.QUEUED).build(900));
    Runnable last = keeper.lastWrite();
    keeper.stop();
    last.run();
    assertThat(file().read().orElseThrow().jobs())
        .extracting(LastSeen.SeenJob::name)
        .contains("last_minute");
    clock.advance(Duration.ofMinutes(5));
    feed.refreshNow();
    assertThat(tasks.started()).as("after its end").hasSize(3);
  }

  @Test
  void aLostConnectionLeavesWhatWasSeenAndIsReplacedWhenItIsBack() {
    keeper().start();
    feed.refreshNow();
    LastSeen before = file().read().orElseThrow();
    orchestrator.disconnect(clock.instant(), "Connection refused");
    feed.tick();
    clock.advance(Duration.ofSeconds(60));
    feed.tick();
    feed.refreshNow();
    keeper().lastWrite().run();
    assertThat(file().read()).contains(before);
    orchestrator.reconnect();
    feed.tick();
    assertThat(file().read().orElseThrow().at()).isEqualTo(before.at().plusSeconds(60));
  }
}
