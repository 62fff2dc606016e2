package io.joborchestrator.console.view;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;

/**
 * The checked rows of a paged list, by key: it survives scrolling, refresh and a new list. Knows
 * the last seen version of each. FX thread only.
 *
 * @param <R> type of the rows
 */
public final class RowSelection<R> {
  private final Function<? super R, ?> key;
  private final Predicate<? super R> loaded;
  private final Map<Object, R> checked = new LinkedHashMap<>();
  private final ReadOnlyIntegerWrapper count = new ReadOnlyIntegerWrapper(this, "count");
  private final ReadOnlyIntegerWrapper version = new ReadOnlyIntegerWrapper(this, "version");
  private final ReadOnlyBooleanWrapper allMatching =
      new ReadOnlyBooleanWrapper(this, "allMatching");

  /**
   * @param key identity of a row
   * @param loaded false for the row that stands for one not there yet; it cannot be checked
   */
  public RowSelection(Function<? super R, ?> key, Predicate<? super R> loaded) {
    this.key = key;
    this.loaded = loaded;
  }

  public boolean isChecked(R row) {
    return allMatching.get() || checked.containsKey(key.apply(row));
  }

  public boolean isLoaded(R row) {
    return loaded.test(row);
  }

  /** Checks a row, or no longer; one that is not loaded stays as it is. */
  public void toggle(R row) {
    if (!loaded.test(row)) {
      return;
    }
    allMatching.set(false);
    if (checked.remove(key.apply(row)) == null) {
      checked.put(key.apply(row), row);
    }
    changed();
  }

  /** Adds rows; those not loaded are left out. */
  public void checkAll(List<R> rows) {
    allMatching.set(false);
    rows.stream().filter(loaded).forEach(row -> checked.put(key.apply(row), row));
    changed();
  }

  /** Everything the filter finds, whether loaded or not. */
  public void checkAllMatching() {
    allMatching.set(true);
    changed();
  }

  public void clear() {
    if (!isEmpty()) {
      checked.clear();
      allMatching.set(false);
      changed();
    }
  }

  /** Keeps newer versions of checked rows. */
  public void refresh(List<R> newer) {
    boolean any = false;
    for (R row : newer) {
      R known = checked.get(key.apply(row));
      if (known != null && !known.equals(row)) {
        checked.put(key.apply(row), row);
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

  public List<R> rows() {
    return List.copyOf(checked.values());
  }

  public boolean isEmpty() {
    return checked.isEmpty() && !allMatching.get();
  }

  public ReadOnlyIntegerProperty countProperty() {
    return count.getReadOnlyProperty();
  }

  /** Grows with every change, for cells to listen to. */
  public ReadOnlyIntegerProperty versionProperty() {
    return version.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty allMatchingProperty() {
    return allMatching.getReadOnlyProperty();
  }
}
