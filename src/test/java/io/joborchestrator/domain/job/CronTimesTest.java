package io.joborchestrator.domain.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CronTimesTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void staysAtTheSameHourWhenTheClocksChange() {
    assertThat(CronTimes.next("15 4 * * *", BERLIN, Instant.parse("2026-03-28T00:00:00Z"), 3))
        .extracting(ZonedDateTime::toInstant)
        .containsExactly(
            Instant.parse("2026-03-28T03:15:00Z"),
            Instant.parse("2026-03-29T02:15:00Z"),
            Instant.parse("2026-03-30T02:15:00Z"));
  }

  @Test
  void givesNothingForADayThatNeverComes() {
    assertThat(CronTimes.next("0 0 30 2 *", BERLIN, Instant.EPOCH, 5)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "daily", "* * * *", "61 * * * *", "0 25 * * *", "a b c d e"})
  void refusesWhatIsNotCron(String cron) {
    assertThatThrownBy(() -> CronTimes.next(cron, BERLIN, Instant.EPOCH, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .isNotBlank();
  }
}
