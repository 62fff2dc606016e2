package io.joborchestrator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.job.JobError;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPoliciesTest {
  private final RetryPolicies policies = new RetryPolicies(List.of(), () -> 1.0);

  @ParameterizedTest
  @CsvSource({
    // policy, error, retries so far, wait in ms or none
    "default, ENGINE_FAILED, 0, 1000",
    "default, ENGINE_FAILED, 2, 4000",
    "default, ENGINE_FAILED, 3, none",
    "default, WORKER_LOST, 0, 1000",
    "default, TIME_LIMIT, 0, 1000",
    "network_error, ENGINE_FAILED, 0, 2000",
    "network_error, ENGINE_FAILED, 4, 32000",
    "network_error, ENGINE_FAILED, 5, none",
    "resource_exhausted, DISK_FULL, 0, 30000",
    "resource_exhausted, DISK_FULL, 2, 120000",
    "temporary_failure, ENGINE_TIMEOUT, 1, 10000",
    "temporary_failure, ENGINE_TIMEOUT, 2, none",
    "critical_job, ENGINE_FAILED, 4, 16000",
    "critical_job, UNKNOWN_COLUMN, 0, none",
    "default, BAD_ROWS, 0, none",
    "default, CANCELLED, 0, none",
    "default, PROGRAM_FAILED, 0, 1000",
    ", PROGRAM_FAILED, 0, none",
    ", ENGINE_FAILED, 0, 1000",
    ", OUT_OF_MEMORY, 0, 30000",
    "unheard_of, ENGINE_FAILED, 0, 1000",
  })
  void waitsByPolicyAndError(@Nullable String policy, ErrorCode code, int retries, String wait) {
    RetryDecision decision = policies.decide(policy, error(code), retries);
    assertThat(decision.delay() == null ? "none" : "" + decision.delay().toMillis())
        .isEqualTo(wait);
    assertThat(decision.reason()).endsWith(".");
  }

  @Test
  void neverWaitsLongerThanThePolicySays() {
    RetryPolicy policy = RetryPolicies.STANDARD.get(0);
    assertThat(policy.delay(30, 1.0)).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void jitterTakesUpToHalfOfTheWait() {
    RetryPolicy policy = RetryPolicies.STANDARD.get(0);
    assertThat(policy.delay(1, 0.0)).isEqualTo(Duration.ofSeconds(1));
    assertThat(policy.delay(1, 0.5)).isEqualTo(Duration.ofMillis(1500));
  }

  @Test
  void ownPoliciesMayRetryBadData() {
    RetryPolicy own =
        new RetryPolicy("feed", 2, Duration.ofMinutes(1), Duration.ofMinutes(5), 2, 1.0, true);
    RetryPolicies extended = new RetryPolicies(List.of(own), () -> 0.0);
    assertThat(extended.names()).contains("feed", "default").hasSize(6);
    assertThat(extended.decide("feed", error(ErrorCode.BAD_ROWS), 0).delay())
        .isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void anOwnPolicyMayReplaceAStandardOne() {
    RetryPolicy patient =
        RetryPolicy.of("default", 1, Duration.ofMinutes(1), Duration.ofMinutes(1));
    RetryPolicies replaced = new RetryPolicies(List.of(patient), () -> 1.0);
    assertThat(replaced.decide(null, error(ErrorCode.ENGINE_FAILED), 0).delay())
        .isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void refusesAPolicyThatMakesNoSense() {
    assertThatThrownBy(() -> RetryPolicy.of("x", 1, Duration.ofSeconds(9), Duration.ofSeconds(1)))
        .hasMessageContaining("x");
  }

  private static JobError error(ErrorCode code) {
    return new JobError(code.wire(), code.type(), "it failed", null);
  }
}
