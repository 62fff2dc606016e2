package io.joborchestrator.console.submit;

import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.PartitionSpec;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** How a table is cut into parts that are read at once. FX thread only. */
final class PartitionFields {
  static final int MOST = 64;

  private final StringProperty column = new SimpleStringProperty("");
  private final StringProperty number = new SimpleStringProperty("");

  /** Column of whole numbers, or empty: by itself. */
  StringProperty column() {
    return column;
  }

  /** How many parts, 1 to 64. */
  StringProperty number() {
    return number;
  }

  void load(@Nullable PartitionSpec spec) {
    column.set(spec == null ? "" : spec.column());
    number.set(spec == null ? "" : Integer.toString(spec.number()));
  }

  /** Null if the table is cut by itself. */
  @Nullable PartitionSpec spec() {
    String by = column.get().strip();
    return by.isEmpty() ? null : new PartitionSpec(by, count().orElse(0));
  }

  /** Pointers begin at the input. */
  List<Problem> problems() {
    boolean cut = !column.get().isBlank();
    if (cut && count().isEmpty()) {
      return List.of(
          PipelinePart.wrong("/partitionBy/number", "Write a number of parts from 1 to " + MOST));
    }
    return !cut && !number.get().isBlank()
        ? List.of(PipelinePart.wrong("/partitionBy/column", "Choose a column of whole numbers"))
        : List.of();
  }

  private Optional<Integer> count() {
    String text = number.get().strip();
    return Optional.of(text)
        .filter(written -> written.matches("[0-9]{1,2}"))
        .map(Integer::valueOf)
        .filter(parts -> parts >= 1 && parts <= MOST);
  }
}
