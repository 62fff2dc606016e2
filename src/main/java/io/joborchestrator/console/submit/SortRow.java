package io.joborchestrator.console.submit;

import io.joborchestrator.pipeline.spec.StepSpec;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** One column that orders rows. FX thread only. */
final class SortRow extends FormPart {
  private final StringProperty column = new SimpleStringProperty("");
  private final BooleanProperty descending = new SimpleBooleanProperty();
  private final BooleanProperty nullsFirst = new SimpleBooleanProperty();

  SortRow() {
    watch(column, descending, nullsFirst);
  }

  static SortRow of(StepSpec.SortKey spec) {
    SortRow row = new SortRow();
    row.column.set(spec.column());
    row.descending.set("desc".equals(spec.direction()));
    row.nullsFirst.set("first".equals(spec.nulls()));
    return row;
  }

  StringProperty column() {
    return column;
  }

  BooleanProperty descending() {
    return descending;
  }

  BooleanProperty nullsFirst() {
    return nullsFirst;
  }

  StepSpec.SortKey spec() {
    return new StepSpec.SortKey(
        column.get().strip(), descending.get() ? "desc" : null, nullsFirst.get() ? "first" : null);
  }

  String describe() {
    return descending.get() ? column.get() + " down" : column.get();
  }
}
