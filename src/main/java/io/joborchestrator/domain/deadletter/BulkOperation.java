package io.joborchestrator.domain.deadletter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something done to many entries, kept in the database: it goes on whoever started it. Counts are
 * of entries, as the runner saw them last (it looks several times per second), exact once it has
 * finished.
 *
 * @param selection as it was given, in the words of the SQL contract
 * @param stateBy who paused, resumed or cancelled it, or null
 * @param stateReason why it stopped, was paused or cancelled, or null
 * @param total entries of the selection
 * @param waiting not submitted yet
 * @param running submitted, and not ended yet
 * @param skipped left out, with a reason in the item
 * @param finishedAt when the last job that it submitted had ended, or null
 */
public record BulkOperation(
    long operationNo,
    Kind kind,
    State state,
    ObjectNode selection,
    ReplayOptions options,
    @Nullable String reason,
    String createdBy,
    Instant createdAt,
    @Nullable String stateBy,
    Instant stateAt,
    @Nullable String stateReason,
    int total,
    int waiting,
    int running,
    int succeeded,
    int failed,
    int skipped,
    @Nullable Instant finishedAt) {
  /** What is done to the entries. */
  public enum Kind {
    REPLAY,
    DISCARD,
    RESTORE;

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Kind parse(String wire) {
      return valueOf(wire.toUpperCase(Locale.ROOT));
    }
  }

  /** Where it stands. */
  public enum State {
    RUNNING,
    PAUSED,
    /** By itself: the canary or too many others failed, or a breaker opened. */
    STOPPED,
    /** By a person. */
    CANCELLED,
    COMPLETED;

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

  /** What people ask of one that has not finished. */
  public enum Command {
    PAUSE,
    RESUME,
    CANCEL;

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Outcome of a command: done, or in words why not. */
  public record CommandOutcome(boolean done, String message) {}

  /** Entries with an outcome of their own. */
  public int settled() {
    return succeeded + failed + skipped;
  }

  /** Nothing will change any more. */
  public boolean isFinished() {
    return finishedAt != null;
  }
}
