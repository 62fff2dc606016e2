package io.joborchestrator.console.jobs;

import io.joborchestrator.domain.job.JobRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;

/**
 * The checked jobs, by id: it survives scrolling, refresh and a new list. Knows the last seen row
 * of each. FX thread only.
 */
final class JobSelection {
  private final Map<String, JobRow> checked = new LinkedHashMap<>();
  private final ReadOnlyIntegerWrapper count = new ReadOnlyIntegerWrapper(this, "count");

  /** Grows with every change, for cells to listen to. */
  private final ReadOnlyIntegerWrapper version = new ReadOnlyIntegerWrapper(this, "version");

  private final ReadOnlyBooleanWrapper allMatching =
      new ReadOnlyBooleanWrapper(this, "allMatching");

  boolean isChecked(JobRow row) {
    return allMatching.get() || checked.containsKey(row.jobId());
  }

  void toggle(JobRow row) {
    if (!JobRows.isLoaded(row)) {
      return;
    }
    allMatching.set(false);
    if (checked.remove(row.jobId()) == null) {
      checked.put(row.jobId(), row);
    }
    changed();
  }

  /** Adds rows; those not loaded are left out. */
  void checkAll(List<JobRow> rows) {
    allMatching.set(false);
    rows.stream().filter(JobRows::isLoaded).forEach(row -> checked.put(row.jobId(), row));
    changed();
  }

  void clear() {
    checked.clear();
    allMatching.set(false);
    changed();
  }

  /** Everything the filter finds, whether loaded or not. */
  void checkAllMatching() {
    allMatching.set(true);
    changed();
  }

  /** Keeps newer versions of checked rows. */
  void refresh(List<JobRow> newer) {
    boolean any = false;
    for (JobRow row : newer) {
      JobRow known = checked.get(row.jobId());
      if (known != null && !known.equals(row)) {
        checked.put(row.jobId(), row);
        any = true;
      }
    }
    if (any) {
      changed();
    }
  }

  private void changed() {
    count.set(checked.size());
    version.set(version.get() + 1);
  }

  List<JobRow> rows() {
    return List.copyOf(checked.values());
  }

  ReadOnlyIntegerProperty countProperty() {
    return count.getReadOnlyProperty();
  }

  ReadOnlyIntegerProperty versionProperty() {
    return version.getReadOnlyProperty();
  }

  ReadOnlyBooleanProperty allMatchingProperty() {
    return allMatching.getReadOnlyProperty();
  }
}
