package io.joborchestrator.orchestrator.duty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleKeeperTest {
  private static final Instant NOW = Instant.parse("2026-03-28T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "15 2 * * *, UTC, 2026-03-29T02:15:00Z",
    "*/10 * * * *, UTC, 2026-03-28T12:10:00Z",
    "0 0 1 * *, UTC, 2026-04-01T00:00:00Z",
    "0 9 * * 1, Europe/Berlin, 2026-03-30T07:00:00Z",
    "0 13 * * *, Europe/Berlin, 2026-03-29T11:00:00Z",
  })
  void reckonsTheNextTimeInTheZone(String cron, String zone, Instant next) {
    assertThat(ScheduleKeeper.next(cron, zone, NOW)).isEqualTo(next);
  }

  @Test
  void aTimeThatTheClocksSkipIsNotLost() {
    // 02:30 does not exist in Berlin on 2026-03-29.
    Instant next = ScheduleKeeper.next("30 2 * * *", "Europe/Berlin", NOW);
    assertThat(next).isBetween(NOW, Instant.parse("2026-03-30T00:30:00Z"));
  }

  @Test
  void aDayThatNeverComesHasNoTime() {
    assertThat(ScheduleKeeper.next("0 0 31 2 *", "UTC", NOW)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "* * * *", "61 * * * *", "a b c d e", "0 0 * * 8"})
  void wrongExpressionsAreUserErrors(String cron) {
    assertThatThrownBy(() -> ScheduleKeeper.next(cron, "UTC", NOW))
        .isInstanceOfSatisfying(
            OrchestratorException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_SCHEDULE));
  }

  @Test
  void wrongZonesAreUserErrors() {
    assertThatThrownBy(() -> ScheduleKeeper.next("0 0 * * *", "Europe/Berln", NOW))
        .hasMessageContaining("Europe/Berln");
  }
}
