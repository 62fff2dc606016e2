package io.joborchestrator.orchestrator.duty;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.store.CheckpointStore.StaleFolder;
import io.joborchestrator.testing.FakeCheckpointStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chunks of ended jobs are removed by whoever sees them. */
class CheckpointCleanerTest {
  @TempDir Path dir;

  private final FakeCheckpointStore store = new FakeCheckpointStore(Set::of);
  private final CheckpointCleaner cleaner = new CheckpointCleaner(store);

  @Test
  void removesFoldersItSeesAndLeavesOthersToOtherWorkers() throws IOException {
    Path seen = Files.createDirectory(dir.resolve(".out.csv.ejo-7.chunks"));
    Files.writeString(seen.resolve("chunk-00000-e1"), "x");
    store.stale.add(new StaleFolder(7, seen.toString()));
    store.stale.add(new StaleFolder(8, dir.resolve(".gone.csv.ejo-8.chunks").toString()));
    store.stale.add(new StaleFolder(9, "/of/another/machine/.out.ejo-9.chunks"));
    cleaner.runOnce();
    assertThat(seen).doesNotExist();
    assertThat(store.forgotten).containsExactly(7L, 8L);
    assertThat(store.stale).extracting(StaleFolder::no).containsExactly(9L);
  }

  @Test
  void removesNothingWhoseNameIsNotOfAFolderOfChunks() throws IOException {
    Path precious = Files.createDirectory(dir.resolve("precious"));
    Files.writeString(precious.resolve("data"), "x");
    store.stale.add(new StaleFolder(7, precious.toString()));
    cleaner.runOnce();
    assertThat(precious.resolve("data")).exists();
  }
}
