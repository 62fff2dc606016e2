package io.joborchestrator.console.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatsTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Instant NOW = Instant.parse("2026-11-23T13:32:07Z");

  @ParameterizedTest
  @CsvSource({
    "0, 0 ms",
    "41, 41 ms",
    "310, 0.31 s",
    "994, 0.99 s",
    "995, 1.0 s",
    "4100, 4.1 s",
    "9949, 9.9 s",
    "9950, 9 s",
    "38400, 38 s",
    "59999, 59 s",
    "60000, 1 m 00 s",
    "134000, 2 m 14 s",
    "11100000, 3 h 05 m",
    "90000000, 1 d 1 h",
    "-5, 0 ms"
  })
  void writesDurations(long millis, String text) {
    assertThat(Formats.duration(Duration.ofMillis(millis))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|0",
        "4812|4,812",
        "99999|99,999",
        "100000|100 k",
        "840000|840 k",
        "999499|999 k",
        "999500|1.00 M",
        "9020000|9.02 M",
        "71400000|71.4 M",
        "128000000|128 M",
        "1030000000|1.03 G"
      })
  void writesCounts(long count, String text) {
    assertThat(Formats.count(count)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"912, 912 B", "421888, 412 KiB", "1717986918, 1.60 GiB", "1048575, 1.00 MiB"})
  void writesBytes(long bytes, String text) {
    assertThat(Formats.bytes(bytes)).isEqualTo(text);
  }

  @Test
  void neverSaysHundredPercentBeforeTheEnd() {
    assertThat(Formats.percent(99.99)).isEqualTo("99 %");
    assertThat(Formats.percent(100)).isEqualTo("100 %");
    assertThat(Formats.percent(140)).isEqualTo("100 %");
  }

  @Test
  void showsTheDateOnlyWhereItIsNotToday() {
    assertThat(Formats.time(NOW.minusSeconds(60), BERLIN, NOW)).isEqualTo("14:31:07");
    assertThat(Formats.time(Instant.parse("2026-11-22T23:30:00Z"), BERLIN, NOW))
        .isEqualTo("00:30:00");
    assertThat(Formats.time(Instant.parse("2026-11-22T01:15:03Z"), BERLIN, NOW))
        .isEqualTo("22 Nov 02:15:03");
    assertThat(Formats.time(Instant.parse("2025-11-22T01:15:03Z"), BERLIN, NOW))
        .isEqualTo("22 Nov 2025 02:15");
    assertThat(Formats.exactTime(NOW, BERLIN, NOW)).isEqualTo("14:32:07.000 CET");
    assertThat(Formats.utc(NOW)).isEqualTo("2026-11-23 13:32:07.000 UTC");
  }

  @Test
  void saysHowLongAgo() {
    assertThat(Formats.relative(NOW.minusSeconds(9), BERLIN, NOW)).isEqualTo("9 s ago");
    assertThat(Formats.relative(NOW.minusSeconds(190), BERLIN, NOW)).isEqualTo("3 m ago");
    assertThat(Formats.relative(NOW.minusSeconds(3600 * 13), BERLIN, NOW)).isEqualTo("13 h ago");
    assertThat(Formats.relative(NOW.minusSeconds(3600 * 20), BERLIN, NOW)).isEqualTo("yesterday");
    assertThat(Formats.relative(NOW.plusSeconds(41), BERLIN, NOW)).isEqualTo("in 41 s");
  }

  @Test
  void writesNumbersOfFilesWithoutPowersOfTen() {
    assertThat(Formats.number("3.29E7")).isEqualTo("32,900,000");
    assertThat(Formats.number("1.5E-4")).isEqualTo("0.00015");
    assertThat(Formats.number("48210.40")).isEqualTo("48,210.40");
    assertThat(Formats.number("-2640")).isEqualTo("-2,640");
    assertThat(Formats.number("0.0")).isEqualTo("0.0");
    assertThat(Formats.number("1.7976931348623157E308")).isEqualTo("1.7976931348623157E308");
    assertThat(Formats.number("NaN")).isEqualTo("NaN");
    assertThat(Formats.number("-Infinity")).isEqualTo("-Infinity");
  }
}
