package io.joborchestrator.console.deadletters;

import io.joborchestrator.domain.deadletter.DeadLetterFilter;
import io.joborchestrator.domain.deadletter.DeadLetterRow;
import io.joborchestrator.domain.deadletter.DeadLetterSelection;
import java.util.List;

/**
 * The entries a person means.
 *
 * @param words what they are ("the group …"), for questions
 * @param count as far as the list knows; the database decides
 * @param rows those known by number; empty for all that match
 */
record ReplayTarget(
    DeadLetterSelection selection, String words, long count, List<DeadLetterRow> rows) {
  ReplayTarget {
    rows = List.copyOf(rows);
  }

  static ReplayTarget of(List<DeadLetterRow> rows, String words) {
    List<Long> numbers = rows.stream().map(DeadLetterRow::entryNo).toList();
    return new ReplayTarget(DeadLetterFilter.entries(numbers), words, rows.size(), rows);
  }

  static ReplayTarget matching(DeadLetterFilter filter, String words, long count) {
    return new ReplayTarget(filter.all(), words, count, List.of());
  }

  boolean isSingle() {
    return rows.size() == 1;
  }
}
