package io.joborchestrator.config;

import com.typesafe.config.Config;
import io.joborchestrator.domain.breaker.BreakerRule;
import java.util.List;

/** Reads when circuit breakers open: for all engines, and where one differs. */
final class BreakerConfig {
  static final List<String> KEYS =
      List.of("window", "failures", "runs", "rate", "first-wait", "longest-wait");

  private BreakerConfig() {}

  /**
   * @param defaults for keys that are not there
   * @throws IllegalArgumentException if a value is out of range
   */
  static BreakerRule read(Config config, BreakerRule defaults) {
    // A share that is asked for is not to be overruled by a count that is set for all.
    boolean share = config.hasPath("rate") || config.hasPath("runs");
    Integer failures = share ? null : defaults.failures();
    return new BreakerRule(
        config.hasPath("window") ? config.getDuration("window") : defaults.window(),
        config.hasPath("failures") ? Integer.valueOf(config.getInt("failures")) : failures,
        config.hasPath("runs") ? config.getInt("runs") : defaults.runs(),
        config.hasPath("rate") ? config.getDouble("rate") : defaults.rate(),
        config.hasPath("first-wait") ? config.getDuration("first-wait") : defaults.firstWait(),
        config.hasPath("longest-wait")
            ? config.getDuration("longest-wait")
            : defaults.longestWait());
  }
}
