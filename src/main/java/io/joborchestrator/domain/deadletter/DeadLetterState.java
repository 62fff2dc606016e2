package io.joborchestrator.domain.deadletter;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Where an entry of the dead-letter queue stands, with the words of the database. */
public enum DeadLetterState {
  /** Nobody has dealt with it yet. */
  OPEN,
  /** It runs again, or waits to: by a replay, or because its job was retried by hand. */
  PENDING,
  /** It was replayed so often that only a forced replay takes it. */
  PARKED,
  /** A replay of it completed. */
  REPLAYED,
  /** The same job, or a rerun of it, completed later: it closed itself. */
  RECOVERED,
  /** A person put it away, with a reason; it can be restored. */
  DISCARDED;

  /** Those that somebody still has to deal with. */
  public static final Set<DeadLetterState> UNRESOLVED =
      Collections.unmodifiableSet(EnumSet.of(OPEN, PENDING, PARKED));

  /** The word stored in the database. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean isUnresolved() {
    return UNRESOLVED.contains(this);
  }

  /**
   * The state for a word of the database.
   *
   * @throws IllegalArgumentException if the word is unknown
   */
  public static DeadLetterState parse(String wire) {
    return Arrays.stream(values())
        .filter(state -> state.wire().equals(wire))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("Unknown state '" + wire + "'"));
  }
}
