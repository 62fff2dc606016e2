package io.joborchestrator.fault;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What follows a failed attempt.
 *
 * @param delay wait before the next attempt, or null if there is none
 * @param reason a plain sentence
 */
public record RetryDecision(@Nullable Duration delay, String reason) {
  static RetryDecision after(Duration delay, String reason) {
    return new RetryDecision(delay, reason);
  }

  static RetryDecision stop(String reason) {
    return new RetryDecision(null, reason);
  }
}
