package io.joborchestrator.orchestrator.run;

import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.store.WorkStore.Claim;
import org.jspecify.annotations.Nullable;

/** What circuit breakers say about the engines of this process. Thread-safe; does not block. */
public interface EngineGuard {
  /** Holds nothing back. */
  EngineGuard NONE =
      new EngineGuard() {
        @Override
        public @Nullable String heldBack(String engine) {
          return null;
        }

        @Override
        public @Nullable String probed(Claim claim) {
          return null;
        }

        @Override
        public void ended(String engine, Claim claim, RunOutcome outcome) {}
      };

  /** In words why no job may start on this engine now, or null. */
  @Nullable String heldBack(String engine);

  /** The engine that this claim probes: it runs there, although others are held back; or null. */
  @Nullable String probed(Claim claim);

  /** A run has ended by itself, or {@code Cancelled} because it was asked to. */
  void ended(String engine, Claim claim, RunOutcome outcome);
}
