package io.joborchestrator.console.submit;

import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.StepSpec;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** Adds columns of another input where keys are equal. */
final class JoinStep extends StepViewModel {
  static final List<String> TYPES = List.of("inner", "left", "right", "full", "semi", "anti");

  private final StringProperty with = new SimpleStringProperty("");
  private final StringProperty type = new SimpleStringProperty("inner");
  private final StringProperty suffix = new SimpleStringProperty("");
  private final ObservableList<Row> rows = editedRows();
  private final ObservableList<String> columns = watched(FXCollections.observableArrayList());
  private final ObservableValue<List<Column>> otherColumns;

  JoinStep(StepScope scope) {
    super(StepKind.JOIN, scope);
    otherColumns = scope.columnsOf(with);
    rows.add(new Row("", ""));
    watch(with, type, suffix);
    otherColumns.addListener((observed, before, after) -> proposeKeys(after));
    describe();
  }

  StringProperty with() {
    return with;
  }

  StringProperty type() {
    return type;
  }

  StringProperty suffix() {
    return suffix;
  }

  ObservableList<Row> rows() {
    return rows;
  }

  /** Columns to take from the other side; empty: all but its keys. */
  ObservableList<String> columns() {
    return columns;
  }

  ObservableValue<List<Column>> otherColumns() {
    return otherColumns;
  }

  void add() {
    rows.add(new Row("", ""));
  }

  /** What the kind of join keeps, in words. */
  static String meaning(String type) {
    return switch (type) {
      case "left" -> "Every row from the left, with NULL where the right has no match";
      case "right" -> "Every row from the right, with NULL where the left has no match";
      case "full" -> "Every row of both sides";
      case "semi" -> "Rows from the left that have a match; nothing is added";
      case "anti" -> "Rows from the left that have no match";
      default -> "Only rows that match on both sides";
    };
  }

  @Override
  StepSpec spec() {
    return new StepSpec.Join(
        Objects.requireNonNullElse(with.get(), ""),
        "inner".equals(type.get()) ? null : type.get(),
        rows.stream().map(Row::spec).toList(),
        columns.isEmpty() ? null : List.copyOf(columns),
        suffix.get().isBlank() ? null : suffix.get().strip());
  }

  @Override
  void load(StepSpec spec) {
    StepSpec.Join join = (StepSpec.Join) spec;
    rows.setAll(join.on().stream().map(on -> new Row(on.left(), on.right())).toList());
    with.set(join.with());
    type.set(join.type() == null ? "inner" : join.type());
    columns.setAll(join.columns() == null ? List.of() : join.columns());
    suffix.set(join.suffix() == null ? "" : join.suffix());
  }

  @Override
  String title() {
    return "Join";
  }

  @Override
  List<Problem> ownProblems() {
    return with.get() == null || with.get().isBlank()
        ? List.of(wrong("/with", "Choose the file to join with"))
        : List.of();
  }

  @Override
  String describeSettings() {
    if (with.get() == null || with.get().isEmpty()) {
      return "no second file yet";
    }
    String keys = rows.stream().map(Row::describe).collect(Collectors.joining(", "));
    return type.get() + " " + with.get() + (keys.isBlank() ? "" : ", on " + keys);
  }

  /** The first column of the same name on both sides is a good guess for an empty key. */
  private void proposeKeys(List<Column> other) {
    if (rows.size() != 1 || !rows.get(0).isEmpty()) {
      return;
    }
    List<String> left = columnsBefore().get().stream().map(Column::name).toList();
    other.stream()
        .map(Column::name)
        .filter(left::contains)
        .findFirst()
        .ifPresent(
            name -> {
              rows.get(0).left.set(name);
              rows.get(0).right.set(name);
            });
  }

  /** A pair of columns that must be equal. */
  static final class Row extends FormPart {
    private final StringProperty left;
    private final StringProperty right;

    Row(String left, String right) {
      this.left = new SimpleStringProperty(left);
      this.right = new SimpleStringProperty(right);
      watch(this.left, this.right);
    }

    StringProperty left() {
      return left;
    }

    StringProperty right() {
      return right;
    }

    boolean isEmpty() {
      return left.get().isBlank() && right.get().isBlank();
    }

    String describe() {
      boolean same = left.get().equals(right.get());
      return same ? left.get() : left.get() + " = " + right.get();
    }

    StepSpec.On spec() {
      return new StepSpec.On(left.get().strip(), right.get().strip());
    }
  }
}
