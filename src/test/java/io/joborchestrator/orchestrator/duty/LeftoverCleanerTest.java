package io.joborchestrator.orchestrator.duty;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.store.CheckpointStore.Leftover;
import io.joborchestrator.testing.FakeCheckpointStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoverCleanerTest {
  @TempDir Path folder;
  private final FakeCheckpointStore store = new FakeCheckpointStore(Set::of);

  @Test
  void removesTheOutputsOfTheLostAttemptAndNothingElse() throws IOException {
    Path target = folder.resolve("out.csv");
    Path lost = file(".out.csv.ejo-7-1.tmp");
    Path later = file(".out.csv.ejo-7-2.tmp");
    Path foreign = file(".out.csv.ejo-77-1.tmp");
    Path input = file("in.csv");
    store.leave(new Leftover(7, 1, "elsewhere", List.of(input.toString(), target.toString())));
    clean("here");
    assertThat(lost).doesNotExist();
    assertThat(List.of(later, foreign, input)).allMatch(Files::exists);
    assertThat(store.leftovers(10)).isEmpty();
  }

  @Test
  void whatWasPutAsideToBeReplacedGoesBackToItsPlace() throws IOException {
    Path target = folder.resolve("out");
    Files.createDirectory(folder.resolve(".out.ejo-7-1.tmp"));
    file(".out.ejo-7-1.tmp/part-new.csv");
    Files.createDirectory(folder.resolve(".out.ejo-7-1.tmp.old"));
    file(".out.ejo-7-1.tmp.old/part-before.csv");
    store.leave(new Leftover(7, 1, "here", List.of(target.toString())));
    clean("here");
    assertThat(target.resolve("part-before.csv")).exists();
    try (var left = Files.list(folder)) {
      assertThat(left.map(Path::getFileName).map(Path::toString)).containsExactly("out");
    }
  }

  @Test
  void whatCannotBeSeenFromHereIsLeftToTheMachineItLiesOn() {
    Leftover there = new Leftover(7, 1, "there", List.of(folder.resolve("out.csv").toString()));
    store.leave(there);
    clean("here");
    assertThat(store.leftovers(10)).containsExactly(there);
    clean("there");
    assertThat(store.leftovers(10)).isEmpty();
  }

  private void clean(String host) {
    new LeftoverCleaner(store, host).runOnce();
  }

  private Path file(String name) throws IOException {
    return Files.writeString(folder.resolve(name), "x");
  }
}
