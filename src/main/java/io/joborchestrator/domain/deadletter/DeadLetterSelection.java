package io.joborchestrator.domain.deadletter;

import java.util.List;

/**
 * The entries that a command is about. What it means is settled in the database, at that moment.
 */
public sealed interface DeadLetterSelection {
  /** These, by number. */
  record Entries(List<Long> entries) implements DeadLetterSelection {
    public Entries {
      entries = List.copyOf(entries);
    }
  }

  /** All that match, however many. */
  record Matching(DeadLetterFilter filter) implements DeadLetterSelection {}

  /** Those that an earlier operation reached, for example to undo it. */
  record OfOperation(long operationNo) implements DeadLetterSelection {}
}
