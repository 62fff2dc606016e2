package io.joborchestrator.domain.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobFilterParserTest {
  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

  private final JobFilterParser parser =
      new JobFilterParser(Clock.fixed(NOW, ZoneId.of("Europe/Berlin")), "ada");

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "\t\n"})
  void readsNothingAsAllJobs(String text) {
    assertThat(parser.parse(text)).isEqualTo(JobFilter.ALL);
  }

  @Test
  void readsEveryFieldAndJoinsThem() {
    JobFilter filter =
        parser.parse(
            "status:failed,timeout type:etl engine:spark queue:night owner:me tag:x since:2h"
                + " -name:noise text");

    assertThat(filter)
        .isEqualTo(
            new JobFilter(
                Set.of(JobStatus.FAILED, JobStatus.TIMEOUT),
                Set.of("etl"),
                Set.of("spark"),
                Set.of("night"),
                List.of("text"),
                List.of("noise"),
                Set.of("ada"),
                Set.of("x"),
                NOW.minusSeconds(7200)));
  }

  @ParameterizedTest
  @CsvSource({
    "since:90s, 2026-11-23T07:58:30Z",
    "since:30m, 2026-11-23T07:30:00Z",
    "since:7d, 2026-11-16T08:00:00Z",
    "since:1w, 2026-11-16T08:00:00Z",
    "since:today, 2026-11-22T23:00:00Z",
    "since:2026-11-01, 2026-10-31T23:00:00Z",
    "since:2026-11-01T10:30, 2026-11-01T09:30:00Z",
    "since:2026-11-01T10:30:00Z, 2026-11-01T10:30:00Z",
  })
  void readsAgesDatesAndTimes(String text, Instant expected) {
    assertThat(parser.parse(text).since()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "ended:1h, 2026-11-23T07:00:00Z,",
    "ended:08:30..08:45, 2026-11-23T07:30:00Z, 2026-11-23T07:45:00Z",
    "ended:2026-11-01T10:30:00Z..2026-11-02, 2026-11-01T10:30:00Z, 2026-11-01T23:00:00Z",
    "ended:7d..1d, 2026-11-16T08:00:00Z, 2026-11-22T08:00:00Z",
  })
  void readsWhenJobsEndedAndWritesIt(String text, Instant from, Instant to) {
    JobFilter filter = parser.parse(text);

    assertThat(filter.ended()).isEqualTo(new TimeRange(from, to));
    assertThat(parser.parse(JobFilterParser.format(filter))).isEqualTo(filter);
  }

  @Test
  void refusesARangeThatEndsBeforeItBegins() {
    assertThatThrownBy(() -> parser.parse("ended:09:00..08:00"))
        .isInstanceOf(JobFilterSyntaxException.class)
        .hasMessage("'09:00..08:00' ends before it begins.");
  }

  @Test
  void keepsSpacesAndColonsInsideQuotes() {
    JobFilter filter = parser.parse("\"two words\" name:\"a: b\" tag:\"x,y\",z -\"not this\"");

    assertThat(filter.text()).containsExactly("two words", "a: b");
    assertThat(filter.tags()).containsExactlyInAnyOrder("x,y", "z");
    assertThat(filter.notText()).containsExactly("not this");
  }

  @Test
  void takesWordsWithoutAFieldAsText() {
    assertThat(parser.parse("load 3f2a-77 12:30 https://x").text())
        .containsExactly("load", "3f2a-77", "12:30", "https://x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "stauts:failed | 0 | 13 | status:failed | There is no field 'stauts'",
        "a status:faild | 2 | 14 | status:failed | There is no status 'faild'",
        "status: | 0 | 7 | | 'status:' needs a value",
        "-status:failed | 0 | 14 | | Only names can be left out",
        "since:yesteryear | 0 | 16 | | 'yesteryear' is not a time",
        "x \"open | 2 | 7 | | A double quote is opened",
        "colour:red | 0 | 10 | | There is no field 'colour'",
      })
  void saysWhereATermIsWrongAndWhatWasMeant(
      String text, int start, int end, String suggestion, String message) {
    JobFilterSyntaxException problem =
        catchThrowableOfType(JobFilterSyntaxException.class, () -> parser.parse(text));

    assertThat(problem).hasMessageContaining(message);
    assertThat(problem.start()).isEqualTo(start);
    assertThat(problem.end()).isEqualTo(end);
    assertThat(problem.suggestion()).isEqualTo(suggestion);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status:failed,timeout type:etl owner:me since:2h -name:noise text",
        "\"two words\" tag:\"x,y\",z name:a:b name:-c",
        ""
      })
  void readsBackWhatItWrites(String text) {
    JobFilter filter = parser.parse(text);

    assertThat(parser.parse(JobFilterParser.format(filter))).isEqualTo(filter);
  }
}
