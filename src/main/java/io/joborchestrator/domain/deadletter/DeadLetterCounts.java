package io.joborchestrator.domain.deadletter;

import java.util.Map;

/** Entries by state, from counters that are kept: cheap however many there are. */
public record DeadLetterCounts(Map<DeadLetterState, Long> byState) {
  public DeadLetterCounts {
    byState = Map.copyOf(byState);
  }

  public long of(DeadLetterState state) {
    return byState.getOrDefault(state, 0L);
  }

  /** What the badge shows. */
  public long unresolved() {
    return DeadLetterState.UNRESOLVED.stream().mapToLong(this::of).sum();
  }
}
