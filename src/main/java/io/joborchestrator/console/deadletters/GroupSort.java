package io.joborchestrator.console.deadletters;

import java.util.Comparator;
import java.util.Locale;

/** Orders of the list of groups. Healed groups come last in each. */
enum GroupSort {
  MOST(Comparator.comparingLong(GroupRow::count).reversed()),
  NEWEST(
      Comparator.<GroupRow, java.time.Instant>comparing(row -> row.group().lastFailedAt())
          .reversed()),
  OLDEST(Comparator.comparing(row -> row.group().firstFailedAt()));

  private final Comparator<GroupRow> order;

  GroupSort(Comparator<GroupRow> order) {
    this.order = order;
  }

  Comparator<GroupRow> comparator() {
    return Comparator.comparing(GroupRow::healed)
        .thenComparing(order)
        .thenComparing(GroupRow::groupNo);
  }

  String key() {
    return "dead.sort." + name().toLowerCase(Locale.ROOT);
  }

  static GroupSort parse(String word) {
    for (GroupSort sort : values()) {
      if (sort.name().equalsIgnoreCase(word)) {
        return sort;
      }
    }
    return MOST;
  }
}
