package io.joborchestrator.console.deadletters;

import io.joborchestrator.console.view.StatusView;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.deadletter.DeadLetterReason;
import io.joborchestrator.domain.deadletter.DeadLetterRow;
import io.joborchestrator.domain.deadletter.DeadLetterState;
import java.time.Instant;
import java.util.List;

/** What lists need to know about entries. */
final class EntryRows {
  /** Stands for an entry that is being loaded. */
  static final DeadLetterRow LOADING =
      new DeadLetterRow(
          -1,
          "",
          "",
          "",
          "",
          "",
          List.of(),
          null,
          -1,
          DeadLetterState.OPEN,
          DeadLetterReason.EXTERNAL,
          null,
          null,
          null,
          0,
          0,
          0,
          0,
          0,
          Instant.EPOCH,
          Instant.EPOCH,
          null,
          null,
          Instant.EPOCH,
          null,
          null);

  private EntryRows() {}

  static boolean isLoaded(DeadLetterRow row) {
    return row.entryNo() >= 0;
  }

  /** How an entry stands: icon, word and colour. One that failed again is told from a new one. */
  static StatusView outcome(DeadLetterRow row, Texts texts) {
    boolean again = row.state() == DeadLetterState.OPEN && row.failures() > 1;
    return again
        ? new StatusView(texts.get("dead.state.again"), "mdal-error", "failed")
        : of(row.state(), texts);
  }

  static StatusView of(DeadLetterState state, Texts texts) {
    String word = texts.get("dead.state." + state.wire());
    return switch (state) {
      case OPEN -> new StatusView(word, "mdal-inbox", "dead-letter");
      case PENDING -> new StatusView(word, "mdmz-play_circle_filled", "running");
      case PARKED -> new StatusView(word, "mdoal-local_parking", "paused");
      case REPLAYED, RECOVERED -> new StatusView(word, "mdal-check_circle", "completed");
      case DISCARDED -> new StatusView(word, "mdoal-delete", "cancelled");
    };
  }

  /** Why there was no further attempt, in a few words. */
  static String reason(DeadLetterReason reason, Texts texts) {
    return texts.get("dead.reason." + reason.name());
  }
}
