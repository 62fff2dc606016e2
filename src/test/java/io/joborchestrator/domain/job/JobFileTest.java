package io.joborchestrator.domain.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobFileTest {
  @Test
  void writesAndReadsEverythingASubmissionHas() {
    JobSubmission job =
        JobSubmission.of("daily", "etl", JsonNodeFactory.instance.objectNode().put("a", 1))
            .withPriority(JobPriority.URGENT)
            .withQueue("night")
            .withEngine("spark")
            .withRunAt(Instant.parse("2026-11-23T02:15:00Z"))
            .withTimeout(Duration.ofMinutes(90))
            .withRetryPolicy("network_error")
            .withIdempotencyKey("k")
            .withParents(List.of("p"))
            .withTags(List.of("nightly", "finance"))
            .withParentJobId("q");

    assertThat(JobFile.parse(JobFile.format(job))).isEqualTo(job);
  }

  @Test
  void leavesDefaultsOut() {
    JobSubmission job =
        JobSubmission.of("daily", "etl", JsonNodeFactory.instance.objectNode().put("a", 1));

    assertThat(JobFile.format(job)).doesNotContain("priority", "queue", "tags");
    assertThat(JobFile.parse(JobFile.format(job))).isEqualTo(job);
  }

  @Test
  void saysLineAndColumnOfBrokenJson() {
    JobFileException failure =
        catchThrowableOfType(
            JobFileException.class, () -> JobFile.parse("{\n  \"name\": \"a\",\n  oops\n}"));

    assertThat(failure.line()).isEqualTo(3);
    assertThat(failure.column()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"etl\",\"config\":{}}",
        "{\"name\":\"a\",\"config\":{}}",
        "{\"name\":\"a\",\"type\":\"etl\"}",
        "{\"name\":\"a\",\"type\":\"etl\",\"config\":{},\"prioritty\":\"high\"}",
        "{\"name\":\"a\",\"type\":\"etl\",\"config\":{},\"priority\":\"highest\"}",
        "{\"name\":\"a\",\"type\":\"etl\",\"config\":{},\"runAt\":\"tomorrow\"}",
        "{\"name\":\"a\",\"type\":\"etl\",\"config\":{},\"timeout\":\"soon\"}",
        "{\"name\":\"a\",\"type\":\"etl\",\"config\":{},\"tags\":[1]}",
        "[]"
      })
  void refusesWhatIsNotAJob(String text) {
    assertThatThrownBy(() -> JobFile.parse(text)).isInstanceOf(JobFileException.class);
  }

  @ParameterizedTest
  @CsvSource({"30 m,PT30M", "1 h 30 m,PT1H30M", "90s,PT1M30S", "2 d,PT48H", "PT5M,PT5M"})
  void readsLengthsOfTime(String text, Duration expected) {
    assertThat(TimeLimit.parse(text)).isEqualTo(expected);
    assertThat(TimeLimit.parse(TimeLimit.format(expected))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "m", "0 s", "-5 m", "5 weeks", "5 m and more", "PT0S"})
  void refusesOtherLengths(String text) {
    assertThatThrownBy(() -> TimeLimit.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
