package io.joborchestrator.engine.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joborchestrator.domain.error.OrchestratorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClustersTest {
  @TempDir Path dir;

  @Test
  void joinsWhatAChainOfPairsConnectsWhateverTheirOrder() throws IOException {
    List<int[]> pairs = new ArrayList<>();
    for (int row = 0; row + 2 < 1_000; row++) {
      pairs.add(row % 3 == 0 ? new int[] {row, row + 2} : new int[] {row + 2, row});
    }
    Collections.shuffle(pairs, new Random(7));
    Clusters clusters = new Clusters(1_001);
    pairs.forEach(pair -> clusters.join(pair[0], pair[1]));

    Clusters.Written written = clusters.write(dir.resolve("clusters"));

    assertThat(written).isEqualTo(new Clusters.Written(2, 1_000));
    assertThat(Files.readAllLines(dir.resolve("clusters")))
        .startsWith("0,0", "1,1", "2,0", "3,1")
        .endsWith("998,0", "999,1");
  }

  @Test
  void saysNothingOfRowsWithoutAPartner() throws IOException {
    Clusters clusters = new Clusters(5);
    clusters.join(4, 2);
    clusters.join(2, 4);

    assertThat(clusters.write(dir.resolve("clusters"))).isEqualTo(new Clusters.Written(1, 2));
    assertThat(Files.readAllLines(dir.resolve("clusters"))).containsExactly("2,2", "4,2");
  }

  @Test
  void refusesMoreRecordsThanItCanNumber() {
    assertThatThrownBy(() -> new Clusters(3_000_000_000L))
        .isInstanceOf(OrchestratorException.class)
        .hasMessageContaining("3,000,000,000 records are too many");
  }

  @Test
  void readsPairsAndRefusesAnythingElse() throws IOException {
    Path file = Files.writeString(dir.resolve("pairs"), "0,12\n3,2147483646\n");
    List<String> seen = new ArrayList<>();
    assertThat(PairFile.read(file, (one, other) -> seen.add(one + " " + other), () -> {}))
        .isEqualTo(2);
    assertThat(seen).containsExactly("0 12", "3 2147483646");

    for (String wrong : List.of("1,2", "1\n", "1,x\n", "1,2,3\n")) {
      Files.writeString(file, wrong);
      assertThatThrownBy(() -> PairFile.read(file, (one, other) -> {}, () -> {}))
          .as(wrong)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void canBeCancelledWhileItReads() throws IOException {
    Path file = Files.writeString(dir.resolve("pairs"), "1,2\n".repeat(1 << 20));
    assertThatThrownBy(
            () ->
                PairFile.read(
                    file,
                    (one, other) -> {},
                    () -> {
                      throw new CancellationException();
                    }))
        .isInstanceOf(CancellationException.class);
  }
}
