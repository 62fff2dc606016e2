package io.joborchestrator.domain.job;

import java.util.Arrays;
import java.util.Locale;

/** The five priorities. Within one, jobs run first in, first out. */
public enum JobPriority {
  LOW(4),
  NORMAL(3),
  HIGH(2),
  URGENT(1),
  CRITICAL(0);

  private final int rank;

  JobPriority(int rank) {
    this.rank = rank;
  }

  /** Order in the queue: 0 goes first. */
  public int rank() {
    return rank;
  }

  /** The word stored in the database. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The priority for a word of the database or a user.
   *
   * @throws IllegalArgumentException if the word is unknown
   */
  public static JobPriority parse(String wire) {
    return Arrays.stream(values())
        .filter(priority -> priority.wire().equals(wire.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Unknown priority '" + wire + "': use low, normal, high, urgent or critical"));
  }
}
