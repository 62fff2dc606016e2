package io.joborchestrator.console.deadletters;

import io.joborchestrator.domain.deadletter.DeadLetterGroup;

/**
 * A group as the list shows it.
 *
 * @param group its counts are of the entries that match the filter
 * @param healed nothing of it is unresolved any more
 */
record GroupRow(DeadLetterGroup group, boolean healed) {
  int groupNo() {
    return group.groupNo();
  }

  /** Entries that somebody still has to deal with, or all that match if it healed. */
  long count() {
    long unresolved = group.open() + group.pending() + group.parked();
    return healed || unresolved == 0 ? group.entries() : unresolved;
  }
}
