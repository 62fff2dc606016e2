package io.joborchestrator.domain.breaker;

import java.util.Locale;

/** Whether jobs may start on an engine. */
public enum BreakerState {
  /** They may. */
  CLOSED,
  /** They are held back until a probe succeeds. */
  OPEN,
  /** One probe is under way in the whole fleet; everything else is held back. */
  HALF_OPEN,
  /** A person opened it: no probe follows by itself. */
  FORCED_OPEN;

  /** The word stored in the database. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static BreakerState parse(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
