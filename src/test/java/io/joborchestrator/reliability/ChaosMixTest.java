package io.joborchestrator.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All faults together, by seed. {@code -Dchaos.seconds=1200} makes the long run, {@code
 * -Dchaos.seed=…} another mix in place of the three.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "signals of a POSIX system")
class ChaosMixTest {
  private static final Duration LENGTH =
      Duration.ofSeconds(Integer.getInteger("chaos.seconds", 60));

  @TempDir Path folder;

  @Test
  void r40_theSameSeedMakesTheSameMix() {
    ChaosMix one = ChaosMix.of(7, Duration.ofMinutes(20));
    assertThat(ChaosMix.of(7, Duration.ofMinutes(20))).isEqualTo(one);
    assertThat(ChaosMix.of(8, Duration.ofMinutes(20))).isNotEqualTo(one);
  }

  @Test
  void r40_aMinuteOfAllFaultsLosesNothingAndDoublesNothing() throws Exception {
    play(40, Duration.ofMinutes(1));
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("seeds")
  void r40_aMixOfAllFaultsLosesNothingAndDoublesNothing(long seed) throws Exception {
    play(seed, LENGTH);
  }

  static LongStream seeds() {
    Long one = Long.getLong("chaos.seed");
    return one == null ? LongStream.of(1, 2, 3) : LongStream.of(one);
  }

  private void play(long seed, Duration length) throws Exception {
    try (ChaosRun run = new ChaosRun(ChaosMix.of(seed, length), length, folder)) {
      run.play();
    }
  }
}
