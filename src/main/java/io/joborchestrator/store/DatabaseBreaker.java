package io.joborchestrator.store;

import io.joborchestrator.domain.breaker.BreakerState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The breaker between this process and the database. While it is open, claims, duties and views
 * fail at once instead of waiting for a connection each; heartbeats and commands go on trying, and
 * the first answer closes it. Thread-safe; does not block.
 */
public interface DatabaseBreaker {
  /** Never opens. */
  DatabaseBreaker NONE =
      new DatabaseBreaker() {
        @Override
        public State state() {
          return new State(BreakerState.CLOSED, Instant.EPOCH, null);
        }

        @Override
        public List<Change> takeChanges() {
          return List.of();
        }

        @Override
        public void putBack(List<Change> changes) {}
      };

  /**
   * @param since by this machine's clock
   * @param reason why it opened, or null
   */
  record State(BreakerState state, Instant since, @Nullable String reason) {}

  /**
   * One change of state.
   *
   * @param at by this machine's clock
   */
  record Change(Instant at, BreakerState from, BreakerState to, @Nullable String reason) {}

  State state();

  /** Changes since the last call, oldest first; only the newest are kept. */
  List<Change> takeChanges();

  /** They could not be written down: the next call answers them again. */
  void putBack(List<Change> changes);
}
