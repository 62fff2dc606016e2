package io.joborchestrator.fault;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreakerBuilder;
import io.joborchestrator.domain.breaker.BreakerRule;
import java.time.Duration;

/**
 * The breaker of one engine in this process: keeps it from starting run after run on an engine that
 * fails here, until the fleet has judged. Judges by the same rule as the fleet. Thread-safe.
 */
public final class EngineBreaker {
  private static final int PERCENT = 100;

  private final CircuitBreaker<Object> breaker;

  public EngineBreaker(BreakerRule rule) {
    CircuitBreakerBuilder<Object> builder = CircuitBreaker.builder();
    Integer failures = rule.failures();
    if (failures != null) {
      builder.withFailureThreshold(failures, failures, rule.window());
    } else {
      int percent = Math.max(1, (int) Math.round(rule.rate() * PERCENT));
      builder.withFailureRateThreshold(percent, rule.runs(), rule.window());
    }
    breaker = builder.withDelay(rule.firstWait()).withSuccessThreshold(1).build();
  }

  /** Counts the end of a run. True if that opened it. */
  public synchronized boolean record(EngineVerdict verdict) {
    if (breaker.isOpen() && breaker.getRemainingDelay().isZero()) {
      breaker.halfOpen();
    }
    boolean wasOpen = breaker.isOpen();
    switch (verdict) {
      case SUCCESS -> breaker.recordSuccess();
      case FAILURE -> breaker.recordFailure();
      case NEITHER -> {}
    }
    return !wasOpen && breaker.isOpen();
  }

  /** True while no run may start; afterwards the next one decides. */
  public boolean isOpen() {
    return breaker.isOpen() && !breaker.getRemainingDelay().isZero();
  }

  /** How long it still holds back. */
  public Duration remaining() {
    return isOpen() ? breaker.getRemainingDelay() : Duration.ZERO;
  }

  /** Forgets everything: the fleet's breaker was closed. */
  public synchronized void reset() {
    breaker.close();
  }
}
