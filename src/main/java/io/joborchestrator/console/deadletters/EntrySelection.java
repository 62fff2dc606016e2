package io.joborchestrator.console.deadletters;

import io.joborchestrator.domain.deadletter.DeadLetterRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;

/**
 * The checked entries, by number: it survives scrolling and refresh. Knows the last seen row of
 * each. FX thread only.
 */
final class EntrySelection {
  private final Map<Long, DeadLetterRow> checked = new LinkedHashMap<>();
  private final ReadOnlyIntegerWrapper count = new ReadOnlyIntegerWrapper(this, "count");
  private final ReadOnlyIntegerWrapper version = new ReadOnlyIntegerWrapper(this, "version");
  private final ReadOnlyBooleanWrapper allMatching =
      new ReadOnlyBooleanWrapper(this, "allMatching");

  boolean isChecked(DeadLetterRow row) {
    return allMatching.get() || checked.containsKey(row.entryNo());
  }

  void toggle(DeadLetterRow row) {
    if (!EntryRows.isLoaded(row)) {
      return;
    }
    allMatching.set(false);
    if (checked.remove(row.entryNo()) == null) {
      checked.put(row.entryNo(), row);
    }
    changed();
  }

  void checkAll(List<DeadLetterRow> rows) {
    allMatching.set(false);
    rows.stream().filter(EntryRows::isLoaded).forEach(row -> checked.put(row.entryNo(), row));
    changed();
  }

  /** Everything the filter finds, whether loaded or not. */
  void checkAllMatching() {
    allMatching.set(true);
    changed();
  }

  void clear() {
    if (!checked.isEmpty() || allMatching.get()) {
      checked.clear();
      allMatching.set(false);
      changed();
    }
  }

  /** Keeps newer versions of checked rows. */
  void refresh(List<DeadLetterRow> newer) {
    for (DeadLetterRow row : newer) {
      checked.computeIfPresent(row.entryNo(), (no, known) -> row);
    }
  }

  private void changed() {
    count.set(checked.size());
    version.set(version.get() + 1);
  }

  List<DeadLetterRow> rows() {
    return List.copyOf(checked.values());
  }

  boolean isEmpty() {
    return checked.isEmpty() && !allMatching.get();
  }

  ReadOnlyIntegerProperty countProperty() {
    return count.getReadOnlyProperty();
  }

  /** Grows with every change, for cells to listen to. */
  ReadOnlyIntegerProperty versionProperty() {
    return version.getReadOnlyProperty();
  }

  ReadOnlyBooleanProperty allMatchingProperty() {
    return allMatching.getReadOnlyProperty();
  }
}
