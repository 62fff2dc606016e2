package io.joborchestrator.domain.job;

import java.util.Arrays;
import java.util.Locale;

/** States of a job, with the words of the database. {@link JobTransitions} says what may follow. */
public enum JobStatus {
  /** Waits for its time or its parents. */
  PENDING,
  QUEUED,
  RUNNING,
  /** Failed, and waits for the time of its next attempt. */
  RETRYING,
  PAUSED,
  COMPLETED,
  FAILED,
  TIMEOUT,
  CANCELLED;

  /** The word stored in the database. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean isTerminal() {
    return this == COMPLETED || this == FAILED || this == TIMEOUT || this == CANCELLED;
  }

  /**
   * The state for a word of the database.
   *
   * @throws IllegalArgumentException if the word is unknown
   */
  public static JobStatus parse(String wire) {
    return Arrays.stream(values())
        .filter(status -> status.wire().equals(wire))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("Unknown job status '" + wire + "'"));
  }
}
