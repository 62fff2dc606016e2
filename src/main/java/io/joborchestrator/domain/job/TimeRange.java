package io.joborchestrator.domain.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time.
 *
 * @param from its beginning, within
 * @param to its end, no longer within; null: open
 */
public record TimeRange(Instant from, @Nullable Instant to) {
  /** Whether it has this time; not if there is none. */
  public boolean contains(@Nullable Instant at) {
    return at != null && !at.isBefore(from) && (to == null || at.isBefore(to));
  }

  /** As the filter language has it: {@code FROM..TO}, or the beginning alone. */
  @Override
  public String toString() {
    return to == null ? from.toString() : from + ".." + to;
  }
}
