package io.joborchestrator.engine;

/**
 * Whether an engine can take work now.
 *
 * @param state {@link State#OFF} is by configuration, {@link State#COLD} is healthy but not started
 * @param message a plain sentence: what is wrong and what to do, or what is well
 */
public record EngineHealth(State state, String message) {
  /** Health of an engine. */
  public enum State {
    READY,
    COLD,
    STARTING,
    UNAVAILABLE,
    OFF
  }

  public boolean takesWork() {
    return state == State.READY || state == State.COLD || state == State.STARTING;
  }
}
