package io.joborchestrator.domain.deadletter;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of one entry in an operation.
 *
 * @param position in the order of submission, from 1: oldest failure first
 * @param jobId the entry's job
 * @param jobName of the entry
 * @param replayJobId the job that replays it, or null
 * @param message why it was skipped or how it failed, or null
 * @param at when it came into its state
 */
public record BulkOperationItem(
    int position,
    long entryNo,
    String jobId,
    String jobName,
    State state,
    @Nullable String replayJobId,
    @Nullable String message,
    Instant at) {
  /** Where it stands. */
  public enum State {
    WAITING,
    SUBMITTED,
    SUCCEEDED,
    FAILED,
    /** The operation ended before it was submitted, or its job was cancelled. */
    CANCELLED,
    /** It could not be done; the message says why. */
    SKIPPED;

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static State parse(String wire) {
      return Arrays.stream(values())
          .filter(state -> state.wire().equals(wire))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("Unknown state '" + wire + "'"));
    }
  }
}
