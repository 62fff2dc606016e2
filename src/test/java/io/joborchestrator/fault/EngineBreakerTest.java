package io.joborchestrator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.domain.breaker.BreakerRule;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.job.JobError;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EngineBreakerTest {
  private static final Set<ErrorCode> ENGINES_FAULT =
      Set.of(
          ErrorCode.ENGINE_UNAVAILABLE,
          ErrorCode.ENGINE_FAILED,
          ErrorCode.ENGINE_TIMEOUT,
          ErrorCode.ENGINE_VERSION,
          ErrorCode.INTERNAL);

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void onlyWhatTheEngineIsToBlameForCounts(ErrorCode code) {
    EngineVerdict verdict =
        EngineVerdict.ofFailure(new JobError(code.wire(), code.type(), "It broke", null));
    assertThat(verdict)
        .isEqualTo(ENGINES_FAULT.contains(code) ? EngineVerdict.FAILURE : EngineVerdict.NEITHER);
    if (Set.of(ErrorType.USER, ErrorType.DATA, ErrorType.CANCELLED, ErrorType.RESOURCE)
        .contains(code.type())) {
      assertThat(verdict).isEqualTo(EngineVerdict.NEITHER);
    }
  }

  @Test
  void opensByShareOfEnoughRuns() {
    EngineBreaker breaker = new EngineBreaker(rule(null, 4, 0.5, Duration.ofMinutes(1)));
    assertThat(breaker.record(EngineVerdict.FAILURE)).isFalse();
    assertThat(breaker.record(EngineVerdict.SUCCESS)).isFalse();
    assertThat(breaker.record(EngineVerdict.NEITHER)).isFalse();
    assertThat(breaker.record(EngineVerdict.SUCCESS)).isFalse();
    assertThat(breaker.isOpen()).isFalse();
    assertThat(breaker.record(EngineVerdict.FAILURE)).isTrue();
    assertThat(breaker.isOpen()).isTrue();
    assertThat(breaker.remaining()).isPositive();
    breaker.reset();
    assertThat(breaker.isOpen()).isFalse();
  }

  @Test
  void opensByCountHoweverManyWentWell() {
    EngineBreaker breaker = new EngineBreaker(rule(2, 100, 1, Duration.ofMinutes(1)));
    for (int i = 0; i < 50; i++) {
      breaker.record(EngineVerdict.SUCCESS);
    }
    assertThat(breaker.record(EngineVerdict.FAILURE)).isFalse();
    breaker.record(EngineVerdict.SUCCESS);
    assertThat(breaker.record(EngineVerdict.FAILURE)).isTrue();
  }

  private static BreakerRule rule(
      @Nullable Integer failures, int runs, double rate, Duration wait) {
    return new BreakerRule(Duration.ofMinutes(1), failures, runs, rate, wait, wait);
  }
}
