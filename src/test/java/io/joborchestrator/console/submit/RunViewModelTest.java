package io.joborchestrator.console.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.joborchestrator.domain.job.JobPriority;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.pipeline.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunViewModelTest {
  private final RunViewModel run =
      new RunViewModel(Clock.fixed(SubmitRig.NOW, ZoneId.of("Europe/Berlin")));
  private final JobSubmission plain =
      JobSubmission.of("a", "etl", JsonNodeFactory.instance.objectNode());

  @Test
  void addsNothingByItself() {
    assertThat(run.applyTo(plain)).isEqualTo(plain);
    assertThat(run.problems()).isEmpty();
  }

  @Test
  void putsEverySettingOnTheJob() {
    run.priority().set(JobPriority.URGENT);
    run.timeout().set("1 h 30 m");
    run.retryPolicy().set("network_error");
    run.tags().set(" nightly, finance ,,nightly");
    run.queue().set("night");

    assertThat(run.applyTo(plain))
        .isEqualTo(
            plain
                .withPriority(JobPriority.URGENT)
                .withTimeout(Duration.ofMinutes(90))
                .withRetryPolicy("network_error")
                .withTags(List.of("nightly", "finance"))
                .withQueue("night"));
  }

  @Test
  void offersThePoliciesThatExistAndKeepsTheChoice() {
    assertThat(run.retryPolicies()).contains("default", "network_error").hasSize(5);
    run.retryPolicy().set("network_error");
    run.showRetryPolicies(List.of("default", "own"));
    assertThat(run.retryPolicies()).containsExactly("default", "network_error", "own");
    assertThat(run.retryPolicy().get()).isEqualTo("network_error");
  }

  @Test
  void startsAtALocalTime() {
    run.start().mode().set(StartViewModel.Mode.AT);
    run.start().date().set(LocalDate.of(2026, 11, 24));
    run.start().time().set("02:15");

    assertThat(run.problems()).isEmpty();
    assertThat(run.applyTo(plain).runAt()).isEqualTo(Instant.parse("2026-11-24T01:15:00Z"));
    assertThat(run.start().meaning().get()).isEqualTo("Tue 24 Nov 2026, 02:15:00");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-23,14:00,This time has passed",
    "2026-11-24,25:00,Write the time like 02:15 or 14:30:00",
    "2026-11-24,soon,Write the time like 02:15 or 14:30:00"
  })
  void saysWhatIsWrongWithATime(LocalDate date, String time, String message) {
    run.start().mode().set(StartViewModel.Mode.AT);
    run.start().date().set(date);
    run.start().time().set(time);

    assertThat(run.problems()).extracting(Problem::message).containsExactly(message);
  }

  @Test
  void showsTheNextFiveTimesOfACronExpression() {
    run.start().mode().set(StartViewModel.Mode.CRON);
    run.start().cron().set("15 2 * * 1-5");

    assertThat(run.start().meaning().get().lines())
        .hasSize(5)
        .startsWith("Tue 24 Nov 2026, 02:15:00");
    assertThat(run.problems()).isEmpty();
  }

  @Test
  void refusesWhatIsNoCronExpression() {
    run.start().mode().set(StartViewModel.Mode.CRON);
    run.start().cron().set("every day");

    assertThat(run.problems()).extracting(Problem::pointer).containsExactly("cron");
    assertThat(run.start().meaning().get()).isEmpty();
  }

  @Test
  void refusesALimitThatIsNone() {
    run.timeout().set("soon");

    assertThat(run.problems()).extracting(Problem::pointer).containsExactly("timeout");
    assertThat(run.applyTo(plain).timeout()).isNull();
  }
}
