package io.joborchestrator.console.submit;

import io.joborchestrator.pipeline.spec.StepSpec;
import java.util.List;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** One row per key with aggregates. */
final class GroupByStep extends StepViewModel {
  static final List<String> FUNCTIONS =
      List.of("count", "count_distinct", "sum", "avg", "min", "max");

  private final ObservableList<String> keys = watched(FXCollections.observableArrayList());
  private final ObservableList<Row> rows = editedRows();

  GroupByStep(StepScope scope) {
    super(StepKind.GROUP_BY, scope);
    Row count = new Row(scope);
    count.as.set("rows");
    rows.add(count);
    describe();
  }

  ObservableList<String> keys() {
    return keys;
  }

  ObservableList<Row> rows() {
    return rows;
  }

  void add() {
    Row row = new Row(scope());
    row.function.set("sum");
    rows.add(row);
  }

  @Override
  StepSpec spec() {
    return new StepSpec.GroupBy(List.copyOf(keys), rows.stream().map(Row::spec).toList());
  }

  @Override
  void load(StepSpec spec) {
    StepSpec.GroupBy group = (StepSpec.GroupBy) spec;
    keys.setAll(group.keys() == null ? List.of() : group.keys());
    rows.setAll(
        group.aggregates() == null
            ? List.of()
            : group.aggregates().stream().map(each -> Row.of(scope(), each)).toList());
  }

  @Override
  String describeSettings() {
    return list(keys, "all rows together");
  }

  /** One aggregate. Its result is named after function and column until the person names it. */
  static final class Row extends FormPart {
    private final StringProperty function = new SimpleStringProperty("count");
    private final ExpressionViewModel expression;
    private final StringProperty as = new SimpleStringProperty("");
    private String proposed = "";

    Row(StepScope scope) {
      expression = scope.expression(null);
      expression.onEdit(this::proposeAndReport);
      function.addListener((observed, before, after) -> propose());
      watch(function, as);
    }

    static Row of(StepScope scope, StepSpec.Aggregate spec) {
      Row row = new Row(scope);
      row.function.set(spec.function());
      row.expression.text().set(spec.expression() == null ? "" : spec.expression());
      row.as.set(spec.as());
      return row;
    }

    StringProperty function() {
      return function;
    }

    /** Empty only for count: rows. */
    ExpressionViewModel expression() {
      return expression;
    }

    StringProperty as() {
      return as;
    }

    StepSpec.Aggregate spec() {
      String over = expression.text().get().strip();
      boolean rowsOnly = over.isEmpty() && "count".equals(function.get());
      return new StepSpec.Aggregate(function.get(), rowsOnly ? null : over, as.get().strip());
    }

    private void proposeAndReport() {
      propose();
      edited();
    }

    private void propose() {
      String over = expression.text().get().strip();
      if (!as.get().isBlank() && !as.get().equals(proposed)) {
        return;
      }
      proposed = over.matches("\\w+") ? over + "_" + function.get() : "";
      as.set(proposed);
    }
  }
}
