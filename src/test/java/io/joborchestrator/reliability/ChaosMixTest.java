package io.joborchestrator.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * All faults together, by seed. {@code -Dchaos.seconds=1200} makes the long run, {@code
 * -Dchaos.seed=…} another mix.
 */
class ChaosMixTest {
  @RegisterExtension final TestDatabase database = new TestDatabase();
  @TempDir Path folder;

  @Test
  void r40_theSameSeedMakesTheSameMix() {
    ChaosMix one = ChaosMix.of(7, Duration.ofMinutes(20));
    assertThat(ChaosMix.of(7, Duration.ofMinutes(20))).isEqualTo(one);
    assertThat(ChaosMix.of(8, Duration.ofMinutes(20))).isNotEqualTo(one);
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void r40_aMixOfAllFaultsLosesNothingAndDoublesNothing(long number) throws Exception {
    long seed = Long.getLong("chaos.seed", 0) + number;
    Duration length = Duration.ofSeconds(Integer.getInteger("chaos.seconds", 60));
    try (ChaosRun run = new ChaosRun(ChaosMix.of(seed, length), database.config(), folder)) {
      run.play();
    }
  }
}
